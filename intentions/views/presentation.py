"""What the employer's pages say: where one is, what is already known, what comes next."""

from dataclasses import dataclass, replace
from typing import Any

from django.forms import Form
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.timezone import localdate

from comptes.models import Utilisateur
from intentions.enums import StatutIntention as S
from intentions.models import IntentionEmbauche
from intentions.queries.apercu import constats_prevus
from intentions.queries.avancement import PAS, pas_faits
from intentions.queries.confirmation import est_transmise_par
from intentions.queries.doublons import doublons_pour
from intentions.views import pour_un_autre
from noyau.templatetags.maison import siret
from referentiels.queries.metiers import texte_de
from referentiels.regles.constats import Niveau, Verdict
from referentiels.regles.typographie import composer, jour

VERIFIER = "verifier"
TITRES = {
    "etablissement": "L’établissement",
    "poste": "Le poste",
    "contrat": "Le contrat",
    "participation": "Votre participation",
    VERIFIER: "Vérifier et déposer",
}
QUESTIONS = {
    "etablissement": composer("Quel établissement recrute ?"),
    "poste": composer("Quel poste proposez-vous ?"),
    "contrat": composer("Quel contrat proposez-vous ?"),
    "participation": composer("À quoi prendrez-vous part, et quelle formation souhaitez-vous ?"),
    VERIFIER: "Vérifiez et déposez votre intention",
}


@dataclass(frozen=True, slots=True)
class Situation:
    """Where an intention stands, in words: ``verdict`` names the sign shown, empty for a plain banner."""

    verdict: str
    titre: str
    texte: str
    suite: tuple[str, ...] = ()


SITUATIONS = {
    S.BROUILLON: Situation(
        Verdict.A_COMPLETER,
        composer("Brouillon : rien n’est encore déposé"),
        "Vous seul le voyez. Reprenez où vous en étiez.",
    ),
    S.DEPOSEE: Situation("", "Déposée", "Les conditions se vérifient."),
    S.A_COMPLETER: Situation(
        Verdict.A_COMPLETER,
        "Il manque des réponses",
        composer("Vous trouverez ci-dessous ce qui est attendu. Vos autres réponses sont gardées."),
    ),
    S.DEROGATION_DEMANDEE: Situation(
        Verdict.DEROGATION,
        "Un agent de la Région va se prononcer",
        "Réponse sous quelques jours, par courriel.",
        (
            "Un agent lit votre intention et la raison que vous avez donnée.",
            "Si la dérogation est accordée, les organismes de formation verront votre intention.",
        ),
    ),
    S.RECEVABLE: Situation(
        Verdict.ELIGIBLE,
        "Votre intention est recevable",
        "Les organismes de formation de votre secteur peuvent la prendre en charge.",
        (
            "Un organisme vous appelle pour préparer la formation avec vous.",
            "Il demande à la Région d’ouvrir une session, à laquelle vos postes sont rattachés.",
            "Vous prenez part aux étapes que vous avez choisies.",
        ),
    ),
    S.ENGAGEE: Situation(
        Verdict.ELIGIBLE,
        "Une session de formation compte sur vos postes",
        "L’organisme qui l’a demandée vous tient au courant.",
        (
            "Dès que la Région se prononce sur la session, sa réponse vous arrive par courriel.",
            "Les candidats se forment, vous les rencontrez, puis vous recrutez.",
        ),
    ),
    S.SATISFAITE: Situation(
        Verdict.ELIGIBLE, "Vos postes sont pourvus", composer("Merci : un emploi, une formation.")
    ),
    S.REFUSEE: Situation(
        Verdict.NON_ELIGIBLE,
        "Votre intention n’entre pas dans le dispositif",
        composer("Les raisons sont ci-dessous. D’autres aides peuvent convenir :"),
    ),
    S.DESISTEE: Situation("", "Vous avez retiré cette intention", "Elle ne compte plus pour aucune session."),
    S.EXPIREE: Situation(
        "", "Cette intention a expiré", "Personne ne l’a prise à temps. Vous pouvez en déposer une autre."
    ),
    S.CLASSEE: Situation("", "Cette intention est classée", "Elle reste consultable."),
}


def situation_de(intention: IntentionEmbauche) -> Situation:
    """Give where an intention stands; the training body the employer chose is named, nobody else takes it."""
    situation = SITUATIONS[S(intention.statut)]
    if intention.statut != S.RECEVABLE or intention.organisme_choisi is None:
        return situation
    nom = intention.organisme_choisi.nom
    return replace(
        situation,
        texte=f"{nom}, que vous avez choisi, peut la prendre en charge.",
        suite=(f"{nom} vous appelle pour préparer la formation avec vous.", *situation.suite[1:]),
    )


def contexte_etape(
    request: HttpRequest, intention: IntentionEmbauche | None, form: Form, *, fiche: Form | None = None
) -> dict[str, Any]:
    """Give what the page of a step shows; ``intention`` is None before the draft exists."""
    nom = form.nom
    rang = PAS.index(nom) + 1
    deja_dit = bool(intention and pas_faits(intention) - {"etablissement"})
    return {
        "nom": nom,
        "question": question_de(nom, intention),
        "form": form,
        "fiche": fiche,
        "intention": intention,
        "rang": rang,
        "etapes": etapes(intention),
        "chemin": chemin(intention),
        "ici": intention.numero or "Nouvelle intention" if intention else "Nouvelle intention",
        "precedente": reverse("intentions:etape", args=[intention.pk, PAS[rang - 2]])
        if intention and rang > 1
        else "",
        "faits": faits(intention) if intention else [],
        "constats": deja_verifie(intention) if deja_dit else [],
        "doublons": doublons_pour(request.user, intention, le=localdate()) if deja_dit else [],
        "repris": bool(not intention and request.GET),
    }


def question_de(nom: str, intention: IntentionEmbauche | None) -> str:
    """Give the title of a step, in the words of whoever answers: the employer, or who writes for it."""
    return (pour_un_autre.QUESTIONS if pour_un_autre.en_brouillon_pour_un_autre(intention) else QUESTIONS)[nom]


def chemin(intention: IntentionEmbauche | None = None) -> list[dict[str, str]]:
    """Give where every page of an intention hangs from; a draft written for an employer, from who transmits it."""
    if pour_un_autre.en_brouillon_pour_un_autre(intention):
        return pour_un_autre.chemin_des_transmises()
    return [{"titre": "Mes intentions", "url": reverse("intentions:liste")}]


def chemin_sous(intention: IntentionEmbauche, lecteur: Utilisateur) -> list[dict[str, str]]:
    """Give where a page about one intention hangs from: the list its reader has, then the intention."""
    liste = pour_un_autre.chemin_des_transmises() if est_transmise_par(intention, lecteur) else chemin(intention)
    return [
        *liste,
        {"titre": intention.reference or "Brouillon", "url": reverse("intentions:detail", args=[intention.pk])},
    ]


def etapes(intention: IntentionEmbauche | None) -> list[dict[str, Any]]:
    """Give the steps, each with its address once its answers are there."""
    fait = pas_faits(intention) if intention else frozenset()
    titres = TITRES | (pour_un_autre.TITRES if pour_un_autre.en_brouillon_pour_un_autre(intention) else {})
    pas = [
        {
            "titre": titres[nom],
            "faite": nom in fait,
            "url": reverse("intentions:etape", args=[intention.pk, nom]) if intention else "",
        }
        for nom in PAS
    ]
    complet = len(fait) == len(PAS)
    # Never « done »: it is where one files. Open as soon as nothing is missing.
    fin = {"titre": titres[VERIFIER], "faite": False, "url": ""}
    if intention and complet:
        fin["url"] = reverse("intentions:verifier", args=[intention.pk])
    return [*pas, fin]


def suite_apres(request: HttpRequest, intention: IntentionEmbauche, nom: str) -> str:
    """Give where « Continuer » leads: the next step, or back to the last page for whoever came from it."""
    rang = PAS.index(nom) + 1
    if request.GET.get("retour") == VERIFIER or rang == len(PAS):
        return reverse("intentions:verifier", args=[intention.pk])
    return reverse("intentions:etape", args=[intention.pk, PAS[rang]])


def deja_verifie(intention: IntentionEmbauche) -> list[Any]:
    """Give the findings on what is already answered: what is still to be asked is not held against anybody."""
    constats = constats_prevus(intention, le=localdate())
    return [c for c in constats if c.niveau != Niveau.A_COMPLETER and c.regle not in {"I-ECRIT", "I-EXCLUSIVITE"}]


def faits(intention: IntentionEmbauche) -> list[dict[str, str]]:
    """Give what has already been said, in brief."""
    employeur, lieu = intention.employeur, intention.commune or intention.departement
    lignes = [
        ("Établissement", employeur.nom if employeur else "", str(employeur.departement) if employeur else ""),
        ("Poste", *_poste(intention)),
        ("Lieu", str(lieu) if lieu else "", ""),
        ("Contrat", intention.contrat_affiche if intention.contrat_type else "", ""),
        ("Formation", intention.formation_souhaitee, ""),
    ]
    return [{"nom": nom, "valeur": valeur, "note": note} for nom, valeur, note in lignes if valeur]


def recapitulatif(intention: IntentionEmbauche, *, reserves: bool = True) -> list[dict[str, Any]]:
    """Give every answer, by step, for the last page and for the file's own page.

    ``reserves``: whether the reader is told what speaks of a disability, or may.
    """
    employeur = intention.employeur
    return [
        _section(
            "etablissement",
            Nom=employeur.nom if employeur else "",
            SIRET=siret(employeur.siret) if employeur else "",
            **{"Personne à joindre": intention.contact_affiche},
        ),
        _section(
            "poste",
            Métier=texte_de(intention.metier) if intention.metier_id else "",
            Intitulé=intention.intitule,
            Secteur=capfirst(intention.secteur.libelle) if intention.secteur_id else "",
            Lieu=str(intention.commune or intention.departement or ""),
            Postes=str(intention.nombre_postes or ""),
            Précisions=intention.precisions,
        ),
        _section(
            "contrat",
            Contrat=intention.contrat_affiche if intention.contrat_type else "",
            Saisonnier="Oui" if intention.saisonnier else "",
            **{
                "Agence d’intérim": intention.agence_interim,
                "Temps de travail": "Adapté (obligation d’emploi)" if reserves and intention.adaptation_boe else "",
                "Embauche souhaitée": jour(intention.embauche_souhaitee) if intention.embauche_souhaitee else "",
                "Raison de la dérogation": intention.motif_derogation if reserves else "",
            },
        ),
        _section("participation", **_participation(intention)),
    ]


def _participation(intention: IntentionEmbauche) -> dict[str, str]:
    organisme = intention.organisme_choisi.nom if intention.organisme_choisi_id else "Aucun en particulier"
    lieu = str(intention.formation_departement) if intention.formation_departement_id else ""
    return {
        "Engagement à recruter": {True: "Oui", False: "Non"}.get(intention.engagement_recruter, ""),
        "Étapes": ", ".join(intention.etapes_affichees),
        "Formation souhaitée": intention.formation_souhaitee,
        "Où se former": lieu,
        "Organisme de formation": organisme,
    }


def _section(nom: str, **reponses: str) -> dict[str, Any]:
    return {
        "nom": nom,
        "titre": TITRES[nom],
        "faits": [
            {"nom": titre, "valeur": valeur, "note": "", "large": "@" in valeur}
            for titre, valeur in reponses.items()
            if valeur
        ],
    }


def _poste(intention: IntentionEmbauche) -> tuple[str, str]:
    if not (intention.metier_id or intention.intitule):
        return "", ""
    return intention.intitule_affiche, f"ROME {intention.metier_id}" if intention.metier_id else ""

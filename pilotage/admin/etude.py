"""What the page of a study shows: the value before and after, the verdicts that change, some of their files."""

from typing import Any

from django.urls import reverse

from comptes.models import Utilisateur
from pilotage.impact import CHANGENT_UN_VERDICT, DIT_UN_HANDICAP, Groupe, Nature
from pilotage.models import EtudeImpact, StatutEtude
from referentiels.admin.affichage import VERDICTS
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Verdict
from referentiels.regles.grandeurs import CODES
from referentiels.regles.typographie import composer, compter, enumerer, jour, nombre

GROUPES = {Groupe.OUVERT: "Ouverts", Groupe.PASSE: "Passés", Groupe.BROUILLON: "Brouillons"}
NOMS = {
    Nature.INTENTION: ("intention d’embauche", "intentions d’embauche"),
    Nature.SESSION: ("demande de session", "demandes de session"),
    Nature.AIDE: ("demande d’aide", "demandes d’aide"),
}
FICHES = {
    Nature.INTENTION: ("admin:intentions_intentionembauche_change", "intentions.view_intentionembauche"),
    Nature.SESSION: ("admin:sessions_formation_session_change", "sessions_formation.view_session"),
    Nature.AIDE: ("admin:aides_demandeaide_change", "aides.view_demandeaide"),
}


def page_de_l_etude(etude: EtudeImpact, *, lecteur: Utilisateur) -> dict[str, Any]:
    """Give the facts of the page; what a worker has not found yet is left out."""
    grandeur = CODES[etude.code]
    actuelle = getattr(reglement_au(etude.depuis), etude.code)
    libelle = composer(grandeur.libelle)
    contexte = {
        "title": f"{libelle}, à partir du {jour(etude.depuis)}",
        "libelle": libelle,
        "avant": f"{nombre(actuelle)} {grandeur.unite}",
        "apres": f"{nombre(etude.valeur)} {grandeur.unite}",
        "natures": NOMS[CHANGENT_UN_VERDICT[etude.code]][1],
        **_formulaire(etude),
    }
    if etude.statut == StatutEtude.TERMINEE:
        contexte |= _resultat(etude, lecteur)
    return contexte


def _formulaire(etude: EtudeImpact) -> dict[str, Any]:
    """The form as it was typed, to be sent again, and the way back to it."""
    adresse = reverse("admin:referentiels_parametre_add")
    if etude.parametre_id:
        adresse = reverse("admin:referentiels_parametre_change", args=[etude.parametre_id])
    saisie = {
        "_etude": str(etude.pk),
        "_save": "1",
        "code": etude.code,
        "valeur": f"{etude.valeur.normalize():f}".replace(".", ","),
        "depuis": f"{etude.depuis:%d/%m/%Y}",
        "texte": etude.texte,
    }
    return {"adresse": adresse, "revenir": f"{adresse}?etude={etude.pk}", "saisie": list(saisie.items())}


def _resultat(etude: EtudeImpact, lecteur: Utilisateur) -> dict[str, Any]:
    trouve = etude.resultat
    par_groupe = dict.fromkeys(Groupe, 0)
    for ligne in trouve["changements"]:
        par_groupe[Groupe(ligne["groupe"])] += ligne["nombre"]
    secrets = etude.code == DIT_UN_HANDICAP and not lecteur.has_perm("intentions.voir_adaptation")
    return {
        "phrase": _phrase(etude, par_groupe),
        "changent": any(par_groupe.values()),
        "lus": [
            {"nom": nom, "nombre": trouve["lus"][groupe], "changent": par_groupe[groupe]}
            for groupe, nom in GROUPES.items()
        ],
        "changements": [
            {
                "groupe": GROUPES[Groupe(ligne["groupe"])],
                "avant": VERDICTS[Verdict(ligne["avant"])],
                "apres": VERDICTS[Verdict(ligne["apres"])],
                "nombre": ligne["nombre"],
            }
            for ligne in trouve["changements"]
        ],
        "exemples": [] if secrets else [_exemple(ligne, lecteur) for ligne in trouve["exemples"]],
        "exemples_caches": secrets and bool(trouve["exemples"]),
    }


def _phrase(etude: EtudeImpact, par_groupe: dict[Groupe, int]) -> str:
    singulier, pluriel = NOMS[CHANGENT_UN_VERDICT[etude.code]]
    ouverts, passes = par_groupe[Groupe.OUVERT], par_groupe[Groupe.PASSE]
    if not ouverts and not passes:
        return composer(f"Aucune {singulier} n’aurait un autre verdict.")
    mots = ((ouverts, "ouverte", "ouvertes"), (passes, "passée", "passées"))
    dits = [
        compter(combien, f"{singulier} {un}", f"{pluriel} {plusieurs}") for combien, un, plusieurs in mots if combien
    ]
    verbe = "aurait" if ouverts + passes == 1 else "auraient"
    return composer(f"{enumerer(dits)} {verbe} un autre verdict.")


def _exemple(ligne: dict[str, Any], lecteur: Utilisateur) -> dict[str, str]:
    fiche, droit = FICHES[Nature(ligne["nature"])]
    return {
        "reference": ligne["reference"],
        "url": reverse(fiche, args=[ligne["pk"]]) if lecteur.has_perm(droit) else "",
        "groupe": "ouvert" if ligne["groupe"] == Groupe.OUVERT else "passé",
        "avant": VERDICTS[Verdict(ligne["avant"])],
        "apres": VERDICTS[Verdict(ligne["apres"])],
    }

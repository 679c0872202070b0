"""What the employer's pages say of a request: where one is, what is known, what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import capfirst

from aides.enums import StatutAide as S
from aides.models import DemandeAide
from aides.queries.avancement import Manque, libelle_de, sections_finies
from aides.queries.dossier import rqth_declaree
from aides.regles.sections import COMPTE, ETABLISSEMENT, FORMATION, PERSONNE, PIECES, PLAN, SECTIONS, SELON, champs_de
from comptes.models import Utilisateur
from noyau.templatetags.maison import siret
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer, compter, jour, montant

VERIFIER = "verifier"
TITRES = {
    ETABLISSEMENT: "Établissement et offre",
    PERSONNE: "Personne et contrat",
    FORMATION: "Formation",
    PLAN: "Plan de formation",
    PIECES: "Pièces",
    COMPTE: "Compte bancaire",
    VERIFIER: "Vérifier et déposer",
}
QUESTIONS = {
    ETABLISSEMENT: "Votre établissement et l’offre que vous avez diffusée",
    PERSONNE: composer("Qui avez-vous recruté ?"),
    FORMATION: composer("Quelle formation va suivre cette personne ?"),
    PLAN: "Le plan de formation",
    PIECES: "Les pièces de la demande",
    COMPTE: "Le compte où l’aide sera versée",
    VERIFIER: "Vérifiez et déposez votre demande",
}
QUESTIONS_DU_TUTORAT = {FORMATION: "Ce que la personne va apprendre avec son tuteur"}
CONTACT = "Choisir mon métier : 0 800 200 303, appel gratuit"


@dataclass(frozen=True, slots=True)
class Situation:
    """Where a request stands, in words: ``verdict`` names the sign shown, empty for a plain banner."""

    verdict: str
    titre: str
    texte: str


_SITUATIONS = {
    S.BROUILLON: Situation(Verdict.A_COMPLETER, "Brouillon", composer("Rien n’est encore déposé.")),
    S.DEPOSEE: Situation(
        "", "Un agent de la Région l’examine", "Vous n’avez rien à faire. La réponse arrive par courriel."
    ),
    S.A_COMPLETER: Situation(
        Verdict.A_COMPLETER, "La Région vous demande un complément", "Vos autres réponses sont gardées."
    ),
    S.ACCORDEE: Situation(
        Verdict.ELIGIBLE,
        "L’aide est accordée",
        "Envoyez le bilan après la formation : il déclenche le paiement.",
    ),
    S.REFUSEE: Situation(Verdict.NON_ELIGIBLE, "L’aide est refusée", "La lettre de décision dit pourquoi."),
    S.FORMATION_REALISEE: Situation(
        "", "Bilan envoyé", "Un agent vérifie les pièces et arrête le montant dû, puis l’aide est payée."
    ),
    S.PAYEE: Situation(Verdict.ELIGIBLE, "L’aide est payée", ""),
    S.SANS_PAIEMENT: Situation("", "Dossier clos : rien n’est dû", "La lettre de la Région dit pourquoi."),
    S.ABANDONNEE: Situation("", "Vous avez abandonné cette demande", "Elle reste consultable."),
}


def situation_de(demande: DemandeAide, *, le: date) -> Situation:
    """Give where a request stands; a granted one says what to do, according to the day."""
    if demande.statut == S.ACCORDEE and demande.formation_fin and demande.formation_fin > le:
        texte = f"Formez la personne jusqu’au {jour(demande.formation_fin)}. Ensuite, envoyez le bilan."
        return Situation(Verdict.ELIGIBLE, "L’aide est accordée", texte)
    if demande.statut == S.PAYEE and demande.payee_le:
        return Situation(Verdict.ELIGIBLE, "L’aide est payée", f"Virement du {jour(demande.payee_le)}.")
    if demande.statut == S.FORMATION_REALISEE and demande.liquidee_le and demande.montant_du is not None:
        texte = f"{montant(demande.montant_du)} vous seront versés : le paiement est en préparation."
        return Situation(Verdict.ELIGIBLE, "Le montant dû est arrêté", texte)
    return _SITUATIONS[S(demande.statut)]


def demande_de(utilisateur: Utilisateur, pk: int) -> DemandeAide:
    """Give a request of the person's establishments, with what its pages show; 404 for anybody else's."""
    siennes = DemandeAide.objects.de_l_employeur(utilisateur)
    return get_object_or_404(siennes.select_related("employeur__departement", "organisme", "agent"), pk=pk)


def chemin(demande: DemandeAide | None = None) -> list[dict[str, str]]:
    """Give the way back from a page, to the list, and to the request when the page is below it."""
    pas = [{"titre": "Aides à la formation", "url": reverse("aides:demandes")}]
    if demande:
        pas.append({"titre": demande.reference or "Brouillon", "url": reverse("aides:demande", args=[demande.pk])})
    return pas


def question_de(section: str, demande: DemandeAide) -> str:
    """Give the title of a page of the form."""
    if demande.dispositif != "pef" and section in QUESTIONS_DU_TUTORAT:
        return QUESTIONS_DU_TUTORAT[section]
    return QUESTIONS[section]


def etapes_de(demande: DemandeAide, manques: list[Manque]) -> list[dict[str, Any]]:
    """Give the pages of the form, each open at once: one fills them in the order one likes."""
    finies = sections_finies(manques)
    lignes = [
        {
            "titre": TITRES[section],
            "url": reverse("aides:etape", args=[demande.pk, section]),
            "faite": section in finies,
        }
        for section in SECTIONS
    ]
    return [*lignes, {"titre": TITRES[VERIFIER], "url": "", "faite": False}]


def sections_du_recapitulatif(demande: DemandeAide) -> list[dict[str, Any]]:
    """Give all that was answered, by section, as ``composants/faits.html`` draws it."""
    sections: list[dict[str, Any]] = []
    for section in (ETABLISSEMENT, PERSONNE, FORMATION, COMPTE):
        faits = [
            {"nom": composer(capfirst(libelle_de(champ))), "valeur": valeur_en_mots(demande, champ)}
            for champ in champs_de(section, demande.dispositif)
            if champ not in SELON or getattr(demande, champ) not in (None, "")
        ]
        if section == ETABLISSEMENT:
            lieu = demande.employeur
            faits.insert(0, {"nom": "Établissement", "valeur": f"{lieu.nom}, {siret(lieu.siret)}"})
        sections.append({"code": section, "titre": TITRES[section], "faits": faits})
    return sections


def valeur_en_mots(demande: DemandeAide, champ: str) -> str:
    """Give an answer in words; a dash where there is none."""
    valeur = rqth_declaree(demande) if champ == "rqth" else getattr(demande, champ)
    if valeur is None or valeur == "":
        return "–"
    if isinstance(valeur, bool):
        return "Oui" if valeur else "Non"
    return _EN_MOTS.get(champ, str)(valeur) if champ != "contrat_type" else demande.get_contrat_type_display()


_EN_MOTS: dict[str, Any] = {
    **dict.fromkeys(("cout", "autre_montant"), montant),
    **dict.fromkeys(("date_naissance", "contrat_debut", "formation_debut", "formation_fin"), jour),
    "heures": lambda valeur: compter(valeur, "heure"),
    "duree_mois": lambda valeur: compter(valeur, "mois", "mois"),
    "organisme_siret": siret,
    "effectif": lambda valeur: compter(valeur, "salarié"),
    "iban": lambda valeur: f"{valeur[:4]} … {valeur[-4:]}",
}


def motif_du_complement(demande: DemandeAide) -> str:
    """Give why a complement was asked, in the officer's words."""
    ligne = demande.historique.filter(transition="demander_complement").first()
    return ligne.motif if ligne else ""

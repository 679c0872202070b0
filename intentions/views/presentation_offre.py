"""What the pages that take up a filed intention say: its parts, and what follows from correcting it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from comptes.models import Utilisateur
from intentions.actions.corriger import confirmation_menacee
from intentions.enums import StatutIntention
from intentions.forms.offre import OffreForm
from intentions.models import IntentionEmbauche
from intentions.queries.changements import Changement
from intentions.queries.derogation import couvre, derogation_en_cours
from intentions.views.pour_un_autre import POUR_UN_AUTRE
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.typographie import composer

_CHAMPS = OffreForm.field_order
PARTIES = {
    "contact": ("Qui joindre", _CHAMPS[:3]),
    "poste": ("Le poste", _CHAMPS[3:10]),
    "contrat": ("Le contrat", _CHAMPS[10:18]),
    "participation": ("La participation et la formation", _CHAMPS[18:]),
}
ISSUES = {
    Verdict.ELIGIBLE: ("L’intention sera recevable", "Elle remplit toutes les conditions."),
    Verdict.DEROGATION: (
        "Un agent de la Région devra se prononcer",
        "Réponse sous quelques jours, par courriel. D’ici là, l’intention n’est pas proposée aux organismes.",
    ),
    Verdict.A_COMPLETER: ("Il manquera des réponses", "L’intention attendra que vous les donniez."),
    Verdict.NON_ELIGIBLE: (
        "L’intention serait refusée",
        composer("Corrigée ainsi, elle n’entre plus dans le dispositif : vous ne pourriez plus la reprendre."),
    ),
}


TENUE = (
    "L’intention reste recevable",
    "La dérogation accordée tient : ce qui l’a motivée ne change pas.",
)


def prevoir(
    intention: IntentionEmbauche, constats: Sequence[Constat], ecarts: Sequence[Changement], *, le: date
) -> dict[str, Any]:
    """Give what the rules would say of the corrected offer, and whether a granted derogation would still answer."""
    verdict = verdict_de(constats)
    derogation = derogation_en_cours(intention, le=le) if verdict == Verdict.DEROGATION else None
    changes = {ecart.champ for ecart in ecarts}
    tenue = derogation is not None and couvre(derogation, constats, changes=changes)
    return {"constats": constats, "verdict": verdict, "tenue": tenue}


def issue_de(prevision: Mapping[str, Any], *, transmise: bool) -> tuple[str, str]:
    """Give what correcting would lead to (``prevoir``), in the words of whoever corrects."""
    verdict = prevision["verdict"]
    if prevision["tenue"]:
        return TENUE[0], composer(TENUE[1])
    if transmise and verdict == Verdict.ELIGIBLE:
        return POUR_UN_AUTRE[verdict]
    return ISSUES[verdict]


def effets_de_la_correction(
    intention: IntentionEmbauche, ecarts: Sequence[Changement], *, par: Utilisateur
) -> list[str]:
    """Give what follows from correcting the offer, in sentences."""
    effets = ["L’intention sera vérifiée de nouveau, avec les règles d’aujourd’hui ; son numéro reste le même."]
    champs = {ecart.champ for ecart in ecarts}
    if intention.statut == StatutIntention.RECEVABLE:
        effets.append("Les organismes de formation qui l’ont déjà lue sont prévenus de ce qui change.")
    if "organisme_choisi" in champs and intention.organisme_choisi:
        effets.append(f"{intention.organisme_choisi.nom} apprend que vous ne la lui adressez plus.")
    if confirmation_menacee(intention, champs, par=par):
        effets.append("L’employeur devra confirmer de nouveau : nous lui écrivons aussitôt.")
    return [composer(effet) for effet in effets]

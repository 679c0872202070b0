"""What the pages that take up a filed intention say: its parts, and what follows from correcting it."""

from collections.abc import Sequence

from comptes.models import Utilisateur
from intentions.actions.corriger import confirmation_menacee
from intentions.enums import StatutIntention
from intentions.forms.offre import OffreForm
from intentions.models import IntentionEmbauche
from intentions.queries.changements import Changement
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer

_CHAMPS = OffreForm.field_order
PARTIES = {
    "contact": ("Qui joindre", _CHAMPS[:3]),
    "poste": ("Le poste", _CHAMPS[3:10]),
    "contrat": ("Le contrat", _CHAMPS[10:18]),
    "participation": ("La participation et la formation", _CHAMPS[18:]),
}
ISSUES = {
    Verdict.ELIGIBLE: ("Votre intention sera recevable", "Elle remplit toutes les conditions."),
    Verdict.DEROGATION: (
        "Un agent de la Région devra se prononcer",
        "Réponse sous quelques jours, par courriel. Déjà accordée, elle tient si ce qui l’a motivée ne change pas.",
    ),
    Verdict.A_COMPLETER: ("Il manquera des réponses", "Votre intention attendra que vous les donniez."),
    Verdict.NON_ELIGIBLE: (
        "Votre intention serait refusée",
        composer("Corrigée ainsi, elle n’entre plus dans le dispositif : vous ne pourriez plus la reprendre."),
    ),
}


def effets_de_la_correction(
    intention: IntentionEmbauche, ecarts: Sequence[Changement], *, par: Utilisateur
) -> list[str]:
    """Give what follows from correcting the offer, in sentences."""
    effets = ["Votre intention sera vérifiée de nouveau, avec les règles d’aujourd’hui ; son numéro reste le même."]
    champs = {ecart.champ for ecart in ecarts}
    if intention.statut == StatutIntention.RECEVABLE:
        effets.append("Les organismes de formation qui l’ont déjà lue sont prévenus de ce qui change.")
    if "organisme_choisi" in champs and intention.organisme_choisi:
        effets.append(f"{intention.organisme_choisi.nom} apprend que vous ne la lui adressez plus.")
    if confirmation_menacee(intention, champs, par=par):
        effets.append("L’employeur devra confirmer de nouveau : nous lui écrivons aussitôt.")
    return [composer(effet) for effet in effets]

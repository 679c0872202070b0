"""The findings an intention would have if it were filed now."""

from dataclasses import replace
from datetime import date

from intentions.models import IntentionEmbauche
from intentions.queries.dossier import dossier_de
from intentions.regles import intention as regles
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat


def constats_prevus(intention: IntentionEmbauche, *, le: date) -> list[Constat]:
    """Give the findings of the rules in force on ``le``, as the filing by the employer would have them.

    The employer's own filing is the writing that I-ECRIT asks for: it counts here as done.
    """
    dossier = dossier_de(intention)
    if dossier.ecrit_employeur is None:
        dossier = replace(dossier, ecrit_employeur=True)
    return list(regles.examiner(dossier, reglement=reglement_au(le), le=le))

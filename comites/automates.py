"""The life of a committee: prepared, held, closed."""

from comites.enums import StatutComite as S
from comites.enums import TransitionComite as T
from noyau.automates import Automate, Passage

COMITE = Automate(
    {
        T.TENIR: Passage(frozenset({S.PREPARE}), S.TENU, "Séance ouverte"),
        # Opened too soon: nothing is noted yet.
        T.REVENIR: Passage(frozenset({S.TENU}), S.PREPARE, "Retour à la préparation"),
        T.CLORE: Passage(frozenset({S.TENU}), S.CLOS, "Comité clos"),
    }
)

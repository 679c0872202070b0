"""The life of a month's hours: open, declared, open again to correct them."""

from heures.enums import StatutReleve as S
from heures.enums import TransitionReleve as T
from noyau.automates import Automate, Passage

RELEVE = Automate(
    {
        T.DECLARER: Passage(frozenset({S.OUVERT}), S.DECLARE, "Heures déclarées"),
        T.ROUVRIR: Passage(frozenset({S.DECLARE}), S.OUVERT, "Déclaration rouverte pour correction"),
    }
)

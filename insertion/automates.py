"""The life of a trainee's opinion: read by the Région before its comment is shown."""

from insertion.enums import StatutAvis as S
from insertion.enums import TransitionAvis as T
from noyau.automates import Automate, Passage

# A moderator may change its mind, both ways: what was shown can be taken back.
AVIS = Automate(
    {
        T.PUBLIER: Passage(frozenset({S.A_MODERER, S.ECARTE}), S.PUBLIE, "Commentaire publié"),
        T.ECARTER: Passage(frozenset({S.A_MODERER, S.PUBLIE}), S.ECARTE, "Commentaire écarté"),
    }
)

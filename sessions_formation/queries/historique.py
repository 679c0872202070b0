"""What a training body reads of the journal of its request: what was done for it, not what officers tell each other.

Who signs first, who a file is given to and why, what a colleague answers: that is the Région's own kitchen. Why a
request was authorised before its turn names those of other bodies: it is read by officers alone.
"""

from noyau.journal import LigneJournal
from sessions_formation.models import Session

AVANT_SON_TOUR = "Avant son tour"
# Lines written by ``actions.valider``, ``actions.signature`` and ``actions.attribuer``.
INTERNES = frozenset({"premiere_signature", "signature_tombee", "renvoyer", "confier"})


def historique_de_l_organisme(session: Session) -> list[LigneJournal]:
    """Give the lines a training body reads, newest first (1 query). Unsaved: the words that are not for it are off."""
    lignes = list(session.historique.exclude(transition__in=INTERNES))
    for ligne in lignes:
        ligne.motif = ligne.motif.partition(f"\n{AVANT_SON_TOUR}")[0]
    return lignes

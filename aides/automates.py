"""The life of a request for an aid (domaine.md §3)."""

from aides.enums import StatutAide as S
from aides.enums import TransitionAide as T
from noyau.automates import Automate, Passage

AIDE = Automate(
    {
        T.DEPOSER: Passage(frozenset({S.BROUILLON}), S.DEPOSEE, "Déposée"),
        T.DEMANDER_COMPLEMENT: Passage(frozenset({S.DEPOSEE}), S.A_COMPLETER, "Complément demandé"),
        T.COMPLETER: Passage(frozenset({S.A_COMPLETER}), S.DEPOSEE, "Complétée"),
        T.ACCORDER: Passage(frozenset({S.DEPOSEE}), S.ACCORDEE, "Accordée"),
        # A complement that never comes does not keep a file open for ever.
        T.REFUSER: Passage(frozenset({S.DEPOSEE, S.A_COMPLETER}), S.REFUSEE, "Refusée"),
        T.DECLARER_REALISEE: Passage(frozenset({S.ACCORDEE}), S.FORMATION_REALISEE, "Bilan envoyé"),
        T.REPRENDRE_BILAN: Passage(frozenset({S.FORMATION_REALISEE}), S.ACCORDEE, "Bilan à corriger"),
        T.PAYER: Passage(frozenset({S.FORMATION_REALISEE}), S.PAYEE, "Payée"),
        # « Paid » would be false, « abandoned » too: the training was not done, or not in its time.
        T.CLORE: Passage(frozenset({S.FORMATION_REALISEE}), S.SANS_PAIEMENT, "Close : rien n’est dû"),
        T.ABANDONNER: Passage(
            frozenset({S.DEPOSEE, S.A_COMPLETER, S.ACCORDEE}), S.ABANDONNEE, "Abandonnée par l’employeur"
        ),
    }
)

# Granted: its hours are the Région's, no other aid may cover them.
ENGAGE_LA_REGION = frozenset({S.ACCORDEE, S.FORMATION_REALISEE, S.PAYEE})
# The employer has something to do.
CHEZ_L_EMPLOYEUR = frozenset({S.BROUILLON, S.A_COMPLETER, S.ACCORDEE})
CLOSE = frozenset({S.REFUSEE, S.PAYEE, S.SANS_PAIEMENT, S.ABANDONNEE})

"""The life of an invoice, and of an avoir (domaine.md §3)."""

from factures.enums import StatutFacture as S
from factures.enums import TransitionFacture as T
from noyau.automates import Automate, Passage

FACTURE = Automate(
    {
        T.EMETTRE: Passage(frozenset({S.PROJET}), S.EMISE, "Émise"),
        T.CERTIFIER: Passage(frozenset({S.EMISE}), S.SERVICE_FAIT, "Service fait certifié"),
        # Certified by mistake: until the invoice is sent to the finance department.
        T.REVENIR: Passage(frozenset({S.SERVICE_FAIT}), S.EMISE, "Certification du service fait annulée"),
        T.REJETER: Passage(frozenset({S.EMISE, S.SERVICE_FAIT, S.MANDATEE}), S.REJETEE, "Rejetée"),
        T.MANDATER: Passage(frozenset({S.SERVICE_FAIT}), S.MANDATEE, "Mandatée"),
        T.PAYER: Passage(frozenset({S.MANDATEE}), S.PAYEE, "Payée"),
    }
)

# Waits for the Région, then for its finance department.
A_LA_REGION = frozenset({S.EMISE})
AUX_FINANCES = frozenset({S.SERVICE_FAIT, S.MANDATEE})

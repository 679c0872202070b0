"""What of a session's hours is invoiced and paid: its training body reads it, though invoices are the mandataire's."""

from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q, Sum

from factures.enums import Controle, StatutFacture
from factures.models import LigneFacture
from referentiels.regles.montants import ZERO
from sessions_formation.models import Session


class Facturation(NamedTuple):
    """Hours and euros before tax on issued invoices, avoirs taken off; euros paid; what the mandataire disputes."""

    heures: Decimal
    montant: Decimal
    paye: Decimal
    contestations: list[str]

    @property
    def rien(self) -> bool:
        """Nothing was ever invoiced, and nothing is disputed."""
        return not (self.heures or self.montant or self.contestations)


def facturation_de(session: Session) -> Facturation:
    """Give where the invoicing of a session stands (2 queries)."""
    siennes = LigneFacture.objects.filter(composante__session=session)
    emises = siennes.emises().aggregate(
        heures=Sum("quantite"),
        euros=Sum("montant"),
        payes=Sum("montant", filter=Q(facture__statut=StatutFacture.PAYEE)),
    )
    contestees = siennes.filter(controle=Controle.CONTESTEE, facture__statut=StatutFacture.PROJET)
    return Facturation(
        emises["heures"] or ZERO,
        emises["euros"] or ZERO,
        emises["payes"] or ZERO,
        list(contestees.order_by("facture__mois", "rang").values_list("contestation", flat=True)),
    )

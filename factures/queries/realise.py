"""What is invoiced of the purchase: invoices issued, less avoirs. Drafts do not count."""

from collections.abc import Iterable
from decimal import Decimal

from django.db.models import DecimalField, OuterRef, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from factures.models import LigneFacture
from referentiels.regles.montants import ZERO
from sessions_formation.realise import Facturees

_EUROS: DecimalField = DecimalField(max_digits=14, decimal_places=2)


def facture_du_lot() -> Combinable:
    """Give what is invoiced of a row of lots, in euros before tax."""
    lignes = LigneFacture.objects.filter(facture__bon__lot=OuterRef("pk")).emises()
    total = lignes.order_by().values("facture__bon__lot").annotate(total=Sum("montant")).values("total")
    return Coalesce(Subquery(total, output_field=_EUROS), ZERO, output_field=_EUROS)


def facturees_par_prix(composantes: Iterable[int]) -> dict[tuple[int, Decimal], Facturees]:
    """Give the hours and euros invoiced by composante and price (1 query)."""
    lignes = LigneFacture.objects.filter(composante__in=list(composantes)).emises()
    sommes = lignes.order_by().values_list("composante", "prix_heure").annotate(h=Sum("quantite"), e=Sum("montant"))
    return {(composante, prix): Facturees(heures, euros) for composante, prix, heures, euros in sommes}

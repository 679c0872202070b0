"""The invoices of a mandataire: what waits for it first, then the latest months."""

from datetime import date

from django.db.models import BooleanField, Case, Count, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from factures.enums import Controle, NatureFacture, StatutFacture
from factures.models import Facture, LigneFacture
from factures.models.factures import FactureQuerySet
from factures.queries.file import SUSPENDUE


def avec_a_faire(factures: FactureQuerySet) -> FactureQuerySet:
    """Say of invoices whether they wait for the mandataire (``a_faire``): drafts, and those sent back that no avoir
    has taken back yet."""
    attend = Q(statut=StatutFacture.PROJET) | Q(
        statut=StatutFacture.REJETEE, nature=NatureFacture.FACTURE, annulee_le=None
    )
    return factures.annotate(
        a_faire=Case(When(attend, then=Value(True)), default=Value(False), output_field=BooleanField())
    )


def pour_la_page(factures: FactureQuerySet) -> QuerySet[Facture]:
    """With what a row says: lines to confirm, lines disputed, whether the payment stands still."""
    # Asked of the rows of the page alone: joined, the lines of all invoices would be counted first.
    return factures.pour_liste().annotate(
        a_verifier=_lignes(Controle.A_VERIFIER),
        contestees=_lignes(Controle.CONTESTEE),
        suspendue=SUSPENDUE,
    )


def _lignes(controle: Controle) -> Coalesce:
    lignes = LigneFacture.objects.filter(facture=OuterRef("pk"), controle=controle).order_by()
    return Coalesce(Subquery(lignes.values("facture").annotate(n=Count("pk")).values("n")), 0)


def mois_factures(factures: QuerySet[Facture]) -> list[date]:
    """Give the months there are invoices of, the latest first (1 query)."""
    return list(factures.order_by("-mois").values_list("mois", flat=True).distinct())

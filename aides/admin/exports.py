"""The list an officer reads, as a file for a spreadsheet: neither the person, nor the account, nor an increase.

Nor the hours: beside an amount, they tell whether it was doubled, hence a disability.
"""

from collections.abc import Iterator
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone

from aides.models import DemandeAide
from noyau.tableur import fichier

COLONNES = (
    "numéro", "aide", "état", "SIRET", "établissement", "département", "déposée le", "décidée le", "montant demandé",
    "montant accordé", "montant dû", "payée le", "suivie par",
)  # fmt: skip
LUES = 500


class ExportDesDemandes:
    """What the administration of aids gains: the filtered list, as CSV."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view(self.exporter)
        return [path("export.csv", vue, name="aides_demandeaide_export"), *super().get_urls()]

    def exporter(self, request: HttpRequest) -> HttpResponse:
        """The list with the filters of the address."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        demandes = self.get_changelist_instance(request).get_queryset(request)
        nom = f"aides-{timezone.localdate():%Y-%m-%d}.csv"
        return fichier(nom, [COLONNES, *lignes(demandes)])


def lignes(demandes: QuerySet[DemandeAide]) -> Iterator[list[str]]:
    """Give a line of texts for each request (1 query by ``LUES`` rows)."""
    for demande in demandes.select_related("employeur", "agent").iterator(chunk_size=LUES):
        yield [
            demande.reference,
            demande.get_dispositif_display(),
            demande.get_statut_display(),
            demande.employeur.siret,
            demande.employeur.nom,
            demande.employeur.departement_id,
            _jour(demande.deposee_le),
            _jour(demande.decidee_le),
            euros(demande.montant_demande),
            euros(demande.montant_accorde),
            euros(demande.montant_du),
            f"{demande.payee_le:%d/%m/%Y}" if demande.payee_le else "",
            demande.agent.get_full_name() if demande.agent else "",
        ]


def euros(valeur: Decimal | None) -> str:
    """Give a number as spreadsheets set in French read it."""
    return "" if valeur is None else f"{valeur:f}".replace(".", ",")


def _jour(instant) -> str:
    return f"{timezone.localtime(instant):%d/%m/%Y}" if instant else ""

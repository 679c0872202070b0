"""The journal of invoices for the finance department: one row per invoice or avoir, no trainee."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from django.utils import timezone

from factures.models import Facture
from factures.models.factures import FactureQuerySet
from factures.queries.delais import limite_de

COLONNES = (
    "numéro", "nature", "émise le", "émetteur", "siret émetteur", "bon de commande", "marché", "lot", "mois",
    "corrige", "montant HT", "TVA", "montant TTC", "état", "à payer le", "service fait le", "envoyée le",
    "mandatée le", "mandat", "payée le", "montant payé",
)  # fmt: skip
Cellule = str | Decimal | date | None


def journal(factures: FactureQuerySet) -> Iterator[tuple[Cellule, ...]]:
    """Give the rows of issued pieces in the order of issuers and numbers (2 queries)."""
    lues = (
        factures.emises()
        .select_related("emetteur", "bon__lot", "corrige", "envoi")
        .defer("faits", "xml", "corrige__faits", "corrige__xml")
        .prefetch_related("suspensions")
        .order_by("emetteur__siret", "annee", "rang")
    )
    return (_ligne(facture) for facture in lues)


def _ligne(facture: Facture) -> tuple[Cellule, ...]:
    lot = facture.bon.lot
    return (
        facture.numero,
        facture.nature,
        facture.emise_le,
        facture.emetteur.nom,
        facture.emetteur.siret,
        facture.bon.numero,
        lot.marche,
        lot.numero,
        f"{facture.mois:%Y-%m}",
        facture.corrige.numero if facture.corrige else "",
        facture.montant_ht,
        facture.montant_tva,
        facture.montant_ttc,
        facture.get_statut_display(),
        limite_de(facture),
        facture.service_fait_le,
        timezone.localtime(facture.envoi.lance_le).date() if facture.envoi else None,
        facture.mandatee_le,
        facture.mandat,
        facture.payee_le,
        facture.montant_paye,
    )

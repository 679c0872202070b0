"""What waits at the Région: invoices to control, in order of arrival; what may leave for the finance department."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from factures.enums import StatutFacture
from factures.models import Facture, Suspension
from factures.models.factures import FactureQuerySet

# An invoice that avoirs took back before it was sent, and those avoirs: they make nothing together, and nothing of
# them reaches the finance department.
SANS_SUITE = Q(corrige=None, envoi=None, annulee_le__isnull=False) | Q(
    Q(corrige__annulee_le__isnull=False) | Q(corrige__statut=StatutFacture.REJETEE),
    corrige__isnull=False,
    corrige__envoi=None,
)
SUSPENDUE = Exists(Suspension.objects.filter(facture=OuterRef("pk"), fin=None))


def a_controler(factures: QuerySet[Facture] | None = None) -> QuerySet[Facture]:
    """Give those that wait for the service fait; what is suspended waits for who issued it."""
    toutes = Facture.objects.all() if factures is None else factures
    return toutes.filter(statut=StatutFacture.EMISE).exclude(SUSPENDUE).exclude(pk__in=sans_suite())


def avec_leur_suite(factures: QuerySet[Facture]) -> QuerySet[Any]:
    """Give them with what says whether they wait at all: ``suspendue``, ``est_sans_suite``."""
    return factures.annotate(suspendue=SUSPENDUE, est_sans_suite=Exists(sans_suite().filter(pk=OuterRef("pk"))))


def a_envoyer(jusqu_a: date, parmi: Collection[int] | None = None) -> FactureQuerySet:
    """Give the certified pieces of ``jusqu_a`` (first of a month) and before that may leave now.

    An avoir leaves with its invoice or after it; what is suspended waits. ``parmi``: among these ids.
    """
    certifiees = Facture.objects.filter(statut=StatutFacture.SERVICE_FAIT, envoi=None, mois__lte=jusqu_a)
    if parmi is not None:
        certifiees = certifiees.filter(pk__in=parmi)
    # Told by the rows themselves: an avoir follows its invoice only if that one leaves.
    partent = Q(corrige=None) | Q(corrige__envoi__isnull=False) | Q(corrige__in=_factures_pretes(jusqu_a, parmi))
    return certifiees.filter(partent).exclude(SUSPENDUE).exclude(pk__in=sans_suite())


def _factures_pretes(jusqu_a: date, parmi: Collection[int] | None) -> QuerySet[Any]:
    pretes = Facture.objects.filter(
        statut=StatutFacture.SERVICE_FAIT, envoi=None, corrige=None, mois__lte=jusqu_a, annulee_le=None
    ).exclude(SUSPENDUE)
    return (pretes if parmi is None else pretes.filter(pk__in=parmi)).values("pk")


def sans_suite() -> QuerySet[Any]:
    """The ids of invoices taken back before they were sent, and of their avoirs: nothing of them is paid."""
    return Facture.objects.filter(SANS_SUITE, statut__in=[StatutFacture.EMISE, StatutFacture.SERVICE_FAIT]).values(
        "pk"
    )


def par_lot_puis_numero(factures: QuerySet[Facture]) -> QuerySet[Facture]:
    """Order pieces as the control page reads them."""
    return factures.order_by(F("bon__lot__marche"), F("bon__lot__numero"), "emetteur", "annee", "rang")

"""The intentions a training body may take."""

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from comptes import acces
from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from sessions_formation.models import Lot


def intentions_a_prendre(utilisateur: Utilisateur, *, le: date) -> QuerySet[IntentionEmbauche]:
    """Give the admissible intentions addressed to the person's training bodies, and those that chose none and are
    within one of their open lots (its sector, one of its départements). The oldest first: orders go in order of
    arrival (FAQ §9)."""
    lots = Lot.objects.visibles_pour(utilisateur).ouverts(le)
    return (
        IntentionEmbauche.objects.recevables()
        .filter(
            Q(organisme_choisi__in=acces.organismes_de(utilisateur))
            | Q(
                Exists(lots.filter(secteur=OuterRef("secteur"), departements=OuterRef("departement"))),
                organisme_choisi=None,
            )
        )
        .order_by("deposee_le", "pk")
    )


def intentions_du_lot(utilisateur: Utilisateur, lot: Lot, *, le: date) -> QuerySet[IntentionEmbauche]:
    """Among them, those of the lot's sector: what a request on this lot may hold."""
    return intentions_a_prendre(utilisateur, le=le).filter(secteur=lot.secteur_id)

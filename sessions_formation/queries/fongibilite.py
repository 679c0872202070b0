"""What may move between the sessions of a lot, and where a movement would leave them."""

from dataclasses import dataclass

from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante, Lot, Mouvement
from sessions_formation.queries.commandes import Commande, commandes

# Ordered, and neither cancelled nor settled.
MOUVANTES = frozenset({StatutSession.AUTORISEE, StatutSession.PUBLIEE, StatutSession.DEMARREE, StatutSession.TERMINEE})


@dataclass(frozen=True, slots=True)
class Mouvante:
    """A composante whose hours may move, with what it orders now."""

    composante: Composante
    commande: Commande


def composantes_mouvantes(lot: Lot) -> list[Mouvante]:
    """Give the composantes of a lot whose hours may move, the latest sessions first (two queries)."""
    composantes = list(
        Composante.objects.filter(bon__lot=lot, session__statut__in=MOUVANTES)
        .select_related("session__organisme", "bon")
        .order_by("-ajoutee_le", "-pk")
    )
    commande = commandes(composantes)
    return [Mouvante(composante, commande[composante.pk]) for composante in composantes]


def version_du_lot(lot: Lot) -> int:
    """Give the last movement of a lot, 0 when it has none: what an officer has read up to."""
    derniers = Mouvement.objects.filter(composante__bon__lot=lot).order_by("-pk")
    return derniers.values_list("pk", flat=True).first() or 0

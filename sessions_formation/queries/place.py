"""Where a request stands in the queue and on its lot, and who stands beside it: read with the row itself."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, JSONObject

from sessions_formation.automates import A_DECIDER
from sessions_formation.models import Session


@dataclass(frozen=True, slots=True)
class Voisine:
    """A request just before or just after in the queue."""

    pk: int
    titre: str


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request stands, from 1: in the whole queue, and among those of its lot that wait for an officer."""

    rang: int
    total: int
    rang_du_lot: int
    total_du_lot: int
    precedente: Voisine | None
    suivante: Voisine | None


def annotations_de_place() -> dict[str, Combinable]:
    """Give what ``place_de`` reads, to annotate requests with."""
    arrivee = OuterRef("complete_le")
    devant = Q(complete_le__lt=arrivee) | Q(complete_le=arrivee, pk__lt=OuterRef("pk"))
    derriere = Q(complete_le__gt=arrivee) | Q(complete_le=arrivee, pk__gt=OuterRef("pk"))
    voisine = JSONObject(pk="pk", numero="numero", intitule="intitule")
    du_lot = _file().filter(lot=OuterRef("lot"))
    return {
        "lu_devant": nombre_de(_file().filter(devant)),
        "lu_file": nombre_de(_file()),
        "lu_devant_du_lot": nombre_de(du_lot.filter(devant)),
        "lu_file_du_lot": nombre_de(du_lot),
        "lu_precedente": Subquery(_file().filter(devant).order_by("-complete_le", "-pk").values(json=voisine)[:1]),
        "lu_suivante": Subquery(_file().filter(derriere).order_by("complete_le", "pk").values(json=voisine)[:1]),
        "lu_premiere": Subquery(_file().order_by("complete_le", "pk").values("pk")[:1]),
    }


def place_de(session: Any) -> Place | None:
    """Give where a row annotated with ``annotations_de_place`` stands; None when it waits for no officer."""
    if session.statut not in A_DECIDER:
        return None
    return Place(
        rang=session.lu_devant + 1,
        total=session.lu_file,
        rang_du_lot=session.lu_devant_du_lot + 1,
        total_du_lot=session.lu_file_du_lot,
        precedente=_voisine(session.lu_precedente),
        suivante=_voisine(session.lu_suivante),
    )


def nombre_de(lignes: QuerySet) -> Coalesce:
    """How many rows a subquery gives, zero included."""
    compte = lignes.order_by().annotate(un=Value(1)).values("un").annotate(nombre=Count("pk")).values("nombre")
    return Coalesce(Subquery(compte, output_field=IntegerField()), 0)


def _file() -> QuerySet[Session]:
    return Session.objects.filter(statut__in=A_DECIDER)


def _voisine(lue: dict[str, Any] | None) -> Voisine | None:
    return Voisine(lue["pk"], f"{lue['numero']} {lue['intitule']}") if lue else None

"""The market of needs: what a referent sees of its territory, and whom one calls about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Q, QuerySet

from comptes import acces
from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from intentions.models.intention import IntentionQuerySet
from referentiels.models import OrganismeFormation
from sessions_formation.enums import RoleGroupement
from sessions_formation.models import Lot, MembreGroupement
from sessions_formation.queries.lots import DANS_LE_GROUPEMENT


def besoins_du_territoire(utilisateur: Utilisateur, *, le: date) -> IntentionQuerySet:
    """Give the free intentions of the départements that a referent's structures cover, the oldest first."""
    departements = acces.constantes(acces.departements_de(utilisateur))
    libres = IntentionEmbauche.objects.prenables(le).filter(organisme_choisi=None)
    return libres.filter(departement__in=departements).order_by("deposee_le", "pk")


@dataclass(frozen=True, slots=True)
class Territoire:
    """A sector in a département: what decides which lots, hence which training bodies, may take a need."""

    secteur: str
    departement: str


def territoire_de(intention: IntentionEmbauche) -> Territoire:
    """Give where and in what an intention's need is; empty words for what it does not say yet."""
    return Territoire(intention.secteur_id or "", intention.departement_id or "")


def organismes_a_appeler(territoires: Iterable[Territoire], *, le: date) -> dict[Territoire, list[OrganismeFormation]]:
    """Give the mandataires and cotraitants that hold an open lot of each sector and département, by name (two
    queries): not the one that is in the groupement for other lots only."""
    voulus = set(territoires)
    lots = (
        Lot.objects.ouverts(le)
        .filter(
            secteur__in={territoire.secteur for territoire in voulus},
            departements__in={territoire.departement for territoire in voulus},
        )
        .order_by("pk")
        .values_list("pk", "groupement", "secteur", "departements")
    )
    groupements: dict[int, list[tuple[int, Territoire]]] = {}
    for lot, groupement, secteur, departement in lots:
        groupements.setdefault(groupement, []).append((lot, Territoire(secteur, departement)))
    membres: QuerySet[Any] = MembreGroupement.objects.filter(
        groupement__in=groupements, role__in=DANS_LE_GROUPEMENT
    ).annotate(limites=ArrayAgg("lots", filter=Q(lots__isnull=False), default=[]))
    trouves: dict[Territoire, dict[int, OrganismeFormation]] = {territoire: {} for territoire in voulus}
    for membre in membres.select_related("organisme").order_by("organisme__nom", "organisme"):
        limites = () if membre.role == RoleGroupement.MANDATAIRE else membre.limites
        for lot, territoire in groupements[membre.groupement_id]:
            if territoire in voulus and (not limites or lot in limites):
                trouves[territoire][membre.organisme_id] = membre.organisme
    return {territoire: list(organismes.values()) for territoire, organismes in trouves.items()}

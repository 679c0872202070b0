"""Groups of intentions that could make a session together, read from the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models.functions import TruncDate

from intentions.models import IntentionEmbauche
from intentions.models.intention import IntentionQuerySet
from referentiels.queries.reglement import reglement_au
from sessions_formation.regles.regroupement import Besoin, Groupe, Reglage, regrouper

# Computed at each reading: that many intentions are read and grouped in well under two seconds.
EXAMINEES_MAX = 5_000


@dataclass(frozen=True, slots=True)
class Regroupements:
    """The groups, the best first; how many intentions were looked at, how many nothing joins, and whether there are
    more than could be looked at."""

    groupes: list[Groupe]
    examinees: int
    seules: int
    deborde: bool


def regroupements_de(intentions: IntentionQuerySet, *, le: date) -> Regroupements:
    """Group the ``EXAMINEES_MAX`` of these intentions that have waited longest (three queries)."""
    besoins = besoins_de(intentions.order_by("deposee_le", "pk")[: EXAMINEES_MAX + 1])
    examinees = besoins[:EXAMINEES_MAX]
    reglement = reglement_au(le)
    reglage = Reglage(
        postes_min=reglement.effectif_min,
        postes_max=reglement.regroupement_postes_max,
        ecart_jours=reglement.regroupement_ecart_jours,
    )
    groupes = regrouper(examinees, reglage=reglage)
    places = sum(len(groupe.besoins) for groupe in groupes)
    return Regroupements(groupes, len(examinees), len(examinees) - places, len(besoins) > EXAMINEES_MAX)


def besoins_de(intentions: IntentionQuerySet) -> list[Besoin]:
    """Read what grouping needs of intentions, nothing that names a person (one query)."""
    lignes = intentions.values_list(
        "pk",
        "employeur",
        "secteur",
        "nombre_postes",
        TruncDate("deposee_le"),
        "embauche_souhaitee",
        "metier",
        "metier__domaine",
        "commune",
        "commune__epci",
        "commune__arrondissement",
        "departement",
    )
    return [_besoin(ligne[:6], [code or "" for code in ligne[6:]]) for ligne in lignes]


def _besoin(faits: tuple[Any, ...], codes: list[str]) -> Besoin:
    pk, employeur, secteur, postes, deposee_le, embauche = faits
    metier, domaine, commune, epci, arrondissement, departement = codes
    return Besoin(
        id=pk,
        employeur=employeur,
        metier=metier,
        domaine=domaine,
        secteur=secteur,
        commune=commune,
        epci=epci,
        arrondissement=arrondissement,
        departement=departement,
        postes=postes,
        deposee_le=deposee_le,
        embauche_souhaitee=embauche,
    )


def intentions_des_groupes(groupes: Iterable[Groupe]) -> dict[int, IntentionEmbauche]:
    """Give what the cards of these groups show, members and neighbours, by id (one query).

    Their ids come from a perimeter already: what ``regroupements_de`` was given.
    """
    identifiants = {membre.id for groupe in groupes for membre in groupe.besoins}
    identifiants |= {proche.besoin.id for groupe in groupes for proche in groupe.proches}
    intentions = IntentionEmbauche.objects.pour_liste().select_related("secteur", "departement", "commune__epci")
    return {intention.pk: intention for intention in intentions.filter(pk__in=identifiants).order_by("pk")}

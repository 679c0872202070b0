"""Counts of people of a perimeter, from those added up hourly by session (``insertion.actions.agreger``)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from insertion.queries.resultats import SORTIE
from insertion.regles.resultats import COMPTES, additionner
from pilotage.queries.perimetre import Condition, cle_de, condition_de, lire
from pilotage.regles.perimetre import Axe, Perimetre

Comptes = Mapping[str, int]

COLONNES = {
    Axe.SECTEUR: "l.secteur_id",
    Axe.DEPARTEMENT: "c.departement_id",
    Axe.TERRITOIRE: "c.territoire_id",
    Axe.LOT: "s.lot_id",
    Axe.ORGANISME: "s.organisme_id",
}
# A session without a place is in no département.
TABLES = """
insertion_resultatagrege r
join sessions_formation_session s on s.id = r.session_id
join sessions_formation_lot l on l.id = s.lot_id
left join referentiels_commune c on c.code_insee = s.commune_id
"""
_SOMMES = ", ".join(f"sum(r.{nom})" for nom in COMPTES)


@dataclass(frozen=True, slots=True)
class Agreges:
    """Counts by line of an axis (as the database holds its keys), then by month, whatever the months asked for; and
    when they were added up."""

    par_mois: Mapping[Any, Mapping[date, Comptes]]
    calcule_le: datetime | None

    def lignes(self, perimetre: Perimetre) -> dict[Any, dict[str, int]]:
        """Give the counts of each line over the months of a perimeter; lines that have none in them are left out."""
        rendu = {}
        for cle, parts in self.par_mois.items():
            siens = [comptes for mois, comptes in parts.items() if perimetre.debut <= mois <= perimetre.fin]
            if siens:
                rendu[cle] = additionner(siens)
        return rendu

    @property
    def ensemble(self) -> dict[date, dict[str, int]]:
        """Counts of all the lines by month, in order."""
        reunis: dict[date, list[Comptes]] = {}
        for parts in self.par_mois.values():
            for mois, comptes in parts.items():
                reunis.setdefault(mois, []).append(comptes)
        return {mois: additionner(reunis[mois]) for mois in sorted(reunis)}


def mois_de(selon: str) -> str:
    """Give the column of the month one counts by: that of entries, or of exits."""
    return "r.mois_sortie" if selon == SORTIE else "r.mois_entree"


def conditions_des_agreges(
    perimetre: Perimetre, *, selon: str, sauf: Axe | None = None, mois: bool = True
) -> Condition:
    """Give what keeps the counts of a perimeter; without one of its criteria, or whatever their month."""
    colonne = mois_de(selon)
    morceaux, parametres = [f"{colonne} is not null"], []
    if mois:
        morceaux.append(f"{colonne} between %s and %s")
        parametres += [perimetre.debut, perimetre.fin]
    for axe, cle in perimetre.criteres.items():
        if axe != sauf and axe in COLONNES:
            condition = condition_de(axe, cle, colonne=COLONNES[axe])
            morceaux.append(condition.sql)
            parametres += condition.parametres
    return Condition(" and ".join(morceaux), tuple(parametres))


def agreges(perimetre: Perimetre, axe: Axe, *, selon: str) -> Agreges:
    """Read the counts of a perimeter by line of an axis and by month, all months (1 query)."""
    gardes = conditions_des_agreges(perimetre, selon=selon, mois=False)
    mois = mois_de(selon)
    colonne = COLONNES.get(axe, mois)
    sql = f"select {colonne}, {mois}, max(r.calcule_le), {_SOMMES} from {TABLES} where {gardes.sql} group by 1, 2"  # noqa: S608 - names of columns
    par_mois: dict[Any, dict[date, Comptes]] = {}
    instants = []
    for cle, un_mois, instant, *nombres in lire(sql, gardes.parametres):
        par_mois.setdefault(cle, {})[un_mois] = _comptes(nombres)
        instants.append(instant)
    return Agreges(par_mois, max(instants, default=None))


def croisement(perimetre: Perimetre, axe: Axe, filtre: Axe, *, selon: str) -> dict[str, dict[str, Comptes]]:
    """Read the counts by answer of one criterion, then by line of ``axe``, all the others kept (1 query)."""
    gardes = conditions_des_agreges(perimetre, selon=selon, sauf=filtre)
    colonne = COLONNES.get(axe, mois_de(selon))
    sql = f"select {COLONNES[filtre]}, {colonne}, {_SOMMES} from {TABLES} where {gardes.sql} group by 1, 2"  # noqa: S608 - names of columns
    cellules: dict[str, dict[str, Comptes]] = {}
    for reponse, cle, *nombres in lire(sql, gardes.parametres):
        cellules.setdefault(cle_de(reponse), {})[cle_de(cle)] = _comptes(nombres)
    return cellules


def _comptes(nombres: Sequence[Any]) -> Comptes:
    return dict(zip(COMPTES, map(int, nombres), strict=True))

"""A perimeter in SQL, over the facts of posts (``f``): one place for what figures count and what files they open."""

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from django.db import connections
from django.utils.formats import date_format

from noyau.listes import identifiant
from noyau.replique import base_de_lecture
from pilotage.regles.perimetre import Axe, Perimetre

# In an address, what stands for « none ».
AUCUN = "aucun"


class Decoupe(NamedTuple):
    """How an axis splits: its key, the table that names it, its key there and its words; words for those of none."""

    cle: str
    table: str
    pk: str
    nom: str
    aucun: str = "Non précisé"


FAITS_PAR = {
    Axe.SECTEUR: Decoupe("f.secteur_id", "referentiels_secteur", "code", "libelle"),
    Axe.DEPARTEMENT: Decoupe("f.departement_id", "referentiels_departement", "code", "nom"),
    Axe.TERRITOIRE: Decoupe("f.territoire_id", "referentiels_territoireefop", "code", "nom"),
    Axe.LOT: Decoupe(
        "f.lot_id",
        "sessions_formation_lot",
        "id",
        "'Lot ' || n.numero || ', ' || n.intitule",
        "Pas encore de session demandée",
    ),
    Axe.ORGANISME: Decoupe(
        "f.organisme_id", "referentiels_organismeformation", "id", "nom", "Pas encore de session demandée"
    ),
}
MOIS = Decoupe("f.mois", "", "", "")
_NUMEROS = {Axe.LOT, Axe.ORGANISME}


class Condition(NamedTuple):
    """A condition in SQL and its parameters."""

    sql: str
    parametres: tuple[Any, ...]


def conditions(perimetre: Perimetre, *, sauf: Axe | None = None, mois: bool = True) -> Condition:
    """Give what keeps the facts of a perimeter; without one of its criteria, or whatever their month."""
    morceaux, parametres = ["true"], []
    if mois:
        morceaux.append("f.mois between %s and %s")
        parametres += [perimetre.debut, perimetre.fin]
    for axe, cle in perimetre.criteres.items():
        if axe != sauf and axe in FAITS_PAR:
            condition = condition_de(axe, cle, colonne=FAITS_PAR[axe].cle)
            morceaux.append(condition.sql)
            parametres += condition.parametres
    return Condition(" and ".join(morceaux), tuple(parametres))


def condition_de(axe: Axe, cle: str, *, colonne: str) -> Condition:
    """Give what keeps one line of an axis, by its key as an address holds it; nothing when it can be no key."""
    if cle == AUCUN:
        return Condition(f"{colonne} is null", ())
    valeur = identifiant(cle) if axe in _NUMEROS else cle
    return Condition("false", ()) if valeur is None else Condition(f"{colonne} = %s", (valeur,))


def lire(sql: str, parametres: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Give the rows of one statement, read where statistics are."""
    with connections[base_de_lecture()].cursor() as curseur:
        curseur.execute(sql, parametres)
        return curseur.fetchall()


def noms(axe: Axe, cles: Sequence[Any]) -> dict[str, str]:
    """Give the words of the lines of an axis, in their order (1 query; none by month)."""
    if axe == Axe.MOIS:
        return {cle_de(cle): mois_en_mots(cle) for cle in sorted(cles)}
    decoupe = FAITS_PAR[axe]
    sql = f"select n.{decoupe.pk}, {decoupe.nom} from {decoupe.table} n where n.{decoupe.pk} = any(%s) order by 2, 1"  # noqa: S608 - names of columns
    lus = lire(sql, [[cle for cle in cles if cle is not None]])
    rendu = {cle_de(cle): nom[:1].upper() + nom[1:] for cle, nom in lus}
    return rendu | ({AUCUN: decoupe.aucun} if None in cles else {})


def cle_de(valeur: Any) -> str:
    """Give a key as an address holds it."""
    if valeur is None:
        return AUCUN
    return f"{valeur:%Y-%m}" if isinstance(valeur, date) else str(valeur)


def mois_en_mots(mois: date) -> str:
    """Give « Mars 2026 »."""
    return date_format(mois, "F Y").capitalize()


def criteres_de(perimetre: Perimetre, quoi: str, **plus: str) -> dict[str, str]:
    """Give the criteria of the files of a perimeter, as an address holds them."""
    return {
        "quoi": quoi,
        "debut": cle_de(perimetre.debut),
        "fin": cle_de(perimetre.fin),
        **{axe.value: cle for axe, cle in perimetre.criteres.items()},
        **plus,
    }


def criteres_de_la_ligne(axe: Axe, cle: str) -> dict[str, str]:
    """Give what narrows those criteria to one line of an axis."""
    return {"debut": cle, "fin": cle} if axe == Axe.MOIS else {axe.value: cle}

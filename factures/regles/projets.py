"""The drafts of one order: what is due, month after month, as an invoice or, when it is negative, as an avoir."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from factures.regles.repartition import Cellule, Deja, LigneDue, Part, Tarif, lignes_de, repartir
from referentiels.regles.montants import ZERO


@dataclass(slots=True)
class Compte:
    """Where an order stands: the cells due by composante, the prices of each, what was taken of each cell.

    ``prises``: (parcours, month) → price → hours invoiced. Drafts that the system prepared are left out: they are
    what is worked out here.
    """

    dues: dict[int, list[Cellule]] = field(default_factory=dict)
    tarifs: dict[int, list[Tarif]] = field(default_factory=dict)
    prises: dict[tuple[int, date], dict[Decimal, Decimal]] = field(default_factory=dict)


class Projet(NamedTuple):
    """A draft to write for a month: an avoir when ``montant`` (euros, before tax) is negative."""

    mois: date
    lignes: tuple[LigneDue, ...]

    @property
    def montant(self) -> Decimal:
        return sum((ligne.montant for ligne in self.lignes), ZERO)


class Projection(NamedTuple):
    """The drafts of an order by month; the hours left out at the last month, by composante: more than is ordered."""

    projets: dict[date, Projet]
    excedents: dict[int, Decimal]


def projeter(
    compte: Compte, mois: Collection[date], *, factures: Collection[date] = (), avoir_possible: bool = True
) -> Projection:
    """Return the drafts for ``mois``, in order: each takes what is due up to its month and no draft before it has.

    ``factures``: months that have their invoice already, what comes after them waits for the next. ``avoir_possible``:
    an invoice may be corrected; one avoir at a time. What adds up to nothing waits too. ``compte`` is used up.
    """
    projets: dict[date, Projet] = {}
    excedents: dict[int, Decimal] = {}
    for un in sorted(mois):
        excedents, lignes = _du_mois(compte, un)
        projet = Projet(un, tuple(lignes))
        if un in factures or not projet.montant or (projet.montant < 0 and not avoir_possible):
            continue
        avoir_possible = avoir_possible and projet.montant > 0
        projets[un] = projet
        _prendre(compte, projet)
    return Projection(projets, excedents)


def _du_mois(compte: Compte, mois: date) -> tuple[dict[int, Decimal], list[LigneDue]]:
    lignes: list[LigneDue] = []
    excedents: dict[int, Decimal] = {}
    for composante, cellules in compte.dues.items():
        tarifs = compte.tarifs[composante]
        parts, excedent = repartir([due for due in cellules if due.mois <= mois], tarifs, compte.prises)
        if excedent:
            excedents[composante] = excedent
        lignes += lignes_de(composante, parts, tarifs)
    return excedents, lignes


def _prendre(compte: Compte, projet: Projet) -> None:
    """Count a draft as invoiced, so that the next takes the rest."""
    prises: dict[tuple[int, date], Decimal] = {}
    for ligne in projet.lignes:
        compte.tarifs[ligne.composante] = [_apres(tarif, ligne) for tarif in compte.tarifs[ligne.composante]]
        for part in ligne.parts:
            cle = part.parcours, part.mois
            prises[cle] = prises.get(cle, ZERO) + part.heures
            _compter(compte.prises.setdefault(cle, {}), part)
    for composante, cellules in compte.dues.items():
        restent = [due.moins(prises.get(due.cle, ZERO)) for due in cellules]
        compte.dues[composante] = [due for due in restent if due.heures]


def _compter(prix: dict[Decimal, Decimal], part: Part) -> None:
    prix[part.prix] = prix.get(part.prix, ZERO) + part.heures


def _apres(tarif: Tarif, ligne: LigneDue) -> Tarif:
    if tarif.prix != ligne.prix:
        return tarif
    deja = Deja(tarif.deja.heures + ligne.quantite, tarif.deja.montant + ligne.montant)
    return Tarif(tarif.prix, tarif.reste - ligne.quantite, deja)

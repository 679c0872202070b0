"""Hours to invoice, taken at the prices they were ordered at, and never more than were (FAQ §7; decision 0047)."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from factures.regles.montants import montant_de_ligne
from referentiels.regles.montants import ZERO


class Cellule(NamedTuple):
    """Hours of one trainee and one month, still to be invoiced; negative when fewer are declared than invoiced."""

    parcours: int
    mois: date
    heures: Decimal

    @property
    def cle(self) -> tuple[int, date]:
        return self.parcours, self.mois

    def moins(self, heures: Decimal) -> "Cellule":
        """The same once ``heures`` of it are counted."""
        return Cellule(self.parcours, self.mois, self.heures - heures)


class Part(NamedTuple):
    """Part of a cell, at a price in euros."""

    prix: Decimal
    parcours: int
    mois: date
    heures: Decimal


class Deja(NamedTuple):
    """Hours and euros already invoiced of a composante at one price."""

    heures: Decimal = ZERO
    montant: Decimal = ZERO


class Tarif(NamedTuple):
    """One price of a composante: hours ordered at it and not invoiced yet, and what was."""

    prix: Decimal
    reste: Decimal
    deja: Deja = Deja()


class LigneDue(NamedTuple):
    """A line to write: hours and euros of a composante at one price, and the cells they come from."""

    composante: int
    prix: Decimal
    quantite: Decimal
    montant: Decimal
    parts: tuple[Part, ...]


def repartir(
    dues: Iterable[Cellule],
    tarifs: Iterable[Tarif],
    prises: Mapping[tuple[int, date], Mapping[Decimal, Decimal]],
) -> tuple[list[Part], Decimal]:
    """Return the parts of what is due of a composante, price by price, and the hours that exceed what is ordered.

    ``tarifs``: in the order hours are taken (the composante's own price, then those of its amendments). ``prises``:
    hours of each cell already invoiced, by price: what is given back is at the price it was taken at, the last
    first. Older months come first; what exceeds is left out, and comes by itself once it is ordered.
    """
    restes = {tarif.prix: tarif.reste for tarif in tarifs}
    parts: list[Part] = []
    cellules = sorted(dues, key=lambda due: (due.mois, due.parcours))
    for due in (cellule for cellule in cellules if cellule.heures < 0):
        for part in _rendre(due, list(restes), prises.get(due.cle, {})):
            restes[part.prix] = restes.get(part.prix, ZERO) - part.heures
            parts.append(part)
    _combler(restes)
    excedent = ZERO
    for due in (cellule for cellule in cellules if cellule.heures > 0):
        reste = due.heures
        for prix, libres in restes.items():
            prise = min(reste, libres)
            if prise > 0:
                parts.append(Part(prix, due.parcours, due.mois, prise))
                restes[prix] = libres - prise
                reste -= prise
        excedent += reste
    return parts, excedent


def _rendre(due: Cellule, prix: list[Decimal], prises: Mapping[Decimal, Decimal]) -> Iterable[Part]:
    """Give back the hours of a cell, the price taken last first."""
    a_rendre = -due.heures
    ordre = [p for p in reversed(prix) if p in prises] + [p for p in prises if p not in prix]
    for un in ordre:
        rendues = min(a_rendre, prises[un])
        if rendues > 0:
            yield Part(un, due.parcours, due.mois, -rendues)
            a_rendre -= rendues


def _combler(restes: dict[Decimal, Decimal]) -> None:
    """Where more is invoiced at a price than is ordered at it now, the others make up for it, the last first."""
    manque = -sum((reste for reste in restes.values() if reste < 0), ZERO)
    for prix in reversed(restes):
        if restes[prix] < 0:
            restes[prix] = ZERO
            continue
        pris = min(manque, restes[prix])
        restes[prix] -= pris
        manque -= pris


def lignes_de(composante: int, parts: Iterable[Part], tarifs: Iterable[Tarif]) -> list[LigneDue]:
    """Return the lines of a composante, one per price, in the order of ``tarifs``.

    A line whose hours add up to nothing (as many taken as given back) is not written: its cells stay due, and come
    with the next line at that price.
    """
    deja = {tarif.prix: tarif.deja for tarif in tarifs}
    par_prix: dict[Decimal, list[Part]] = {prix: [] for prix in deja}
    for part in parts:
        par_prix.setdefault(part.prix, []).append(part)
    lignes = []
    for prix, siennes in par_prix.items():
        quantite = sum((part.heures for part in siennes), ZERO)
        if quantite:
            avant = deja.get(prix, Deja())
            montant = montant_de_ligne(prix, quantite, heures_avant=avant.heures, montant_avant=avant.montant)
            lignes.append(LigneDue(composante, prix, quantite, montant, tuple(siennes)))
    return lignes

"""What one asks of a past period: several values at once, another price, other hours. Pure."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise
from typing import Any

from pilotage.impact import CHANGENT_UN_VERDICT
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.montants import arrondir

# What decides how a group is made: it changes no verdict, but what sessions could have been opened.
FONT_LES_GROUPES = ("regroupement_postes_max", "regroupement_ecart_jours")
REJOUABLES = (*CHANGENT_UN_VERDICT, *FONT_LES_GROUPES)
CENT = Decimal(100)


@dataclass(frozen=True, slots=True)
class Question:
    """The values of the replay. ``valeurs``: dated values by code (units: ``CODES``); ``prix_lots``: euros per hour,
    by lot (pk), which win over ``prix_pour_cent``; both per cents are signed (10 means ten per cent more)."""

    valeurs: Mapping[str, Decimal] = field(default_factory=dict)
    prix_pour_cent: Decimal = Decimal(0)
    heures_pour_cent: Decimal = Decimal(0)
    prix_lots: Mapping[int, Decimal] = field(default_factory=dict)

    @property
    def vide(self) -> bool:
        """Nothing is changed: there is nothing to replay."""
        return not (self.valeurs or self.prix_pour_cent or self.heures_pour_cent or self.prix_lots)

    def prix(self, lot: int, prix: Decimal) -> Decimal:
        """Give the price of the hour, in euros at the cent, that stands for ``prix`` on this lot."""
        if lot in self.prix_lots:
            return self.prix_lots[lot]
        return arrondir(prix * (CENT + self.prix_pour_cent) / CENT) if self.prix_pour_cent else prix

    def heures(self, heures: int) -> int:
        """Give the whole hours that stand for ``heures``, half up."""
        if not self.heures_pour_cent:
            return heures
        return int((heures * (CENT + self.heures_pour_cent) / CENT).quantize(Decimal(1), ROUND_HALF_UP))

    def montant(self, lot: int, *, parcours: int, heures: int, prix: Decimal) -> Decimal:
        """Give what ``parcours`` of ``heures`` each at ``prix`` would cost on this lot, in euros (domaine.md §5)."""
        return arrondir(parcours * self.heures(heures) * self.prix(lot, prix))

    def en_json(self) -> dict[str, Any]:
        """Give it as a column keeps it: numbers as text, keys in order."""
        return {
            "valeurs": {code: texte(valeur) for code, valeur in sorted(self.valeurs.items())},
            "prix_pour_cent": texte(self.prix_pour_cent),
            "heures_pour_cent": texte(self.heures_pour_cent),
            "prix_lots": {str(lot): texte(prix) for lot, prix in sorted(self.prix_lots.items())},
        }

    @classmethod
    def de_json(cls, ecrite: Mapping[str, Any]) -> "Question":
        """Read it back."""
        return cls(
            valeurs={code: Decimal(valeur) for code, valeur in ecrite["valeurs"].items()},
            prix_pour_cent=Decimal(ecrite["prix_pour_cent"]),
            heures_pour_cent=Decimal(ecrite["heures_pour_cent"]),
            prix_lots={int(lot): Decimal(prix) for lot, prix in ecrite["prix_lots"].items()},
        )


def texte(valeur: Decimal) -> str:
    """Give a number in the one way it is written here: 9, 9.5."""
    return f"{valeur.normalize():f}"


def empreinte(debut: date, fin: date, question: Question) -> str:
    """Give what tells that two questions are the same: the SHA-256 of the period and of the values."""
    ecrite = json.dumps([debut.isoformat(), fin.isoformat(), question.en_json()], sort_keys=True)
    return hashlib.sha256(ecrite.encode()).hexdigest()


def jours_de_regroupement(debut: date, fin: date) -> list[date]:
    """Give the days when what waits is looked at: the last of each month of the period, and its own last day."""
    premiers = [ajouter_mois(debut.replace(day=1), rang) for rang in range(mois_entre(debut, fin) + 2)]
    return [min(suivant - timedelta(days=1), fin) for _, suivant in pairwise(premiers)]


def mois_entre(debut: date, fin: date) -> int:
    """Give how many months separate the months of two days."""
    return (fin.year - debut.year) * 12 + fin.month - debut.month

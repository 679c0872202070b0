"""What a replay adds and takes off, in sessions, parcours and euros: by lot, sector and département. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from pilotage.regles.rejeu import Question
from pilotage.regles.rejeu_groupes import Possible
from pilotage.regles.rejeu_lots import Ajout, LotRejoue, Moyennes, Place, placer
from referentiels.regles.montants import ZERO

BAS, HAUT = 0, 1


class Genre(StrEnum):
    """What a session of the replay comes from, or what becomes of one that was asked for."""

    GROUPE = "groupe"
    REGAGNEE = "regagnee"
    REGAGNEE_DEROGATION = "regagnee_derogation"
    PERDUE = "perdue"
    ATTENTE_GAGNEE = "attente_gagnee"
    ATTENTE_PERDUE = "attente_perdue"


REGAGNEES = frozenset({Genre.REGAGNEE, Genre.REGAGNEE_DEROGATION})


class Demande(NamedTuple):
    """A request for a session whose fate changes. ``heures`` and ``prix`` may not be known."""

    pk: int
    genre: Genre
    jour: date
    lot: int
    secteur: str
    departement: str
    parcours: int
    heures: int | None
    prix: Decimal | None


class LigneCommande(NamedTuple):
    """One line ordered: for an amendment ``parcours`` is 0 and ``heures`` those of all the parcours together."""

    session: int
    lot: int
    parcours: int
    heures: int
    prix: Decimal
    montant: Decimal


class Commandes:
    """What the sessions of the period were ordered for, and what they would be, in euros by lot."""

    def __init__(self, lignes: Iterable[LigneCommande], question: Question, perdues: Iterable[int]) -> None:
        perdues = frozenset(perdues)
        self.reel: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
        self.rejoue: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
        self.perdu: defaultdict[int, Decimal] = defaultdict(lambda: ZERO)
        for ligne in lignes:
            self.reel[ligne.lot] += ligne.montant
            if ligne.session in perdues:
                self.perdu[ligne.lot] += ligne.montant
            else:
                self.rejoue[ligne.lot] += question.montant(
                    ligne.lot, parcours=ligne.parcours or 1, heures=ligne.heures, prix=ligne.prix
                )

    def en_plus(self, lot: int) -> Decimal:
        """Give what the orders of the period would cost in addition on a lot, signed."""
        return self.rejoue[lot] - self.reel[lot]


class Chiffrage:
    """New groups and regained requests put on lots, at the low and at the high of the hours lent."""

    def __init__(
        self, question: Question, lots: Mapping[int, LotRejoue], moyennes: Moyennes, commandes: Commandes
    ) -> None:
        self._question, self._lots, self._moyennes, self._commandes = question, lots, moyennes, commandes

    def chiffrer(self, groupes: Sequence[Possible], demandes: Sequence[Demande]) -> list[dict[str, Any]]:
        """Give one line per origin, lot, sector and département (lot 0: no lot could have borne it).

        ``haut`` counts what a lot's maximum lets in, at the high of the hours; ``bas`` the same at the low, requests
        that still needed a derogation left out; ``hors``: what no maximum lets in.
        """
        bas, haut = (self._placer(groupes, demandes, borne) for borne in (BAS, HAUT))
        lignes: dict[tuple[str, int, str, str], dict[str, Any]] = defaultdict(_ligne)
        tout: list[Possible | Demande] = [*groupes, *demandes]
        for rang, quoi in enumerate(tout):
            genre = quoi.genre if isinstance(quoi, Demande) else Genre.GROUPE
            parcours = quoi.parcours if isinstance(quoi, Demande) else quoi.postes
            lot, _ = haut.prises.get(rang) or haut.refusees.get(rang) or (0, ZERO)
            ligne = lignes[genre.value, lot, quoi.secteur, quoi.departement]
            if rang in haut.prises:
                ligne["haut"] += 1
                ligne["parcours_haut"] += parcours
                ligne["euros_haut"] += haut.prises[rang][1]
            elif rang in haut.refusees:
                ligne["hors"] += 1
                ligne["euros_hors"] += haut.refusees[rang][1]
            else:
                ligne["sans_lot"] += 1
            if rang in bas.prises and rang in haut.prises:
                ligne["bas"] += 1
                ligne["parcours_bas"] += parcours
                ligne["euros_bas"] += bas.prises[rang][1]
        return [
            {"genre": genre, "lot": lot, "secteur": secteur, "departement": departement, **ligne}
            for (genre, lot, secteur, departement), ligne in sorted(lignes.items())
        ]

    def _placer(self, groupes: Sequence[Possible], demandes: Sequence[Demande], borne: int) -> Place:
        ajouts = [
            Ajout(groupe.jour, rang, self._euros_du_groupe(groupe, borne)) for rang, groupe in enumerate(groupes)
        ]
        for rang, demande in enumerate(demandes, start=len(groupes)):
            if borne == HAUT or demande.genre == Genre.REGAGNEE:
                ajouts.append(Ajout(demande.jour, rang, self._euros_de_la_demande(demande)))
        return placer(ajouts, self._lots, en_plus=self._commandes.en_plus)

    def _euros_du_groupe(self, groupe: Possible, borne: int) -> dict[int, Decimal]:
        euros = {}
        for lot in self._lots.values():
            couvre = lot.couvre(groupe.secteur, groupe.departement, groupe.jour)
            prix, trouvees = lot.prix_au(groupe.jour), self._moyennes.de(lot)
            if couvre and prix is not None and trouvees is not None:
                _, heures = trouvees
                euros[lot.pk] = self._question.montant(lot.pk, parcours=groupe.postes, heures=heures[borne], prix=prix)
        return euros

    def _euros_de_la_demande(self, demande: Demande) -> dict[int, Decimal]:
        if demande.heures is None or demande.prix is None:
            return {}
        montant = self._question.montant(
            demande.lot, parcours=demande.parcours, heures=demande.heures, prix=demande.prix
        )
        return {demande.lot: montant}


def _ligne() -> dict[str, Any]:
    nombres = ("bas", "haut", "parcours_bas", "parcours_haut", "hors", "sans_lot")
    return {**dict.fromkeys(nombres, 0), **dict.fromkeys(("euros_bas", "euros_haut", "euros_hors"), ZERO)}

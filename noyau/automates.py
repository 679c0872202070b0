"""State machines: one table per model, shared by the buttons, the actions and the database itself.

A state changes only by crossing its table (``ModeleAutomate.franchir``); the journal line is written in the
same breath. The same table generates the trigger by which PostgreSQL refuses any other change, raw SQL included.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pgtrigger
from django.db import connection, models

from noyau.erreurs import TransitionImpossible
from noyau.horloge import maintenant
from noyau.journal import LigneJournal, nom_de


@dataclass(frozen=True, slots=True)
class Passage:
    """One transition: where it may start, where it leads, and the words people read in the history."""

    departs: frozenset[str]
    arrivee: str
    libelle: str


class Automate:
    """A table of transitions. ``table`` maps a transition's code to its ``Passage``."""

    def __init__(self, table: Mapping[str, Passage]) -> None:
        self.table = dict(table)

    def permet(self, transition: str, depart: str) -> bool:
        """Tell whether ``transition`` may be crossed from the state ``depart``."""
        return depart in self.table[transition].departs

    def arrivee(self, transition: str, depart: str) -> str:
        """Give the state ``transition`` leads to, or raise ``TransitionImpossible``."""
        if not self.permet(transition, depart):
            raise TransitionImpossible(
                "Cette action n’est plus possible : le dossier a changé d’état entre-temps. "
                "Rechargez la page pour voir où il en est."
            )
        return self.table[transition].arrivee

    def possibles(self, depart: str) -> set[str]:
        """Give the transitions open from ``depart``: what the buttons of a page are made of."""
        return {transition for transition in self.table if self.permet(transition, depart)}

    def garde(self) -> pgtrigger.FSM:
        """Give the database trigger that refuses any change of state outside the table."""
        couples = sorted(
            {(depart, p.arrivee) for p in self.table.values() for depart in p.departs if depart != p.arrivee}
        )
        return pgtrigger.FSM(name="automate", field="statut", transitions=couples)


class ModeleAutomate(models.Model):
    """A model whose ``statut`` changes only through ``franchir``."""

    automate: Automate

    class Meta:
        abstract = True

    def franchir(self, transition: str, *, par, motif: str = "", **champs) -> LigneJournal:
        """Cross ``transition``, save ``champs`` with it and write the journal line.

        ``par`` is the person who acts, or None when the system does. ``motif`` is what they wrote and will be read
        in the history. Raises ``TransitionImpossible`` when the table does not allow it from the present state.
        """
        if not connection.in_atomic_block:
            raise RuntimeError("franchir() s'appelle dans une transaction.")
        ligne = self.preparer_passage(transition, par=par, motif=motif, **champs)
        self.save(update_fields=["statut", *champs])
        ligne.save()
        return ligne

    def preparer_passage(self, transition: str, *, par, motif: str = "", **champs) -> LigneJournal:
        """Cross ``transition`` in memory and give the journal line to write, for who inserts many objects at once.

        Same errors as ``franchir``. Writing both in one transaction is up to whoever calls.
        """
        depart, self.statut = self.statut, self.automate.arrivee(transition, self.statut)
        for nom, valeur in champs.items():
            setattr(self, nom, valeur)
        return LigneJournal(
            objet_type=self._meta.label_lower,
            objet_id=self.pk,
            transition=transition,
            libelle=self.automate.table[transition].libelle,
            depart=depart,
            arrivee=self.statut,
            par=par,
            par_nom=nom_de(par),
            motif=motif,
            le=maintenant(),
        )

    @property
    def historique(self):
        """The journal of this object, newest first."""
        return LigneJournal.objects.de(self)

    @property
    def transitions_possibles(self) -> set[str]:
        """The transitions open from the present state."""
        return self.automate.possibles(self.statut)

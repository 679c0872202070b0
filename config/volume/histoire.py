"""The journal of what is made up: each line as the acts would have written it, at the instants they had."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone

from comptes.models import Utilisateur
from noyau.automates import Automate
from noyau.journal import LigneJournal, nom_de


def instant(jour: date, minutes: int) -> datetime:
    """An instant of that day, some minutes after eight in the morning."""
    return timezone.make_aware(datetime.combine(jour, time(8)) + timedelta(minutes=minutes % 600))


def raconter(
    objet: models.Model,
    automate: Automate,
    transitions: Sequence[str],
    *,
    depart: str,
    instants: Iterable[datetime],
    par: Utilisateur,
) -> list[LigneJournal]:
    """Give the lines of a life, one per transition; ``par`` crossed the first one, the service the others.

    Raises ``TransitionImpossible`` for a life the table does not allow.
    """
    lignes = []
    for rang, (transition, le) in enumerate(zip(transitions, instants, strict=False)):
        auteur = None if rang else par
        arrivee = automate.arrivee(transition, depart)
        lignes.append(
            LigneJournal(
                objet_type=objet._meta.label_lower,
                objet_id=objet.pk,
                transition=transition,
                libelle=automate.table[transition].libelle,
                depart=depart,
                arrivee=arrivee,
                par=auteur,
                par_nom=nom_de(auteur),
                le=le,
            )
        )
        depart = arrivee
    return lignes


def arrivee(automate: Automate, transitions: Sequence[str], *, depart: str) -> str:
    """Give the state a life leads to."""
    for transition in transitions:
        depart = automate.arrivee(transition, depart)
    return depart

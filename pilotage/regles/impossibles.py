"""What can never be, in words: one invariant, what it costs when it is broken, who mends it and how.

The queries that look for each are in ``pilotage.queries.impossibles``; why a database that refuses most of this is
still read every night is told in docs/decisions/0059.
"""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

# What is shown of an impossible thing: the first of its files. Their number is always whole.
CLES_MAX = 50


class Concerne(StrEnum):
    """Who mends it: a group of officers, by its name (config.groupes), or who keeps the service running."""

    ACHAT = "Agents d’achat"
    CHEFS = "Chefs d’unité"
    MARCHES = "Gestion des marchés"
    FINANCES = "Finances"
    EXPLOITATION = "Exploitation du service"


class Theme(StrEnum):
    """Under which title the list shows it."""

    INTENTIONS = "Intentions d’embauche"
    SESSIONS = "Sessions et commandes"
    PARCOURS = "Parcours des stagiaires"
    SUIVI = "Suivi et embauches"
    HEURES = "Heures"
    FACTURES = "Factures"
    AIDES = "Aides après l’embauche"
    PERSONNES = "Données personnelles"
    SERVICE = "Courriels, lettres, numéros et réglages"
    JOURNAL = "Journal"


class Instant(NamedTuple):
    """The day and the instant a hunt is led at: what a query may know of time."""

    le: date
    maintenant: datetime


class Invariant(NamedTuple):
    """One thing that never is. ``jamais``, ``pourquoi`` and ``que_faire`` are sentences for officers.

    ``modele``: the label of the files whose keys ``requete`` gives: SQL with a column ``id``, that may use ``%(le)s``
    and ``%(maintenant)s``, or what makes a queryset of one column for an ``Instant``.
    """

    cle: str
    theme: Theme
    concerne: Concerne
    modele: str
    jamais: str
    pourquoi: str
    que_faire: str
    requete: str | Callable[[Instant], Any]


class Trouvaille(NamedTuple):
    """What a hunt found of one invariant: how many, the first keys, how long it took (seconds).

    ``erreur``: it could not be read, and why; what was known of it then stays as it was.
    """

    cle: str
    nombre: int = 0
    cles: tuple[int, ...] = ()
    secondes: float = 0.0
    erreur: str = ""


def par_theme(invariants: Iterable[Invariant]) -> dict[Theme, list[Invariant]]:
    """Give the invariants under their titles, in the order of the titles."""
    tous = list(invariants)
    return {theme: [lui for lui in tous if lui.theme == theme] for theme in Theme}

"""When a step of participation may be held, and when people are reminded of it."""

from collections.abc import Container, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from referentiels.regles.typographie import composer

# A jury or a last interview comes soon after the session; later, the year is mistyped (choice).
APRES_LA_SESSION = timedelta(days=92)
SANS_FIN_CONNUE = timedelta(days=550)
RAPPEL_JOURS_OUVRES = 2


@dataclass(frozen=True, slots=True)
class Creneau:
    """When and where: two aware instants, the place, what else those invited should know."""

    debut: datetime
    fin: datetime
    lieu: str
    precisions: str = ""


class Obstacle(NamedTuple):
    """The field of the form it is about, and the sentence."""

    champ: str
    phrase: str


def obstacles(creneau: Creneau, *, fin_session: date | None, maintenant: datetime) -> Iterator[Obstacle]:
    """Say what forbids this time: an end before its start, an hour gone by, a day beyond reason.

    ``fin_session`` is the last day of the session, None while it is not fixed.
    """
    if creneau.fin <= creneau.debut:
        yield Obstacle("fin", "L’heure de fin vient après celle du début.")
    if creneau.debut <= maintenant:
        yield Obstacle("jour", composer("Ce moment est déjà passé : choisissez-en un à venir."))
    dernier = fin_session + APRES_LA_SESSION if fin_session else maintenant.date() + SANS_FIN_CONNUE
    if creneau.debut.date() > dernier:
        fin = "plus de trois mois après la fin de la session" if fin_session else "dans plus d’un an et demi"
        yield Obstacle("jour", composer(f"Ce jour est {fin} : vérifiez l’année."))


def rappel_du(jour: date, *, annoncee: date, le: date, feries: Container[date]) -> bool:
    """Tell whether people invited on ``annoncee`` to a step of ``jour`` are due a reminder on ``le``.

    Two working days before; later if that day was missed, never on the day itself; not when the invitation itself came
    as late as the reminder would.
    """
    if not le < jour:
        return False
    proche = jours_ouvres_ecoules(le, jour, feries=feries) <= RAPPEL_JOURS_OUVRES
    return proche and jours_ouvres_ecoules(annoncee, jour, feries=feries) > RAPPEL_JOURS_OUVRES

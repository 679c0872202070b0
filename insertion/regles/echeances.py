"""When a person's situation is asked after a training, and when it is asked again (domaine.md §6)."""

from collections.abc import Collection, Container, Mapping
from datetime import date, timedelta
from typing import NamedTuple

from referentiels.regles.jours_ouvres import ajouter_jours_ouvres, est_ouvre
from referentiels.regles.mois import ajouter_mois

MOIS = (0, 1, 3, 6)
QUESTION, RAPPEL, SECOND_RAPPEL, REMONTEE = range(4)
# After a stop of the service, what is late does not follow too close on the letter before. In an ordinary year two
# letters are never that near, so that this moves nothing.
ECART_MINIMAL = timedelta(days=3)


class Delais(NamedTuple):
    """Days after the date of a follow-up: first reminder, second one, and when it goes up the line."""

    rappel: int
    second_rappel: int
    remontee: int

    def du_rang(self, rang: int) -> int:
        """Give the days of a rank (the question itself is due on the date)."""
        return (0, *self)[rang]


def echeances(sorti_le: date) -> dict[int, date]:
    """Give, for 0, 1, 3 and 6 months, the day the situation is asked; the last day of a shorter month.

    Inputs and outputs are calendar days; source: domaine.md §6.
    """
    return {mois: ajouter_mois(sorti_le, mois) for mois in MOIS}


def jour_de(prevu_le: date, rang: int, *, delais: Delais, feries: Container[date]) -> date:
    """Give the day a letter of this rank leaves: the first worked one on or after the day it falls due."""
    du = prevu_le + timedelta(days=delais.du_rang(rang))
    return du if est_ouvre(du, feries) else ajouter_jours_ouvres(du, 1, feries=feries)


def rang_du(
    prevu_le: date, envoyees: Mapping[int, date], *, delais: Delais, le: date, rang_max: int = SECOND_RAPPEL
) -> int | None:
    """Give the rank of the one letter due on the worked day ``le`` to a source that has not answered, or None.

    ``envoyees`` maps the ranks already sent to their days. *(choice)* One letter at a time: after a stop, the highest
    rank that is due leaves and those below never do, so that nobody gets three letters on one morning. It goes up the
    line only when somebody was asked: where nothing left yet, the question does first.
    """
    dus = [rang for rang in range(rang_max + 1) if prevu_le + timedelta(days=delais.du_rang(rang)) <= le]
    if not dus:
        return None
    rang = dus[-1]
    if not envoyees:
        return min(rang, SECOND_RAPPEL)
    if max(envoyees) >= rang or le - max(envoyees.values()) < ECART_MINIMAL:
        return None
    return rang


def est_epuise(prevu_le: date, *, delais: Delais, le: date) -> bool:
    """Say whether the last day anything is asked for a follow-up has come: nothing announced is left to send."""
    return prevu_le + timedelta(days=delais.remontee) <= le


def relances_dues(
    prevu_le: date,
    *,
    muettes: Collection[str],
    envoyees: Mapping[str, Mapping[int, date]],
    delais: Delais,
    le: date,
    feries: Container[date],
) -> dict[str, int]:
    """Give, for each source to be written to on ``le``, the rank of its letter; nothing on a day that is not worked.

    ``muettes`` are those that may be asked and have not answered: who unsubscribed, or has no address, is not one.
    What goes up the line is not here: see ``remonte``.
    """
    if not est_ouvre(le, feries):
        return {}
    rangs = {source: rang_du(prevu_le, envoyees.get(source, {}), delais=delais, le=le) for source in muettes}
    return {source: rang for source, rang in rangs.items() if rang is not None}


def remonte(
    prevu_le: date,
    *,
    joignable: bool,
    envoyees: Mapping[int, date],
    delais: Delais,
    le: date,
    feries: Container[date],
) -> bool:
    """Say whether a follow-up its referent has not answered goes up the line on ``le``.

    *(choice)* Only the referent has somebody above: it follows the person until the return to employment (PRES). One
    who cannot be written to (``joignable`` False) is told of to those above without being asked.
    """
    if not est_ouvre(le, feries) or not est_epuise(prevu_le, delais=delais, le=le):
        return False
    if not joignable:
        return REMONTEE not in envoyees
    return rang_du(prevu_le, envoyees, delais=delais, le=le, rang_max=REMONTEE) == REMONTEE

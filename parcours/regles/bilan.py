"""When the report of a session is due, and until when it is corrected."""

from datetime import date, timedelta

# *(choice)* Read by then: figures that others have quoted do not move any more.
CORRIGER_JOURS = 30
RAPPEL_JOURS = 14
# Nobody is asked about a session older than that, after a long stop for instance.
DEMANDER_JOURS = 90


def corrigeable_jusqu_au(remis_le: date) -> date:
    """Give the last day on which a report handed in on ``remis_le`` is corrected."""
    return remis_le + timedelta(days=CORRIGER_JOURS)


def manques(*, sortis: int, presentes: int | None, certifies: int | None) -> dict[str, str]:
    """Say what is wrong with the numbers of a report, by field: no more presented than leavers, nor certified than
    presented (people; None is unknown)."""
    if presentes is not None and presentes > sortis:
        return {"presentes": f"Pas plus que le nombre de personnes sorties de la session : {sortis}."}
    if certifies is not None and presentes is None:
        return {"presentes": "Dites aussi combien se sont présentés."}
    if certifies is not None and presentes is not None and certifies > presentes:
        return {"certifies": f"Pas plus que le nombre de présentés : {presentes}."}
    return {}

"""Reading the invariants, one query each, where statistics are read."""

from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import Any

from django.db import DatabaseError, connections, transaction

from noyau.replique import base_de_lecture
from pilotage.models import ConstatImpossible
from pilotage.queries.impossibles import INVARIANTS
from pilotage.regles.impossibles import CLES_MAX, Instant, Invariant, Trouvaille
from referentiels.regles.reglement import BaremeIncomplet

# Half of a night's minute for one of them: past it, something is wrong with the query or the database.
SECONDES_MAX = 30


def chercher(instant: Instant, invariants: Iterable[Invariant] = INVARIANTS) -> Iterator[Trouvaille]:
    """Give what each invariant finds at ``instant``, one query each, nothing written.

    One that cannot be read says so in ``erreur`` (the name of what went wrong) and does not stop the others.
    """
    base = base_de_lecture()
    for invariant in invariants:
        depart = perf_counter()
        try:
            with transaction.atomic(using=base), connections[base].cursor() as curseur:
                curseur.execute("SELECT set_config('statement_timeout', %s, true)", [f"{SECONDES_MAX}s"])
                curseur.execute(*_requete(invariant, instant, base))
                lues = curseur.fetchall()
                curseur.execute("SELECT set_config('statement_timeout', '0', true)")
        except (DatabaseError, BaremeIncomplet) as erreur:
            yield Trouvaille(invariant.cle, secondes=perf_counter() - depart, erreur=type(erreur).__name__)
            continue
        nombre = lues[0][1] if lues else 0
        yield Trouvaille(invariant.cle, nombre, tuple(cle for cle, _ in lues), perf_counter() - depart)


def ouverts() -> dict[str, int]:
    """Give how many files each invariant is broken on, as the last hunt left it: nothing when all hold (1 query)."""
    constats = ConstatImpossible.objects.filter(disparu_le=None).order_by("invariant")
    return dict(constats.values_list("invariant", "nombre"))


def _requete(invariant: Invariant, instant: Instant, base: str) -> tuple[str, Any]:
    """Give the query that reads the first keys and counts all, with its values."""
    if callable(invariant.requete):
        sql, valeurs = invariant.requete(instant).using(base).query.sql_with_params()
        return _borner(sql, "q(id)"), valeurs
    valeurs = {"le": instant.le, "maintenant": instant.maintenant}
    return _borner(invariant.requete, "q"), valeurs


def _borner(sql: str, alias: str) -> str:
    return (
        f"SELECT id, count(*) OVER () FROM (SELECT DISTINCT id FROM ({sql}) AS {alias}) AS u "  # noqa: S608
        f"ORDER BY id LIMIT {CLES_MAX}"
    )

"""Several people at one instant, each on a real connection of their own."""

import re
from collections.abc import Callable, Sequence
from threading import Barrier, Thread

from django.db import connection
from django.test.utils import CaptureQueriesContext

VERROU = re.compile(r'FOR (?:NO KEY )?UPDATE OF "(\w+)"')


def ensemble(actes: Sequence[Callable[[], object]]) -> list[object]:
    """Start every act at the same instant, each on its own connection; give what each returned or raised, in order."""
    depart, rendus = Barrier(len(actes)), [None] * len(actes)

    def jouer(rang, acte):
        try:
            connection.ensure_connection()
            depart.wait()
            rendus[rang] = acte()
        except Exception as erreur:  # noqa: BLE001 what it is is what the test looks at
            rendus[rang] = erreur
        finally:
            connection.close()

    fils = [Thread(target=jouer, args=(rang, acte)) for rang, acte in enumerate(actes)]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return rendus


def noms(rendus: Sequence[object]) -> list[str]:
    """Give the names of the types of what was returned or raised, sorted."""
    return sorted(type(rendu).__name__ for rendu in rendus)


def verrous(requetes: CaptureQueriesContext) -> list[str]:
    """Give the tables whose rows were locked, in the order they were."""
    return [trouve[1] for requete in requetes if (trouve := VERROU.search(requete["sql"]))]

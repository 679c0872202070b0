"""Nothing impossible in the demonstration, and every impossible datum is found: mixed into the class that loads it."""

from datetime import UTC, datetime

from django.db import connection, transaction

from pilotage.queries.impossibles import INVARIANTS, PAR_CLE
from pilotage.queries.impossibles.lecture import chercher
from pilotage.regles.impossibles import Instant
from tests.demo.constance import LE
from tests.demo.injections import INJECTIONS
from tests.demo.injections_autres import AUTRES, SANS_RIEN

INSTANT = Instant(LE, datetime(LE.year, LE.month, LE.day, 9, tzinfo=UTC))
# Guards of the database that are neither a key nor a trigger.
_GARDES = """
    SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) FROM pg_constraint
    WHERE contype IN ('c', 'u', 'x') AND conrelid <> 0 AND connamespace = 'public'::regnamespace
    UNION ALL
    SELECT format('DROP INDEX %s', i.indexrelid::regclass) FROM pg_index i
    JOIN pg_class c ON c.oid = i.indexrelid AND c.relnamespace = 'public'::regnamespace
    WHERE i.indisunique AND NOT EXISTS (SELECT FROM pg_constraint p WHERE p.conindid = i.indexrelid)
"""


def baisser_les_gardes() -> None:
    """Take triggers, checks and unique indexes away until the end of this transaction."""
    with connection.cursor() as curseur:
        # What waits for the end of the transaction is checked now: no table is changed before.
        curseur.execute("SET CONSTRAINTS ALL IMMEDIATE")
        curseur.execute(_GARDES)
        curseur.execute(";".join(ordre for (ordre,) in curseur.fetchall()))
        curseur.execute("SET LOCAL session_replication_role = replica")


def trouver_apres(injection: str, cle: str) -> int:
    """Give how many files an invariant is broken on once its impossible datum is written; nothing of it stays."""
    with transaction.atomic():
        with connection.cursor() as curseur:
            curseur.execute(injection)
        (trouvaille,) = chercher(INSTANT, [PAR_CLE[cle]])
        transaction.set_rollback(True)
    return trouvaille.nombre


class NeMontreRienDImpossible:
    """Read only, as its neighbours: what is injected is undone."""

    def test_demo_n_a_rien_d_impossible(self):
        trouvailles = list(chercher(INSTANT))

        assert [une for une in trouvailles if une.nombre or une.erreur] == []
        assert len(trouvailles) == len(INVARIANTS) == len(PAR_CLE)

    def test_chaque_donnee_impossible_est_trouvee(self):
        assert set(INJECTIONS) == set(PAR_CLE)
        baisser_les_gardes()
        injections = [*INJECTIONS.items(), *AUTRES]
        manquees = [(cle, injection) for cle, injection in injections if not trouver_apres(injection, cle)]

        assert manquees == []
        assert [trouver_apres(injection, cle) for cle, injection in SANS_RIEN] == [0, 0]

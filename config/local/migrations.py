"""What the SQL of new migrations would lock, told by squawk: part of `make qualite`.

A migration runs while the former code serves people: whatever holds a table closed, or takes from the former code
what it still reads, is refused here. docs/exploitation/mise-a-jour.md says how to write it otherwise.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

from config.local.serveurs import assurer

# The last migration of each app that was written before this check: those after are read.
SOCLE = {
    "noyau": 13, "referentiels": 11, "comptes": 2, "intentions": 12, "stagiaires": 5, "sessions_formation": 20,
    "parcours": 3, "insertion": 5, "heures": 1, "aides": 6, "factures": 3, "comites": 2, "pilotage": 1,
}  # fmt: skip
# What squawk prefers and Django decides: the type of a key, the width of a number or of a text. How long a statement
# may wait is set by our own `migrate`, and each migration is done once.
ECARTEES = (
    "prefer-bigint-over-int", "prefer-bigint-over-smallint", "prefer-identity", "prefer-text-field",
    "prefer-robust-stmts", "require-timeout-settings",
)  # fmt: skip
PG = "15.0"
# What was read, and accepted: why it stops nobody. A new line here is a decision, to be argued in its commit.
ACCEPTEES = {
    "pilotage.0004_arret_et_instant_du_compte": "La table naît dans la même version : rien en service ne l’écrit.",
    "referentiels.0012_enquete": "Quelques milliers de lignes de l’enquête BMO, qu’une commande seule écrit.",
}


def numero(nom: str) -> int:
    """The number a migration's name begins with."""
    return int(nom.split("_", 1)[0])


def sql_des_nouvelles(socle: dict[str, int]) -> Iterator[tuple[str, bool, str]]:
    """Give (« app.name », does it run in a transaction, its SQL) for each migration after ``socle``."""
    from django.core.management import call_command
    from django.db import connection
    from django.db.migrations.loader import MigrationLoader

    migrations = MigrationLoader(connection, replace_migrations=False).disk_migrations
    for app, nom in sorted(migrations):
        if app in socle and numero(nom) > socle[app]:
            sortie = StringIO()
            call_command("sqlmigrate", app, nom, stdout=sortie, no_color=True)
            yield f"{app}.{nom}", migrations[app, nom].atomic, sortie.getvalue()


def juger(nom: str, sql: str, *, en_transaction: bool) -> str:
    """Give what squawk finds wrong in the SQL of one migration; nothing when all is well."""
    # Django says BEGIN and COMMIT itself; squawk is told whether there is a transaction.
    lignes = [ligne for ligne in sql.splitlines() if ligne.strip() not in {"BEGIN;", "COMMIT;"}]
    commande: list[str | Path] = [Path(sys.executable).parent / "squawk", "--pg-version", PG, "--reporter", "gcc"]
    commande += ["--stdin-filepath", f"{nom}.sql", *(f"--exclude={regle}" for regle in ECARTEES)]
    if en_transaction:
        commande.append("--assume-in-transaction")
    essai = subprocess.run(commande, input="\n".join(lignes), capture_output=True, text=True, check=False)
    return "" if essai.returncode == 0 else f"{essai.stdout}{essai.stderr}".strip()


def main() -> None:
    import django

    assurer()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    plaintes = [
        juger(nom, sql, en_transaction=atomique)
        for nom, atomique, sql in sql_des_nouvelles(SOCLE)
        if nom not in ACCEPTEES
    ]
    if any(plaintes):
        sys.exit("\n\n".join(filter(None, plaintes)) + "\nVoyez docs/exploitation/mise-a-jour.md.")


if __name__ == "__main__":
    main()

"""Django's ``migrate``, which never makes people wait: a table it cannot have soon is left to them."""

from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import OperationalError, connections
from psycopg2.errors import LockNotAvailable


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        """Whoever waits for a table makes all who come after wait: no longer than ``MIGRATION_ATTENTE``."""
        connexion = connections[options["database"]]
        with connexion.cursor() as curseur:
            curseur.execute("SELECT set_config('lock_timeout', %s, false)", [settings.MIGRATION_ATTENTE])
        try:
            super().handle(*args, **options)
        except OperationalError as erreur:
            if isinstance(erreur.__cause__, LockNotAvailable):
                raise CommandError(
                    f"Une table est prise depuis plus de {settings.MIGRATION_ATTENTE} : la migration en cours "
                    "n’a rien changé. Relancez ; si cela dure : docs/exploitation/mise-a-jour.md."
                ) from erreur
            raise
        finally:
            if connexion.connection and connexion.is_usable():
                with connexion.cursor() as curseur:
                    curseur.execute("RESET lock_timeout")

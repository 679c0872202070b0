import csv
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from referentiels.actions.charger import DOSSIER, LIBELLES, charger_referentiels


class Command(BaseCommand):
    help = "Charge ou met à jour les référentiels depuis referentiels/donnees/. Peut être relancée sans risque."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dossier", type=Path, default=DOSSIER, help="dossier des fichiers CSV")

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write("Chargement des référentiels…")
        try:
            charger_referentiels(dossier=Path(str(options["dossier"])), annoncer=self._annoncer)
        except (OSError, ValueError, KeyError, csv.Error, DatabaseError) as erreur:
            raise CommandError(f"Rien n’a été chargé : {erreur!r}") from erreur

    def _annoncer(self, table: str, nombre: int) -> None:
        self.stdout.write(f"  {nombre:>5}  {LIBELLES[table]}")

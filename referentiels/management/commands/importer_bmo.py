from typing import Any

from django.core.management.base import CommandParser

from referentiels.actions.fichiers import Fichier
from referentiels.actions.importer_bmo import COLONNES, importer_bmo
from referentiels.actions.imports import Rapport
from referentiels.management.imports import CommandeImport


class Command(CommandeImport):
    help = (
        "Importe l’enquête Besoins en main-d’œuvre (BMO) de France Travail, feuille des bassins enregistrée en CSV. "
        "Ne garde que la région. Peut être relancée : ce qui n’a pas changé reste."
    )
    colonnes = COLONNES
    objet = "lignes de besoins"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--annee", type=int, help="année de l’enquête, si le fichier ne la dit pas")
        parser.add_argument(
            "--remplacer", action="store_true", help="retire les lignes de ces années que le fichier n’a plus"
        )

    def importer(self, fichier: Fichier, options: dict[str, Any]) -> Rapport:
        return importer_bmo(fichier, annee=options["annee"], remplacer=options["remplacer"], suivre=self.suivre)

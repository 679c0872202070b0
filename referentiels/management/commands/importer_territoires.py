from typing import Any

from referentiels.actions.fichiers import Fichier
from referentiels.actions.importer_territoires import COLONNES, importer_territoires
from referentiels.actions.imports import Rapport
from referentiels.management.imports import CommandeImport


class Command(CommandeImport):
    help = (
        "Importe les territoires EFOP de la Région (données ouvertes, par commune ou par EPCI) et les donne aux "
        "communes. Peut être relancée : ce qui n’a pas changé reste."
    )
    colonnes = COLONNES
    objet = "communes situées"

    def importer(self, fichier: Fichier, options: dict[str, Any]) -> Rapport:
        return importer_territoires(fichier, suivre=self.suivre)

from typing import Any

from referentiels.actions.correspondances import COLONNES, importer_passage_fap
from referentiels.actions.fichiers import Fichier
from referentiels.actions.imports import Rapport
from referentiels.management.imports import CommandeImport


class Command(CommandeImport):
    help = (
        "Importe la table de passage officielle entre les métiers de l’enquête BMO (FAP) et les codes ROME, en CSV. "
        "Peut être relancée : ce qui n’a pas changé reste."
    )
    colonnes = COLONNES
    objet = "correspondances"

    def importer(self, fichier: Fichier, options: dict[str, Any]) -> Rapport:
        return importer_passage_fap(fichier, suivre=self.suivre)

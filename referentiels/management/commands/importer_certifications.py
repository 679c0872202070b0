from typing import Any

from referentiels.actions.fichiers import Fichier
from referentiels.actions.importer_certifications import COLONNES, importer_certifications
from referentiels.actions.imports import Rapport
from referentiels.management.imports import CommandeImport


class Command(CommandeImport):
    help = (
        "Importe les certifications du RNCP et du Répertoire spécifique : l’export « CSV Standard » de France "
        "compétences (data.gouv.fr), ou une liste plus simple. Peut être relancée : ce qui n’a pas changé reste."
    )
    colonnes = COLONNES
    objet = "certifications"

    def importer(self, fichier: Fichier, options: dict[str, Any]) -> Rapport:
        return importer_certifications(fichier, suivre=self.suivre)

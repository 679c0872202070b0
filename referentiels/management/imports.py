"""What the commands that import an official file have in common: arguments, progress, report, exit status."""

from argparse import ArgumentTypeError
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from referentiels.actions.fichiers import Colonne, Fichier, FichierInutilisable, ouvrir
from referentiels.actions.imports import Rapport
from referentiels.regles.typographie import compter

REFUS_MONTRES = 200


def _paire(texte: str) -> tuple[str, str]:
    nom, egal, entete = texte.partition("=")
    if not (nom and egal and entete):
        raise ArgumentTypeError(f"« {texte} » : écrivez VALEUR=Intitulé, par exemple code=Identifiant")
    return nom, entete


class CommandeImport(BaseCommand):
    """A child says its `colonnes`, the `objet` it counts, and how to `importer` an open file."""

    colonnes: ClassVar[tuple[Colonne, ...]]
    objet: ClassVar[str]

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", metavar="FICHIER", type=Path, help="fichier CSV, en UTF-8 ou Windows-1252")
        parser.add_argument(
            "--colonne",
            metavar="VALEUR=INTITULE",
            type=_paire,
            action="append",
            default=[],
            help="désigne une colonne du fichier ; valeurs : "
            + ", ".join(f"{colonne.nom}{'' if colonne.exigee else ' (facultative)'}" for colonne in self.colonnes),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            fichier = ouvrir(options["fichier"], self.colonnes, dict(options["colonne"]))
            rapport = self.importer(fichier, options)
        except FichierInutilisable as erreur:
            raise CommandError(str(erreur)) from erreur
        self._rendre_compte(rapport)

    def importer(self, fichier: Fichier, options: dict[str, Any]) -> Rapport:
        raise NotImplementedError

    def suivre(self, lignes: Iterable[tuple[int, list[str]]]) -> Iterable[tuple[int, list[str]]]:
        """A progress bar on a terminal, nothing elsewhere."""
        return tqdm(lignes, desc=self.objet.capitalize(), unit=" lignes", disable=None, leave=False)

    def _rendre_compte(self, rapport: Rapport) -> None:
        for numero, raison in sorted(rapport.refus.items())[:REFUS_MONTRES]:
            self.stderr.write(f"Ligne {numero} : {raison}")
        if (reste := len(rapport.refus) - REFUS_MONTRES) > 0:
            self.stderr.write(f"… et {compter(reste, 'autre ligne refusée', 'autres lignes refusées')}.")
        self.stdout.write(
            f"{self.objet.capitalize()} : {compter(rapport.nouvelles, 'nouvelle')}, "
            f"{compter(rapport.modifiees, 'modifiée')}, {compter(rapport.inchangees, 'inchangée')}."
        )
        if rapport.retirees:
            self.stdout.write(f"{compter(rapport.retirees, 'ligne')} qui n’y sont plus, retirées.")
        if rapport.hors_region:
            self.stdout.write(f"{compter(rapport.hors_region, 'ligne')} hors de la région.")
        for remarque in rapport.remarques:
            self.stdout.write(remarque)
        if rapport.refus:
            refusees = compter(len(rapport.refus), "ligne refusée", "lignes refusées")
            raise CommandError(f"{refusees} ; le reste est enregistré.")

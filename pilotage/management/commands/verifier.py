"""`manage.py verifier NATURE [FICHIER]`: judges files given as JSON (contrats.md § 2)."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import ProgrammingError
from django.utils import timezone
from tqdm import tqdm

from pilotage.simulation.erreurs import FormeInvalide
from pilotage.simulation.jugement import FichierIllisible, decouper, erreur_en_json, juger_tout
from pilotage.simulation.natures import NATURES
from referentiels.queries.reglement import reglements
from referentiels.queries.reglement_publie import reglements_publies
from referentiels.regles.reglement import BaremeIncomplet, Reglement

DOSSIER_FAUTIF = 1
FICHIER_ILLISIBLE = 2
_PAR_ECRITURE = 200


class Command(BaseCommand):
    help = (
        "Juge des dossiers : lit une liste JSON (un fichier, ou l’entrée standard), écrit une liste JSON de verdicts "
        "de même longueur et dans le même ordre. Code de retour 1 si un dossier n’a pas la forme attendue, "
        "2 si le fichier n’est pas une liste JSON."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("nature", metavar="NATURE", choices=NATURES, help=", ".join(NATURES))
        parser.add_argument(
            "fichier", metavar="FICHIER", nargs="?", default="-", help="fichier JSON ; sans lui, l’entrée standard"
        )

    def handle(self, *args: Any, nature: str, fichier: str, **options: Any) -> None:
        try:
            dossiers = decouper(_lire(fichier))
        except FichierIllisible as erreur:
            raise CommandError(str(erreur), returncode=FICHIER_ILLISIBLE) from None
        except OSError:
            raise CommandError(
                f"Le fichier « {fichier} » ne peut pas être lu.", returncode=FICHIER_ILLISIBLE
            ) from None
        le = timezone.localdate()
        jugements = juger_tout(nature, dossiers, le=le, reglement_au=self._reglements(le))
        fautifs = self._ecrire(
            jugement if isinstance(jugement, FormeInvalide) else jugement.en_json()
            for jugement in tqdm(jugements, total=len(dossiers), unit=" dossiers", disable=None, leave=False)
        )
        if fautifs:
            constate = "1 dossier n’a" if fautifs == 1 else f"{fautifs} dossiers n’ont"
            raise CommandError(f"{constate} pas la forme attendue, sur {len(dossiers)}.", returncode=DOSSIER_FAUTIF)

    def _reglements(self, le: date) -> Callable[[date], Reglement]:
        """The law of the database, or as published when the reference tables are not loaded yet."""
        try:
            en_base = reglements()
            en_base(le)
        except (ProgrammingError, BaremeIncomplet):
            self.stderr.write("Les référentiels ne sont pas chargés : le règlement lu est celui des fichiers fournis.")
            return reglements_publies()
        return en_base

    def _ecrire(self, reponses: Iterable[bytes | FormeInvalide]) -> int:
        """Write the JSON array, some files at a time; return how many of them were not of the form."""
        reponses, fautifs, separateur = iter(reponses), 0, "[\n"
        while lot := list(islice(reponses, _PAR_ECRITURE)):
            fautifs += sum(isinstance(reponse, FormeInvalide) for reponse in lot)
            octets = [erreur_en_json(reponse) if isinstance(reponse, FormeInvalide) else reponse for reponse in lot]
            self.stdout.write(separateur + b",\n".join(octets).decode(), ending="")
            separateur = ",\n"
        self.stdout.write("\n]" if separateur == ",\n" else "[]")
        return fautifs


def _lire(fichier: str) -> bytes:
    if fichier == "-":
        return sys.stdin.buffer.read()
    return Path(fichier).read_bytes()

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from factures.actions.exporter import ecrire_les_pieces, pieces_du_mois
from referentiels.regles.mois import Mois
from referentiels.regles.typographie import compter


class Command(BaseCommand):
    help = (
        "Écrit dans un dossier les factures et avoirs émis d’un mois : un fichier Factur-X (PDF/A-3) pour chacun, "
        "nommé par le SIRET de l’émetteur et son numéro. Le mois est celui des heures facturées. Sans danger à "
        "relancer : ce qui est déjà écrit reste comme il est."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mois", metavar="AAAA-MM", help="le mois facturé, par exemple 2026-11")
        parser.add_argument("dossier", metavar="DOSSIER", type=Path, help="où écrire ; créé s’il n’existe pas")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mois = Mois.depuis(options["mois"]).premier_jour
        except ValueError as erreur:
            raise CommandError(str(erreur)) from erreur
        pieces = pieces_du_mois(mois)
        # A bar on a terminal, nothing elsewhere.
        with tqdm(pieces, desc="Factures", unit=" fichiers", disable=None, leave=False) as barre:
            try:
                fait = ecrire_les_pieces(barre, options["dossier"])
            except OSError as erreur:
                raise CommandError(f"{erreur.filename or options['dossier']} : {erreur.strerror}.") from erreur
        ecrits = compter(fait.ecrits, "fichier écrit", "fichiers écrits")
        presents = compter(fait.presents, "déjà présent", "déjà présents")
        self.stdout.write(f"{ecrits}, {presents}.")

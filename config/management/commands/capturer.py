from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from config.captures.appareil import ChromiumAbsent, photographier
from config.captures.service import demonstration, dossiers
from config.captures.table import CAPTURES

REGLAGES = "config.settings.captures"
DESTINATION = Path(settings.BASE_DIR) / "docs" / "guides" / "captures"


class Command(BaseCommand):
    help = "Reprend les captures d’écran des guides, sur une démonstration à part (make captures)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("noms", nargs="*", help="les captures à reprendre ; toutes par défaut")
        parser.add_argument("--vers", type=Path, default=DESTINATION, help="le dossier où les écrire")

    def handle(self, *args: object, noms: list[str], vers: Path, **options: object) -> None:
        if settings.SETTINGS_MODULE != REGLAGES:
            raise CommandError(f"Cette commande veut ses propres réglages : --settings {REGLAGES}, ou make captures.")
        inconnus = sorted(set(noms) - {capture.nom for capture in CAPTURES})
        if inconnus:
            raise CommandError(f"Aucune capture ne s’appelle ainsi : {', '.join(inconnus)}.")
        choisies = [capture for capture in CAPTURES if not noms or capture.nom in noms]
        vers.mkdir(parents=True, exist_ok=True)
        self.stdout.write("Chargement de la démonstration…")
        with demonstration() as base:
            prises = photographier(choisies, base=base, dossiers=dossiers(), destination=vers)
            try:
                for capture, octets in tqdm(prises, total=len(choisies), unit="capture", disable=None, leave=False):
                    self.stdout.write(f"  {capture.nom}.png, {octets // 1000} ko")
            except ChromiumAbsent as absent:
                raise CommandError(str(absent)) from absent

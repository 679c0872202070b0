from collections.abc import Iterable

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from config.demo.chargement import DemonstrationRefusee, charger, deja_chargee
from config.demo.comptes import presenter
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier, StatutCourrier
from sessions_formation.models import Session


class Command(BaseCommand):
    help = (
        "Charge une fois le jeu de démonstration : chaque rôle, chaque état. Refuse une base qui a de vrais dossiers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--comptes", action="store_true", help="montre seulement les comptes, et ce que chacun peut essayer"
        )

    def handle(self, *args: object, **options: object) -> None:
        if options["comptes"]:
            if not deja_chargee():
                raise CommandError("La démonstration n’est pas chargée : lancez « python manage.py demo ».")
            self.stdout.write(presenter())
            return
        if deja_chargee():
            self.stdout.write("La démonstration est déjà là : rien n’a changé.")
            return
        self.stdout.write("Chargement de la démonstration…")
        try:
            charger(le=timezone.localdate(), suivre=self._suivre)
        except DemonstrationRefusee as refus:
            raise CommandError(str(refus)) from refus
        a_expedier = Courrier.objects.exclude(statut=StatutCourrier.EXPEDIE).count()
        self.stdout.write(
            f"  {IntentionEmbauche.objects.count()} intentions, {Session.objects.count()} sessions, "
            f"{a_expedier} courriels à expédier"
        )

    def _suivre(self, actes: list) -> Iterable:
        """A progress bar on a terminal, nothing elsewhere."""
        return tqdm(actes, unit="acte", disable=None, leave=False)

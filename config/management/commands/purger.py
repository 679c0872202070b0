from datetime import date

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.conservation import purger


class Command(BaseCommand):
    help = "Efface ce qui a atteint la fin de sa durée de conservation. Le service le fait aussi chaque jour."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--essai", action="store_true", help="compte seulement ; n’efface rien")
        parser.add_argument("--date", type=_jour, help="fait comme si l’on était ce jour-là (AAAA-MM-JJ)")

    def handle(self, *args: object, **options: object) -> None:
        aujourd_hui = timezone.localdate()
        le = options["date"] or aujourd_hui
        if le > aujourd_hui and not options["essai"]:
            raise CommandError("Ce jour n’est pas encore venu : sans --essai, rien ne s’efface avant son terme.")
        for terme, nombre in purger(le=le, essai=bool(options["essai"])):
            self.stdout.write(f"{nombre:>8}  {terme.quoi}")
        if options["essai"]:
            self.stdout.write("Essai : rien n’a été effacé.")


def _jour(texte: str) -> date:
    try:
        return date.fromisoformat(texte)
    except ValueError as erreur:
        raise CommandError(f"« {texte} » n’est pas un jour : écrivez par exemple 2027-01-31.") from erreur

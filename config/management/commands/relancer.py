from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from config.relances import relancer
from intentions.actions.relancer import Suivi
from referentiels.regles.typographie import compter


class Command(BaseCommand):
    help = (
        "Fait ce qui est dû ce jour : relances, questions aux employeurs, expirations, suivi après la formation. "
        "Sans danger à relancer : rien ne part deux fois. La tâche du calendrier fait de même chaque heure."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--date",
            metavar="AAAA-MM-JJ",
            type=date.fromisoformat,
            help="le jour auquel se placer (par défaut : aujourd’hui) ; jamais un jour à venir",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        aujourd_hui = timezone.localdate()
        le = options["date"] or aujourd_hui
        if le > aujourd_hui:
            raise CommandError("Ce jour est à venir : une relance ne part pas avant l’heure.")
        bilans = relancer(le=le, suivre=self._suivi)
        for nom, bilan in bilans.items():
            self.stdout.write(f"{bilan.faites:7}  {nom}")
        if echouees := sum(bilan.echouees for bilan in bilans.values()):
            raise CommandError(f"{compter(echouees, 'relance a échoué', 'relances ont échoué')} : voyez le journal.")

    def _suivi(self, nom: str) -> Suivi:
        """A progress bar on a terminal, nothing elsewhere."""

        def suivre(lignes: Iterable[int]) -> Iterable[int]:
            return tqdm(lignes, desc=nom.capitalize(), unit=" intentions", disable=None, leave=False)

        return suivre

from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from factures.actions.preparer import Excedent, preparer_factures
from noyau.erreurs import RegleViolee
from referentiels.regles.mois import Mois
from referentiels.regles.typographie import composer, compter, nombre
from sessions_formation.models import Composante


class Command(BaseCommand):
    help = (
        "Prépare les projets de facture d’un mois, un par bon de commande, avec les heures déclarées. Les mandataires "
        "les vérifient, puis les émettent. Sans danger à relancer : ce qui n’a pas changé reste comme il est, ce qui "
        "est émis ne bouge plus. La tâche du calendrier fait de même à partir du premier jour ouvré du mois suivant."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("mois", metavar="AAAA-MM", help="le mois à facturer, par exemple 2026-11")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            mois = Mois.depuis(options["mois"])
            bilan = preparer_factures(mois=mois.premier_jour, le=timezone.localdate(), suivre=self._suivre)
        except ValueError as erreur:
            raise CommandError(str(erreur)) from erreur
        except RegleViolee as refus:
            raise CommandError(str(refus)) from refus
        for combien, quoi in (
            (bilan.preparees, "préparées ou mises à jour"),
            (bilan.inchangees, "inchangées"),
            (bilan.retirees, "retirées : plus rien à facturer"),
        ):
            self.stdout.write(f"{combien:7}  {quoi}")
        self._dire_les_excedents(bilan.excedents)
        if bilan.echouees:
            raise CommandError(f"{compter(bilan.echouees, 'bon a échoué', 'bons ont échoué')} : voyez le journal.")

    def _dire_les_excedents(self, excedents: tuple[Excedent, ...]) -> None:
        """Name the sessions whose hours exceed what is ordered: they wait for an amendment."""
        if not excedents:
            return
        lues = Composante.objects.filter(pk__in=[excedent.composante for excedent in excedents])
        noms = {
            pk: f"{bon}, session {session}"
            for pk, bon, session in lues.order_by("pk").values_list("pk", "bon__numero", "session__numero")
        }
        self.stdout.write("Heures déclarées au-delà de ce qui est commandé, laissées de côté :")
        for excedent in excedents:
            self.stdout.write(composer(f"{nombre(excedent.heures):>10} h  {noms[excedent.composante]}"))

    def _suivre(self, bons: Iterable[int]) -> Iterable[int]:
        """A progress bar on a terminal, nothing elsewhere."""
        return tqdm(bons, desc="Factures", unit=" bons", disable=None, leave=False)

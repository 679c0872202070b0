from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from config.volume.formations import AucuneSessionPubliee, publier
from config.volume.monde import ReferentielsAbsents
from config.volume.peuplement import PeuplementRefuse, peupler, verifier_la_place
from factures.models import Facture
from intentions.models import IntentionEmbauche
from referentiels.regles.reglement import BaremeIncomplet
from referentiels.regles.typographie import compter
from sessions_formation.models import Parcours, Session


class Command(BaseCommand):
    help = (
        "Remplit une base de dossiers inventés, pour des essais de charge : N intentions et ce qui en découle "
        "(employeurs, sessions, bons de commande, étapes, parcours, aides, heures, factures, historique). N’envoie "
        "rien à personne. Refuse une base en production, et une base qui a déjà des dossiers sauf avec --ajouter."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--intentions", type=int, required=True, metavar="N", help="combien d’intentions écrire")
        parser.add_argument("--graine", type=int, default=1, help="un autre nombre donne d’autres dossiers (1)")
        parser.add_argument("--date", type=date.fromisoformat, help="le jour d’où l’on regarde (aujourd’hui)")
        parser.add_argument(
            "--siennes", type=int, default=0, metavar="N", help="combien vont à un même grand employeur (aucune)"
        )
        parser.add_argument(
            "--publiees", type=int, default=0, metavar="N", help="combien de sessions publiées écrire en plus (aucune)"
        )
        parser.add_argument("--sans-factures", action="store_true", help="n’écrit pas les factures des heures")
        parser.add_argument("--ajouter", action="store_true", help="ajoute aux dossiers qui sont déjà là")

    def handle(self, *args: Any, **options: Any) -> None:
        combien, le = options["intentions"], options["date"] or timezone.localdate()
        if combien < 1:
            raise CommandError("Il faut une intention au moins.")
        try:
            verifier_la_place(ajouter=options["ajouter"])
            # The bar hides by itself where there is no terminal.
            with tqdm(total=combien, unit=" intentions", disable=None, leave=False) as barre:
                peuple = peupler(
                    combien,
                    le=le,
                    graine=options["graine"],
                    siennes=options["siennes"],
                    factures=not options["sans_factures"],
                    avancer=barre.update,
                )
            if options["publiees"]:
                publier(peuple.monde, options["publiees"], le=le, graine=options["graine"])
        except (PeuplementRefuse, ReferentielsAbsents, BaremeIncomplet, AucuneSessionPubliee) as refus:
            raise CommandError(str(refus)) from refus
        self.stdout.write(
            f"{compter(combien, 'intention écrite', 'intentions écrites')}. La base en a maintenant "
            f"{IntentionEmbauche.objects.count()}, {compter(Session.objects.count(), 'session')}, "
            f"{Parcours.objects.count()} parcours et {compter(Facture.objects.count(), 'facture')}."
        )

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from referentiels.regles.typographie import compter
from sessions_formation.actions.diffuser import Bilan, Lue, exporter
from sessions_formation.queries.offres import affichees

MANQUES = {
    "nda": "numéro de déclaration d’activité",
    "adresse": "adresse de l’organisme",
    "siret": "SIRET",
    "dates": "dates",
    "intitule": "intitulé",
}


class Command(BaseCommand):
    help = (
        "Écrit les sessions publiées en LHÉO 2.3 (XML) dans FICHIER, pour le Cariforef. Sans fiche publique, une "
        "session est dite en court. Celle dont les dates, l’adresse ou les numéros de l’organisme manquent n’y est "
        "pas : la fin de la commande les compte. Le fichier n’est remplacé qu’une fois écrit en entier. Sans danger "
        "à relancer."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("fichier", metavar="FICHIER", type=Path, help="où écrire ; son dossier existe")

    def handle(self, *args: Any, **options: Any) -> None:
        fichier, le = options["fichier"], timezone.localdate()
        nombre = affichees(le).count()

        def suivre(lues: Iterator[Lue]) -> Iterable[Lue]:
            """A progress bar on a terminal, nothing elsewhere."""
            return tqdm(lues, total=nombre, desc="Sessions", unit=" sessions", disable=None, leave=False)

        try:
            bilan = exporter(fichier, le=le, maintenant=timezone.localtime(), suivre=suivre)
        except OSError as erreur:
            raise CommandError(f"{erreur.filename or fichier} : {erreur.strerror}.") from erreur
        self._dire(bilan)
        if not bilan.ecrites:
            raise CommandError(
                "Aucune session à diffuser : LHÉO n’admet pas de fichier sans formation, rien n’est écrit."
            )

    def _dire(self, bilan: Bilan) -> None:
        self.stdout.write(f"{compter(bilan.ecrites, 'session écrite', 'sessions écrites')}.")
        if bilan.sommaires:
            en_court = compter(bilan.sommaires, "est dite", "sont dites")
            fiche = "sa fiche publique" if bilan.sommaires == 1 else "leur fiche publique"
            self.stdout.write(f"{en_court} avec une fiche sommaire : {fiche} n’est pas écrite en entier.")
        if bilan.incompletes:
            laissees = compter(bilan.incompletes, "session laissée de côté", "sessions laissées de côté")
            self.stdout.write(f"{laissees}, faute de :")
        for code, nombre in bilan.par_manque.most_common():
            self.stdout.write(f"{nombre:7}  {MANQUES[code]}")

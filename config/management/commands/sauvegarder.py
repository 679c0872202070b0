from pathlib import Path
from time import perf_counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.sauvegarde.erreurs import SauvegardeRefusee
from config.sauvegarde.prendre import Prise, prendre
from config.sauvegarde.suivi import barres
from noyau.courtier import noter_la_fin


class Command(BaseCommand):
    help = (
        "Sauvegarde la base et les documents qu’elle nomme, pris au même instant, dans un nouveau dossier de DOSSIER. "
        "Le service continue pendant ce temps. Code de sortie 1 si un document manquait déjà."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dossier", type=Path, help="où ranger les sauvegardes : une par dossier, à sa date (UTC)")
        parser.add_argument(
            "--garder", type=_au_moins_une, metavar="N", help="ôte ensuite les plus anciennes, sauf les N dernières"
        )
        parser.add_argument("--travaux", type=int, default=2, help="connexions qui lisent la base à la fois (2)")

    def handle(self, *args: object, **options: Any) -> None:
        depart = perf_counter()
        try:
            with barres(self.stderr) as suivi:
                prise = prendre(
                    options["dossier"].absolute(), garder=options["garder"], travaux=options["travaux"], suivi=suivi
                )
        except (SauvegardeRefusee, OSError) as erreur:
            raise CommandError(f"{erreur} Aucune sauvegarde n’a été écrite.") from erreur
        # Read by Prometheus: a night without a backup calls for somebody (docs/exploitation/alertes.yml).
        noter_la_fin("sauvegarder", reussie=True, duree=perf_counter() - depart, le=timezone.now())
        self._dire(prise)
        if manquants := prise.manifeste.manquants:
            raise CommandError(
                f"La sauvegarde est écrite et utilisable, mais {len(manquants)} document(s) que la base nomme "
                f"manquaient déjà au service. Le premier : {manquants[0]}. "
                "Que faire : docs/exploitation/sauvegarde.md."
            )

    def _dire(self, prise: Prise) -> None:
        manifeste = prise.manifeste
        lignes = sum(manifeste.tables.values())
        self.stdout.write(f"Sauvegarde entière : {prise.dossier}")
        self.stdout.write(
            f"{len(manifeste.tables)} tables, {lignes} lignes, {manifeste.documents} documents, vus à {manifeste.le}."
        )
        if manifeste.effaces:
            self.stdout.write(f"{len(manifeste.effaces)} documents ont été effacés à leur terme entre-temps.")
        for nom in prise.otees:
            self.stdout.write(f"Ôtée : {nom}")
        self.stdout.write(f"À noter hors du serveur : --empreinte {prise.empreinte}")


def _au_moins_une(texte: str) -> int:
    nombre = int(texte)
    if nombre < 1:
        raise ValueError
    return nombre

from pathlib import Path
from typing import Any

from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.sauvegarde.fichiers import empreinte_de, empreinte_rangee, ensemble, fichiers_nommes, ranger
from config.sauvegarde.suivi import barres

PORTE, LA, ABSENT = "portés", "déjà là", "introuvables"


class Command(BaseCommand):
    help = (
        "Porte les documents d’un dossier là où le service les range désormais (un seau S3, ou un autre dossier), les "
        "relit et compare leurs empreintes. N’ôte rien du dossier ; se relance sans risque. Code de sortie 1 s’il en "
        "manque un."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dossier", type=Path, help="l’ancien dossier des documents")

    def handle(self, *args: object, **options: Any) -> None:
        dossier = options["dossier"].absolute()
        if not dossier.is_dir():
            raise CommandError(f"{dossier} n’est pas un dossier.")
        noms = fichiers_nommes()
        sort: dict[str, list[str]] = {PORTE: [], LA: [], ABSENT: []}
        try:
            with barres(self.stderr) as suivi:
                avancer = suivi("Documents", len(noms))
                for nom, etat in ensemble(lambda nom: _porter(dossier, nom), noms):
                    avancer(1)
                    sort[etat].append(nom)
        except OSError as erreur:
            raise CommandError(f"{erreur} Rien n’a été ôté du dossier ; corrigez, puis relancez.") from erreur
        self.stdout.write(", ".join(f"{len(siens)} {etat}" for etat, siens in sort.items()) + ".")
        if sort[ABSENT]:
            raise CommandError(
                f"{len(sort[ABSENT])} document(s) que la base nomme ne sont nulle part. "
                f"Le premier : {sort[ABSENT][0]}."
            )


def _porter(dossier: Path, nom: str) -> str:
    """Carry one file; give what became of it. Raises OSError as ``ranger`` does."""
    source = dossier / nom
    if not source.is_file():
        return LA if empreinte_rangee(default_storage, nom) else ABSENT
    return PORTE if ranger(default_storage, nom, source, empreinte_de(source)) else LA

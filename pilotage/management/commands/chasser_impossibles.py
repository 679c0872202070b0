"""`manage.py chasser_impossibles`: reads every invariant of the data, as the task of each night does."""

from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from pilotage.actions.chasser import chasser
from pilotage.queries.impossibles import INVARIANTS, PAR_CLE
from pilotage.queries.impossibles.lecture import chercher
from pilotage.regles.impossibles import Instant, Trouvaille, par_theme
from referentiels.regles.typographie import composer, compter


class Command(BaseCommand):
    help = (
        "Cherche les données impossibles, note ce qui est trouvé et prévient qui corrige. Code de retour 1 si un "
        "invariant est rompu ou n’a pas pu être lu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--liste", action="store_true", help="dit ce qui est vérifié, sans rien lire")
        parser.add_argument(
            "--lire", action="store_true", help="lit seulement : rien n’est noté, personne n’est prévenu"
        )
        parser.add_argument("--temps", action="store_true", help="dit le temps de chaque requête")

    def handle(self, *args: Any, liste: bool, lire: bool, temps: bool, **options: Any) -> None:
        if liste:
            self._lister()
            return
        maintenant = timezone.now()
        if lire:
            lues: Iterable[Trouvaille] = chercher(Instant(timezone.localdate(maintenant), maintenant))
            trouvailles = list(tqdm(lues, total=len(INVARIANTS), unit=" invariants", disable=None, leave=False))
        else:
            trouvailles = chasser(maintenant=maintenant)
        if temps:
            for une in sorted(trouvailles, key=lambda une: -une.secondes):
                self.stdout.write(f"{une.secondes * 1000:8.0f} ms  {une.cle}")
        self._conclure(trouvailles)

    def _lister(self) -> None:
        for theme, invariants in par_theme(INVARIANTS).items():
            self.stdout.write(f"{theme}")
            for invariant in invariants:
                self.stdout.write(f"  {composer(invariant.jamais)}  [{invariant.cle}]")

    def _conclure(self, trouvailles: list[Trouvaille]) -> None:
        fautives = [une for une in trouvailles if une.nombre or une.erreur]
        for une in fautives:
            dit = f"illisible ({une.erreur})" if une.erreur else f"{compter(une.nombre, 'dossier')} : {_dites(une)}"
            self.stdout.write(f"✗ {composer(PAR_CLE[une.cle].jamais)}\n  {dit}  [{une.cle}]")
        secondes = sum(une.secondes for une in trouvailles)
        lus = f"{compter(len(trouvailles), 'invariant lu', 'invariants lus')} en {secondes:.1f} s"
        if fautives:
            raise CommandError(composer(f"{lus}, {compter(len(fautives), 'à corriger', 'à corriger')}."), returncode=1)
        self.stdout.write(composer(f"{lus} : rien d’impossible."))


def _dites(trouvaille: Trouvaille) -> str:
    premiers = ", ".join(str(cle) for cle in trouvaille.cles[:10])
    return f"n° {premiers}" + ("…" if trouvaille.nombre > 10 else "")

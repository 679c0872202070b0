"""Prove the journal, the documents and the PDFs whole, or name the first thing that is not."""

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from noyau import preuve
from noyau.lettres import Document
from noyau.preuve import Defaut
from noyau.scellement import Tete, mettre_en_attente, sceller, tete

SORTES = {
    preuve.CHAINE: "rupture de la chaîne",
    preuve.MANQUE: "élément disparu",
    preuve.ALTERE: "élément modifié",
    preuve.FICHIER: "fichier PDF manquant ou modifié",
}


class Command(BaseCommand):
    help = (
        "Prouve que le journal, les documents et leurs PDF sont intacts, ou nomme le premier qui ne l’est pas "
        "(code de sortie 1). Scelle ensuite ce qui attendait de l’être."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--sans-fichiers", dest="fichiers", action="store_false", help="ne relit pas les PDF sur le disque"
        )
        parser.add_argument("--fichiers", action="store_true", default=True, help="relit aussi les PDF (c’est le cas)")
        parser.add_argument(
            "--tete",
            type=_tete,
            metavar="RANG:EMPREINTE",
            help="dernier maillon noté lors d’une vérification passée : prouve que rien n’a été ôté de la fin",
        )
        parser.add_argument("--tous", action="store_true", help="nomme chaque défaut, pas seulement le premier")

    def handle(self, *args: object, **options: Any) -> None:
        fin = tete()
        defauts = []
        if options["tete"] and not preuve.tete_retrouvee(options["tete"]):
            rang = options["tete"].rang
            defauts.append(Defaut(rang, preuve.CHAINE, f"La chaîne ne passe plus par le maillon n° {rang} noté."))
        defauts += self._lire("Chaîne", fin.rang, lambda avancer: preuve.suivre_la_chaine(fin.rang, avancer))
        defauts += self._lire("Contenu", fin.rang, lambda avancer: preuve.comparer_les_scelles(fin.rang, avancer))
        attendaient, faux = preuve.lire_les_non_scelles()
        defauts += faux
        fichiers = Document.objects.exclude(empreinte="").count() if options["fichiers"] else 0
        if options["fichiers"]:
            defauts += self._lire("Fichiers", fichiers, preuve.relire_les_fichiers)
        if defauts:
            self._refuser(defauts, tous=options["tous"])
        mettre_en_attente()
        sceller()
        self._conclure(fin, attendaient, fichiers if options["fichiers"] else None)

    def _lire(
        self, quoi: str, total: int, lecture: Callable[[Callable[[int], None]], Iterable[Defaut]]
    ) -> list[Defaut]:
        """Read to the end, telling progress on a terminal only."""
        with tqdm(total=total, desc=quoi, unit_scale=True, file=self.stderr, disable=not sys.stderr.isatty()) as barre:
            return list(lecture(barre.update))

    def _refuser(self, defauts: list[Defaut], *, tous: bool) -> None:
        # What is not sealed comes after all that is.
        ordre = sorted(defauts, key=lambda defaut: (defaut.rang == 0, defaut.rang))
        for sorte, combien in Counter(defaut.sorte for defaut in ordre).items():
            self.stderr.write(f"{combien:>8}  {SORTES[sorte]}")
        if tous:
            for defaut in ordre:
                self.stderr.write(defaut.phrase)
        raise CommandError(
            f"{len(defauts)} défaut{'s' if len(defauts) > 1 else ''}. Le premier : {ordre[0].phrase}"
            " Rien n’a été scellé. Que faire : docs/exploitation/preuves.md."
        )

    def _conclure(self, fin: Tete, attendaient: int, fichiers: int | None) -> None:
        self.stdout.write(f"La chaîne est entière : {fin.rang} maillons, chacun conforme à ce qu’il scelle.")
        self.stdout.write(
            f"{fichiers} PDF relus, octet pour octet." if fichiers is not None else "Les PDF n’ont pas été relus."
        )
        if attendaient:
            self.stdout.write(f"{attendaient} n’étaient pas encore scellés : vérifiés, puis scellés.")
        maintenant = tete()
        if maintenant.rang:
            self.stdout.write(f"À noter hors du serveur : --tete {maintenant.rang}:{maintenant.empreinte}")


def _tete(texte: str) -> Tete:
    rang, _, empreinte = texte.partition(":")
    if not rang.isdecimal() or len(empreinte) != 64:
        raise CommandError("Écrivez la tête comme la commande l’a donnée : son rang, deux-points, son empreinte.")
    return Tete(int(rang), empreinte)

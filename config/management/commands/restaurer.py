import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection

from config.sauvegarde.erreurs import SauvegardeRefusee
from config.sauvegarde.remettre import Remise, base_occupee, controler, effaces_depuis, remettre
from config.sauvegarde.suivi import barres


class Command(BaseCommand):
    help = (
        "Remet une sauvegarde dans la base des réglages, qui doit être vide, et ses documents où ils se rangent. "
        "Relit tout avant d’écrire, vérifie tout après (code de sortie 1 au premier écart)."
    )
    # The tables of before are not those that the code expects, and may not be there at all.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("dossier", type=Path, help="la sauvegarde elle-même (le dossier qui porte sa date)")
        parser.add_argument("--empreinte", default="", help="celle que « sauvegarder » a donnée")
        parser.add_argument(
            "--remplacer",
            action="store_true",
            help="efface d’abord ce que la base contient ; demande confirmation",
        )
        parser.add_argument("--confirmer", metavar="BASE", help="le nom de la base à effacer, pour ne rien demander")
        parser.add_argument("--travaux", type=int, default=2, help="connexions qui écrivent la base à la fois (2)")

    def handle(self, *args: object, **options: Any) -> None:
        try:
            with barres(self.stderr) as suivi:
                remise = controler(options["dossier"].absolute(), attendue=options["empreinte"], suivi=suivi)
            vider = self._a_vider(remise, options)
            if vider:
                self._dire_qui_revient(effaces_depuis(remise.manifeste.le))
            with barres(self.stderr) as suivi:
                defauts = remettre(
                    remise, vider=vider, remplacer=options["remplacer"], travaux=options["travaux"], suivi=suivi
                )
        except (SauvegardeRefusee, OSError, DatabaseError) as erreur:
            raise CommandError(str(erreur)) from erreur
        if defauts:
            for defaut in defauts:
                self.stderr.write(defaut)
            raise CommandError(
                f"La base est remise, mais {len(defauts)} écart(s) avec la sauvegarde. N’ouvrez pas le service : "
                "docs/exploitation/reprise.md."
            )
        self._conclure(remise)

    def _a_vider(self, remise: Remise, options: dict[str, Any]) -> bool:
        """Tell whether the database holds anything, or refuse: nothing goes without its name being typed."""
        if not base_occupee():
            return False
        base = str(connection.settings_dict["NAME"])
        if not options["remplacer"]:
            raise SauvegardeRefusee(
                f"La base « {base} » n’est pas vide : rien n’a été touché. Créez-en une vide, ou ajoutez --remplacer."
            )
        donne = options["confirmer"]
        if donne is None and sys.stdin.isatty():
            donne = input(
                f"Tout ce que contient la base « {base} » sera effacé et remplacé par la sauvegarde du "
                f"{remise.manifeste.le}.\nÉcrivez son nom pour confirmer : "
            )
        if donne != base:
            raise SauvegardeRefusee(f"Le nom de la base (« {base} ») n’a pas été confirmé : rien n’a été touché.")
        return True

    def _dire_qui_revient(self, effaces: list[int]) -> None:
        """Said before anything is done: the database that knows it is about to go."""
        if effaces:
            self.stdout.write(
                f"{len(effaces)} personne(s) effacées avant leur terme depuis cette sauvegarde vont revenir. Notez : "
                f"manage.py effacer_de_nouveau {' '.join(map(str, effaces))} --par COURRIEL"
            )

    def _conclure(self, remise: Remise) -> None:
        manifeste = remise.manifeste
        self.stdout.write(
            f"Remise et vérifiée : {sum(manifeste.tables.values())} lignes de {len(manifeste.tables)} tables, "
            f"{len(remise.documents)} documents, chaîne des preuves entière jusqu’à {manifeste.tete}."
        )
        for quoi, noms in (
            ("manquaient déjà à la sauvegarde", manifeste.manquants),
            ("ont été effacés à leur terme pendant la sauvegarde", manifeste.effaces),
        ):
            if noms:
                self.stdout.write(f"{len(noms)} documents {quoi} ; le premier : {noms[0]}.")
        self.stdout.write("Lancez « migrate » si le service est plus récent que la sauvegarde.")
        self.stdout.write(
            f"Qui a été effacé depuis le {manifeste.le} est revenu. Avant d’ouvrir, lancez « purger » pour ceux dont "
            "le terme est passé, et « effacer_de_nouveau » pour ceux qui l’avaient demandé : leurs numéros sont dans "
            "le journal du service (docs/exploitation/sauvegarde.md). Puis web, worker et beat."
        )

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email
from django.urls import reverse

from comptes.actions.inviter import Invite
from comptes.actions.premier_agent import ouvrir_premier_agent
from noyau.erreurs import RegleViolee


class Command(BaseCommand):
    help = (
        "Ouvre le premier compte d’agent d’une installation, avec tous les droits. Pas de mot de passe : la personne "
        "entre par un code envoyé à son adresse, puis installe son second facteur."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("courriel")
        parser.add_argument("--prenom", required=True)
        parser.add_argument("--nom", required=True)
        parser.add_argument(
            "--malgre-un-autre", action="store_true", help="même si quelqu’un a déjà tous les droits (il est parti)"
        )

    def handle(self, *args: object, **options: Any) -> None:
        agent = Invite(courriel=options["courriel"].lower(), prenom=options["prenom"], nom=options["nom"])
        try:
            validate_email(agent.courriel)
            ouvrir_premier_agent(agent=agent, malgre_un_autre=options["malgre_un_autre"])
        except ValidationError as erreur:
            raise CommandError(f"« {agent.courriel} » n’est pas une adresse : écrivez prenom.nom@domaine.") from erreur
        except RegleViolee as erreur:
            raise CommandError(str(erreur)) from erreur
        self.stdout.write(
            f"Compte ouvert. Sur {settings.SITE_URL}{reverse('account_login')}, demandez un code pour "
            f"{agent.courriel} : il arrive par courriel (le worker doit tourner), puis le second facteur s’installe."
        )

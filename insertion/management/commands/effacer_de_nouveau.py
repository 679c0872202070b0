from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from comptes.models import Utilisateur
from insertion.actions.effacer import effacer_stagiaire
from noyau.erreurs import RegleViolee
from stagiaires.enums import MotifEffacement
from stagiaires.models import Stagiaire

DROIT = "stagiaires.effacer_stagiaire"


class Command(BaseCommand):
    help = (
        "Efface de nouveau, après une restauration, les personnes qui l’avaient été avant leur terme. À lancer avant "
        "d’ouvrir le service ; se relance sans risque. Code de sortie 1 si quelqu’un n’a pas pu être effacé."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("numeros", nargs="+", type=int, help="« Stagiaire n° … : effacé », au journal du service")
        parser.add_argument("--par", required=True, metavar="COURRIEL", help="le compte au nom de qui c’est fait")

    def handle(self, *args: object, **options: Any) -> None:
        par = Utilisateur.objects.filter(email__iexact=options["par"], is_active=True).first()
        if par is None or not par.has_perm(DROIT):
            raise CommandError(f"{options['par']} n’est pas un compte qui peut effacer quelqu’un : rien n’est fait.")
        refus = 0
        for numero in options["numeros"]:
            try:
                self.stdout.write(f"{numero} : {_effacer(numero, par)}")
            except RegleViolee as raison:
                refus += 1
                self.stderr.write(f"{numero} : {raison}")
        if refus:
            raise CommandError(f"{refus} personne(s) restent à effacer, depuis leur page.")


def _effacer(numero: int, par: Utilisateur) -> str:
    """Give what became of one person. Raises RegleViolee while it cannot be erased."""
    stagiaire = Stagiaire.objects.filter(pk=numero).first()
    if stagiaire is None:
        return "inconnue, venue après la sauvegarde"
    if stagiaire.efface_le:
        return "déjà effacée"
    effacer_stagiaire(stagiaire_id=numero, motif=MotifEffacement.DEMANDE, par=par)
    return "effacée"

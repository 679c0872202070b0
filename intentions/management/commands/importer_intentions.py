import hashlib
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from intentions.actions.accuser import accuser_la_liste
from intentions.actions.importer import preparer_transmission
from intentions.actions.transmettre import la_region
from intentions.forms.liste import ListeCsv, ListeIllisible
from intentions.importation import Avancement, FichierDesErreurs, Refus, importer
from intentions.models import Partenaire
from noyau.erreurs import RegleViolee
from referentiels.regles.reglement import BaremeIncomplet
from referentiels.regles.typographie import compter

REFUS_MONTRES = 200


class Command(BaseCommand):
    help = (
        "Importe une liste d’intentions, celle d’un partenaire ou de la Région. Les lignes justes sont déposées et "
        "leurs employeurs invités à confirmer ; chaque ligne fausse est dite, avec sa raison. Une référence déjà "
        "transmise reste comme elle est : relancer la commande ne change rien. Dès qu’une ligne est refusée le code "
        "de sortie est 1, les autres lignes étant gardées. Les colonnes sont décrites dans docs/guides/agent.md."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "fichier",
            metavar="FICHIER.csv",
            type=Path,
            help="la liste, telle qu’un tableur l’enregistre",
        )
        parser.add_argument(
            "--partenaire", metavar="NOM|ID", help="qui transmet : son nom ou son numéro (la Région par défaut)"
        )
        parser.add_argument(
            "--erreurs",
            metavar="FICHIER",
            type=Path,
            help="y écrit les lignes refusées avec leur numéro et leur motif, à corriger puis à importer",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        chemin: Path = options["fichier"]
        partenaire = _partenaire(options["partenaire"])
        try:
            liste = ListeCsv(lambda: chemin.open("rb"))
            fait = self._importer(liste, chemin, partenaire, options["erreurs"])
        except (ListeIllisible, BaremeIncomplet) as erreur:
            raise CommandError(str(erreur)) from erreur
        except OSError as erreur:
            raise CommandError(f"{erreur.filename} ne s’ouvre pas : {erreur.strerror}.") from erreur
        except RegleViolee as refus:
            raise CommandError(str(refus)) from refus
        accuser_la_liste(
            partenaire,
            nom=chemin.name,
            empreinte=hashlib.sha256(chemin.read_bytes()).hexdigest(),
            enregistrees=fait.creees + fait.deja_connues,
            en_erreur=fait.en_erreur,
        )
        self._rendre_compte(fait, options["erreurs"])

    def _importer(self, liste: ListeCsv, chemin: Path, partenaire: Partenaire, erreurs: Path | None) -> Avancement:
        if erreurs and erreurs.resolve() == chemin.resolve():
            raise CommandError("Donnez à --erreurs un autre nom que celui de la liste : elle serait écrasée.")
        # Disabled by itself where there is no terminal.
        with ExitStack() as pile, tqdm(total=liste.lignes, unit=" lignes", disable=None, leave=False) as barre:
            return importer(
                liste,
                preparer_transmission(partenaire=partenaire, par=None, le=timezone.localdate()),
                refuser=self._refuser(liste, erreurs, pile),
                avancer=lambda fait: barre.update(fait.lues),
            )

    def _refuser(self, liste: ListeCsv, erreurs: Path | None, pile: ExitStack) -> Callable[[Refus], None]:
        """Give what is done with a bad row: said, and written in the error file, which is made for the first one."""
        fichiers: list[FichierDesErreurs] = []
        dits: list[int] = []

        def refuser(refus: Refus) -> None:
            if len(dits) < REFUS_MONTRES:
                tqdm.write(f"Ligne {refus.ligne} : {refus.motif}", file=self.stderr)
                dits.append(refus.ligne)
            if erreurs and not fichiers:
                flux = pile.enter_context(erreurs.open("w", encoding="utf-8", newline=""))
                fichiers.append(FichierDesErreurs(flux, liste))
            for fichier in fichiers:
                fichier.ajouter(refus)

        return refuser

    def _rendre_compte(self, fait: Avancement, erreurs: Path | None) -> None:
        self.stdout.write(
            f"{compter(fait.lues, 'ligne')} : {compter(fait.creees, 'intention créée', 'intentions créées')}, "
            f"{compter(fait.deja_connues, 'déjà connue', 'déjà connues')}, "
            f"{compter(fait.en_erreur, 'ligne refusée', 'lignes refusées')}."
        )
        if not fait.en_erreur:
            return
        if (reste := fait.en_erreur - REFUS_MONTRES) > 0:
            self.stderr.write(f"… et {compter(reste, 'autre ligne refusée', 'autres lignes refusées')}.")
        suite = f" Corrigez {erreurs}, puis importez-le." if erreurs else " --erreurs FICHIER les y écrit."
        refusees = compter(fait.en_erreur, "ligne refusée", "lignes refusées")
        raise CommandError(f"{refusees} ; le reste est enregistré.{suite}")


def _partenaire(designe: str | None) -> Partenaire:
    if not designe:
        return la_region()
    connus = Partenaire.objects.order_by("nom", "pk")
    numero = designe.isascii() and designe.isdigit() and len(designe) < 10
    trouves = connus.filter(pk=int(designe)) if numero else connus.filter(nom__iexact=designe)
    if len(trouves) == 1:
        return trouves[0]
    liste = ", ".join(f"{partenaire.nom} ({partenaire.pk})" for partenaire in (trouves or connus))
    if trouves:
        raise CommandError(f"Plusieurs partenaires portent ce nom, donnez un numéro : {liste}.")
    raise CommandError(f"Aucun partenaire ne s’appelle « {designe} ». Ceux que nous connaissons : {liste or 'aucun'}.")

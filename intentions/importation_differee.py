"""The lists handed to the worker: one at a time each, taken up again where a killed worker left them.

A list is in one pair of hands at a time, free again as soon as its worker dies. The counts are written in the
transaction of each batch.
"""

import logging
import uuid
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

from django.core.files import File
from django.db import OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from intentions.actions.accuser import accuser_la_liste
from intentions.actions.importer import preparer_transmission
from intentions.forms.liste import ListeCsv, ListeIllisible
from intentions.importation import Avancement, FichierDesErreurs, Refus, importer, liste_de
from intentions.models import ImportIntentions, StatutImport
from noyau import journal
from noyau.erreurs import RegleViolee
from noyau.verrous import dans_nos_mains
from referentiels.regles.reglement import BaremeIncomplet

trace = logging.getLogger(__name__)
VERROU = 7203
INATTENDUE = "Une erreur inattendue a arrêté l’import. Ce qui était enregistré le reste : vous pouvez le reprendre."


def importer_les_listes(*, maintenant: Callable[[], datetime]) -> int:
    """Import the lists that were handed over, oldest first; give how many were finished.

    ``maintenant`` gives the present instant. Several workers may run this at once.
    """
    finies = 0
    en_cours = ImportIntentions.objects.filter(statut=StatutImport.EN_COURS).order_by("depose_le", "pk")
    for importation in list(en_cours.values_list("pk", flat=True)):
        with dans_nos_mains(VERROU, importation) as libre:
            if libre:
                finies += _importer_une(importation, maintenant)
    return finies


def _importer_une(pk: int, maintenant: Callable[[], datetime]) -> bool:
    importation = ImportIntentions.objects.select_related("partenaire", "par").get(pk=pk)
    if importation.statut != StatutImport.EN_COURS:
        return False
    try:
        with TemporaryDirectory() as dossier:
            erreurs = Path(dossier) / "erreurs.csv"
            _derouler(importation, erreurs, le=timezone.localtime(maintenant()).date())
            _terminer(importation, erreurs, maintenant())
    except (ListeIllisible, BaremeIncomplet) as erreur:
        _echouer(importation, str(erreur), maintenant())
    except RegleViolee as refus:
        _echouer(importation, str(refus), maintenant())
    except OperationalError:
        # The database went away: the next run takes the list up again.
        raise
    except Exception:  # noqa: BLE001 - a list that breaks the worker must not be taken up for ever
        trace.exception("L’import %s s’est arrêté.", pk)
        _echouer(importation, INATTENDUE, maintenant())
    return True


def _derouler(importation: ImportIntentions, erreurs: Path, *, le) -> None:
    liste = liste_de(importation)
    transmission = preparer_transmission(partenaire=importation.partenaire, par=importation.par, le=le)

    def avancer(fait: Avancement) -> None:
        ImportIntentions.objects.filter(pk=importation.pk).update(
            lues=F("lues") + fait.lues,
            creees=F("creees") + fait.creees,
            deja_connues=F("deja_connues") + fait.deja_connues,
            en_erreur=F("en_erreur") + fait.en_erreur,
        )

    with erreurs.open("w", encoding="utf-8", newline="") as flux:
        importer(
            liste,
            transmission,
            refuser=_ecrire_dans(flux, liste),
            avancer=avancer,
            deja_lues=importation.lues,
        )


def _ecrire_dans(flux: TextIO, liste: ListeCsv) -> Callable[[Refus], None]:
    return FichierDesErreurs(flux, liste).ajouter


@transaction.atomic
def _terminer(importation: ImportIntentions, erreurs: Path, instant: datetime) -> None:
    importation.refresh_from_db()
    if importation.en_erreur:
        with erreurs.open("rb") as flux:
            importation.erreurs.save(f"{uuid.uuid4().hex}.csv", File(flux), save=False)
    importation.statut, importation.termine_le = StatutImport.TERMINE, instant
    importation.save(update_fields=["statut", "termine_le", "erreurs"])
    journal.noter(importation, "Import terminé", par=None, transition="terminer")
    accuser_la_liste(
        importation.partenaire,
        nom=importation.nom_fichier,
        empreinte=importation.empreinte,
        enregistrees=importation.creees + importation.deja_connues,
        en_erreur=importation.en_erreur,
    )


@transaction.atomic
def _echouer(importation: ImportIntentions, motif: str, instant: datetime) -> None:
    ImportIntentions.objects.filter(pk=importation.pk).update(statut=StatutImport.ECHOUE, termine_le=instant)
    journal.noter(importation, "Import arrêté", par=None, transition="echouer", motif=motif)

"""A file of the survey sent from the administration: kept, read without writing, then written or thrown away."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.core.files.base import File
from django.db import transaction

from noyau import journal
from noyau.erreurs import RegleViolee
from referentiels.actions.fichiers import ColonnesIntrouvables, Fichier, FichierInutilisable, ouvrir
from referentiels.actions.importer_bmo import COLONNES, importer_bmo
from referentiels.actions.imports import Rapport
from referentiels.models import ImportEnquete
from referentiels.regles.typographie import enumerer

REFUS_GARDES = 50
CLASSEUR = b"PK\x03\x04"
NOMS = {
    "code_metier": "code du métier",
    "metier": "nom du métier",
    "departement": "département",
    "code_bassin": "code du bassin",
    "bassin": "nom du bassin",
    "projets": "met (projets)",
    "difficiles": "xmet (difficiles)",
    "saisonniers": "smet (saisonniers)",
}


def recevoir_enquete(*, fichier: File, annee: int | None, par: Any, maintenant: datetime) -> ImportEnquete:
    """Keep a file to be read. Raises ``RegleViolee`` saying what to do when nothing can be read of it."""
    with _en_fichier(fichier) as chemin:
        _ouvrir(chemin)
    importation = ImportEnquete(
        nom_fichier=Path(fichier.name or "enquete.csv").name[-120:], annee=annee, depose_le=maintenant
    )
    fichier.seek(0)
    with transaction.atomic():
        importation.fichier.save(f"{uuid.uuid4().hex}.csv", fichier, save=False)
        importation.save()
        journal.noter(importation, "Fichier reçu", par=par, transition="recevoir")
    return importation


def apercevoir_enquete(importation: ImportEnquete) -> Rapport:
    """Give what the import would do, by doing it and taking it back. Raises ``RegleViolee`` for an unreadable file."""
    with transaction.atomic():
        rapport = _importer(importation)
        transaction.set_rollback(True)
    return rapport


@transaction.atomic
def importer_enquete(*, import_id: int, par: Any, maintenant: datetime) -> ImportEnquete:
    """Write the years of a file in place of what was known of them, all or nothing; the file is then erased.

    Raises ``RegleViolee`` when it was imported or thrown away already.
    """
    importation = _relire(import_id)
    rapport = _importer(importation)
    refus = dict(sorted(rapport.refus.items())[:REFUS_GARDES])
    importation.resultat = {**asdict(rapport), "refus": list(refus.items()), "refusees": len(rapport.refus)}
    importation.importe_le = maintenant
    _effacer_le_fichier(importation)
    importation.save()
    journal.noter(importation, "Enquête importée", par=par, transition="importer")
    return importation


@transaction.atomic
def renoncer_a_l_enquete(*, import_id: int) -> None:
    """Throw away a file nobody has imported. Raises ``RegleViolee`` when it was."""
    importation = _relire(import_id)
    _effacer_le_fichier(importation)
    importation.delete()


def _relire(import_id: int) -> ImportEnquete:
    importation = ImportEnquete.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    if importation is None:
        raise RegleViolee("Ce fichier a été effacé : envoyez-le de nouveau.")
    if importation.importe_le is not None:
        raise RegleViolee("Ce fichier est déjà importé.")
    return importation


def _importer(importation: ImportEnquete) -> Rapport:
    with importation.fichier.open("rb") as ouvert, _en_fichier(ouvert) as chemin:
        return importer_bmo(_ouvrir(chemin), annee=importation.annee, remplacer=True)


def _effacer_le_fichier(importation: ImportEnquete) -> None:
    transaction.on_commit(partial(importation.fichier.storage.delete, str(importation.fichier.name)), robust=True)
    importation.fichier = ""


@contextmanager
def _en_fichier(fichier: File) -> Iterator[Path]:
    """Give a copy on this machine: what was sent may be kept elsewhere."""
    with NamedTemporaryFile(suffix=".csv") as copie:
        fichier.seek(0)
        for morceau in fichier.chunks():
            copie.write(morceau)
        copie.flush()
        yield Path(copie.name)


def _ouvrir(chemin: Path) -> Fichier:
    with chemin.open("rb") as debut:
        if debut.read(len(CLASSEUR)) == CLASSEUR:
            raise RegleViolee(
                "Ce fichier est un classeur. Ouvrez-le, choisissez la feuille des bassins d’emploi, enregistrez-la en "
                "CSV, puis envoyez ce CSV."
            )
    try:
        return ouvrir(chemin, COLONNES, {})
    except ColonnesIntrouvables as erreur:
        manquent = enumerer([NOMS[nom] for nom in erreur.manquantes])
        raise RegleViolee(
            f"Il manque à ce fichier : {manquent}. Envoyez la feuille des bassins d’emploi de l’enquête, avec ses "
            "titres de colonnes."
        ) from erreur
    except FichierInutilisable as erreur:
        raise RegleViolee("Ce fichier ne se lit pas : enregistrez la feuille des bassins d’emploi en CSV.") from erreur

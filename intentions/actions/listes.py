"""A list sent from the administration: kept, then imported by the worker once somebody has read what it holds."""

import hashlib
import uuid
from datetime import datetime
from functools import partial

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from comptes.models import Utilisateur
from intentions.actions.transmettre import exiger_ouvert
from intentions.models import ImportIntentions, Partenaire, StatutImport
from noyau import journal
from noyau.erreurs import RegleViolee

DEJA_LANCE = "Cet import est déjà lancé."


@transaction.atomic
def recevoir_liste(
    *, partenaire: Partenaire, fichier: UploadedFile, lignes: int, par: Utilisateur, maintenant: datetime
) -> ImportIntentions:
    """Keep a list to be read before it is imported. Its file is named by nobody, and erased after thirty days."""
    importation = ImportIntentions(
        partenaire=partenaire,
        par=par,
        nom_fichier=(fichier.name or "liste.csv")[-120:],
        empreinte=_empreinte(fichier),
        lignes=lignes,
        depose_le=maintenant,
    )
    fichier.seek(0)
    importation.fichier.save(f"{uuid.uuid4().hex}.csv", fichier, save=False)
    importation.save()
    journal.noter(importation, "Liste reçue", par=par, transition="recevoir")
    return importation


@transaction.atomic
def lancer_import(*, import_id: int, par: Utilisateur) -> ImportIntentions:
    """Hand a list to the worker; one that failed starts again where it stopped.

    Raises ``RegleViolee`` when it is already going or done, when its file is gone, or its partner's account closed.
    """
    importation = _relire(import_id)
    if importation.statut not in {StatutImport.DEPOSE, StatutImport.ECHOUE}:
        raise RegleViolee(DEJA_LANCE)
    if not importation.fichier:
        raise RegleViolee("Le fichier de cette liste a été effacé : envoyez-la de nouveau.")
    exiger_ouvert(importation.partenaire)
    importation.statut, importation.termine_le = StatutImport.EN_COURS, None
    importation.save(update_fields=["statut", "termine_le"])
    journal.noter(importation, "Import lancé", par=par, transition="lancer")
    return importation


@transaction.atomic
def renoncer_a_l_import(*, import_id: int) -> None:
    """Throw away a list nobody has imported yet, and its file. Raises ``RegleViolee`` when it was started."""
    importation = _relire(import_id)
    if importation.statut != StatutImport.DEPOSE:
        raise RegleViolee(DEJA_LANCE)
    if importation.fichier.name:
        transaction.on_commit(partial(importation.fichier.storage.delete, importation.fichier.name), robust=True)
    importation.delete()


def _relire(import_id: int) -> ImportIntentions:
    verrouilles = ImportIntentions.objects.select_for_update(of=("self",)).select_related("partenaire")
    return verrouilles.get(pk=import_id)


def _empreinte(fichier: UploadedFile) -> str:
    somme = hashlib.sha256()
    for morceau in fichier.chunks():
        somme.update(morceau)
    return somme.hexdigest()

"""What intentions forget at the end of their time (docs/donnees-personnelles.md). Each may be run again."""

import logging
from datetime import datetime
from functools import partial

from django.db import transaction
from django.db.models import OuterRef, ProtectedError, QuerySet, Subquery
from django.db.models.fields.files import FieldFile

from intentions.enums import StatutIntention
from intentions.models import ImportIntentions, IntentionEmbauche
from noyau.journal import LigneJournal, noter
from noyau.pieces import Piece

journal = logging.getLogger(__name__)

FERMEES = (
    StatutIntention.REFUSEE,
    StatutIntention.DESISTEE,
    StatutIntention.EXPIREE,
    StatutIntention.CLASSEE,
)
CONTACT = ("contact_nom", "contact_telephone", "contact_courriel")


@transaction.atomic
def supprimer_brouillons(avant: datetime) -> int:
    """Throw away the drafts nobody touched since ``avant``, with what was attached to them; give how many.

    One that something still refers to is kept: it is more than a draft.
    """
    anciens = IntentionEmbauche.objects.filter(
        statut=StatutIntention.BROUILLON, numero=None, modifie_le__lt=avant
    ).order_by("pk")
    return sum(_supprimer(brouillon) for brouillon in anciens.select_for_update(of=("self",), skip_locked=True))


def _supprimer(brouillon: IntentionEmbauche) -> bool:
    numero = brouillon.pk
    try:
        with transaction.atomic():
            pieces = Piece.objects.de(brouillon)
            fichiers = [piece.fichier for piece in pieces]
            pieces.delete()
            brouillon.delete()
    except ProtectedError:
        journal.warning("Le brouillon %s est gardé : un autre dossier s’y rattache.", numero)
        return False
    for fichier in fichiers:
        _effacer_apres_validation(fichier)
    return True


@transaction.atomic
def vider_contacts(avant: datetime) -> int:
    """Empty the contact of the intentions closed before ``avant`` for which nothing was bought; give how many.

    Those of an ordered session stay as long as the accounts do.
    """
    fermees = _fermees_sans_achat(avant).exclude(**dict.fromkeys(CONTACT, ""))
    nombre = 0
    for intention in fermees.select_for_update(of=("self",), skip_locked=True):
        # By the queryset: that a contact was erased is not a change of the offer.
        IntentionEmbauche.objects.filter(pk=intention.pk).update(**dict.fromkeys(CONTACT, ""))
        noter(intention, "Coordonnées effacées", par=None, transition="effacer_contact")
        nombre += 1
    return nombre


def _fermees_sans_achat(avant: datetime) -> QuerySet[IntentionEmbauche]:
    fermetures = LigneJournal.objects.filter(
        objet_type=IntentionEmbauche._meta.label_lower, objet_id=OuterRef("pk"), arrivee__in=FERMEES
    ).order_by("-le")
    achetees = IntentionEmbauche.objects.filter(retenues__session__composante__isnull=False)
    return (
        IntentionEmbauche.objects.filter(statut__in=FERMEES)
        .annotate(fermee_le=Subquery(fermetures.values("le")[:1]))
        .filter(fermee_le__lt=avant)
        .exclude(pk__in=achetees.values("pk"))
        .order_by("pk")
    )


@transaction.atomic
def effacer_fichiers_importes(avant: datetime) -> int:
    """Erase the files of the imports deposited before ``avant``, and the lines sent back; give how many imports.

    What they gave (how many lines, how many created) stays.
    """
    pleins = ImportIntentions.objects.filter(depose_le__lt=avant).exclude(fichier="", erreurs="").order_by("pk")
    nombre = 0
    for importation in pleins.select_for_update(of=("self",), skip_locked=True):
        for champ in ("fichier", "erreurs"):
            _effacer_apres_validation(getattr(importation, champ))
        ImportIntentions.objects.filter(pk=importation.pk).update(fichier="", erreurs="")
        nombre += 1
    return nombre


def _effacer_apres_validation(fichier: FieldFile) -> None:
    """A row rolled back must find its file again; a file that cannot be erased must not bring the others back."""
    if fichier.name:
        transaction.on_commit(partial(fichier.storage.delete, fichier.name), robust=True)

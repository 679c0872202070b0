"""The ground's background work: what leaves the house."""

import logging

from celery import shared_task
from django.utils import timezone

from noyau.courriers import Document
from noyau.documents import octets_du_document
from noyau.envoi_textos import expedier_les_textos
from noyau.expedition import expedier_les_dus
from noyau.recapitulatif import rediger_les_recapitulatifs
from noyau.scellement import sceller, tete

journal = logging.getLogger(__name__)


# Early acknowledgement and a short life: the task is only a hint, the rows are the truth and beat repeats it.
@shared_task(name="noyau.expedier_courriers", acks_late=False, ignore_result=True)
def expedier_courriers() -> int:
    """Send the e-mails that are due, for twenty seconds at most; give how many left."""
    return expedier_les_dus(maintenant=timezone.now)


@shared_task(name="noyau.expedier_textos", acks_late=False, ignore_result=True)
def expedier_textos() -> int:
    """Send the text messages that are due; give how many left."""
    return expedier_les_textos(maintenant=timezone.now)


@shared_task(name="noyau.rediger_recapitulatifs", acks_late=False, ignore_result=True)
def rediger_recapitulatifs() -> int:
    """Write the daily digests that are due, from seven in the morning; give how many."""
    return rediger_les_recapitulatifs(maintenant=timezone.now())


@shared_task(name="noyau.dessiner_documents", acks_late=False, ignore_result=True)
def dessiner_documents(limite: int = 50) -> int:
    """Draw the documents that no e-mail carries, so that the first reader does not wait; give how many."""
    a_dessiner = Document.objects.filter(fichier="", efface_le=None).order_by("pk")
    return sum(_dessiner(numero) for numero in list(a_dessiner.values_list("pk", flat=True)[:limite]))


# Its life is that of one turn: a late one has nothing more to do than the next.
@shared_task(name="noyau.sceller", acks_late=False, ignore_result=True)
def sceller_ce_qui_attend() -> int:
    """Add to the chain what was decided since the last time; give how many links.

    The head is told to the log: kept elsewhere, it proves later that nothing was taken off the end.
    """
    combien = sceller()
    if combien:
        journal.info("Chaîne : %s maillons, tête %s:%s.", combien, *tete())
    return combien


def _dessiner(identifiant: int) -> bool:
    """One that cannot be drawn is told; those behind it do not wait for it."""
    try:
        octets_du_document(identifiant)
    except Exception:  # noqa: BLE001 whatever is wrong with it is wrong with it alone
        journal.exception("Le document %s ne se dessine pas.", identifiant)
        return False
    return True

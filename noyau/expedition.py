"""Sending what the outbox holds: claim, send, mark. See ``noyau.courriers`` for what is promised."""

import logging
import time
from datetime import datetime, timedelta
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import transaction

from noyau.agenda import NOM_DU_FICHIER, fichier_agenda, type_de_contenu
from noyau.courriers import ESSAIS_AVANT_QUARANTAINE, Courrier, StatutCourrier, attente_avant_essai
from noyau.documents import octets_du_document
from noyau.erreurs import RegleViolee
from noyau.redaction import lien_preferences, objet_et_corps, page_html, pied_de
from noyau.relais import JournalDeRelais, journal_du_relais

journal = logging.getLogger(__name__)

CHAMPS_D_ECHEC = ["statut", "prochain_essai_le", "tentatives", "derniere_erreur", "contexte"]


def composer(courrier: Courrier, connection=None) -> EmailMultiAlternatives:
    """Compose the message of a row, its documents attached. Always under the same Message-ID."""
    objet, corps = objet_et_corps(courrier)
    pied = pied_de(courrier, lien=lien_preferences(courrier))
    message = EmailMultiAlternatives(
        objet,
        f"{corps}\n{pied.texte}",
        settings.DEFAULT_FROM_EMAIL,
        [courrier.destinataire],
        headers={"Message-ID": courrier.message_id, "Auto-Submitted": "auto-generated"},
        connection=connection,
    )
    message.attach_alternative(page_html(courrier, pied), "text/html")
    for document in courrier.documents.order_by("pk"):
        message.attach(document.nom_fichier, octets_du_document(document.pk), "application/pdf")
    if rendez_vous := courrier.contexte.get("rendez_vous"):
        message.attach(NOM_DU_FICHIER, fichier_agenda(rendez_vous).decode(), type_de_contenu(rendez_vous))
    return message


def expedier_les_dus(*, maintenant, secondes: float = 20) -> int:
    """Send the rows that are due, for ``secondes`` at most; give how many left.

    ``maintenant`` is a function giving the present instant. Several workers may run this at once.
    """
    fin = time.monotonic() + secondes
    relais = journal_du_relais()
    connexion = get_connection()
    expedies = 0
    try:
        while time.monotonic() < fin and _relais_ouvert(connexion):
            courrier = reserver(maintenant(), relais)
            if courrier is None:
                break
            expedies += _expedier(courrier, connexion, maintenant)
    finally:
        connexion.close()
    return expedies


def _relais_ouvert(connexion) -> bool:
    """Tell whether the relay answers. While it does not, no row is claimed and none loses one of its attempts."""
    try:
        connexion.open()
    except (OSError, SMTPException) as erreur:
        journal.warning("Le relais de courriel ne répond pas : %r", erreur)
        return False
    return True


def reserver(maintenant: datetime, relais: JournalDeRelais | None) -> Courrier | None:
    """Claim the next row for the length of a lease, or give None when nothing is due.

    A row whose lease ran out was in a dead worker's hands: if the relay's log says it accepted the message, it is
    marked as sent and the next row is looked at. Otherwise that try counts as a failed one, so that a row which kills
    its workers ends in quarantine.
    """
    while True:
        with transaction.atomic():
            courrier = Courrier.objects.select_for_update(of=("self",), skip_locked=True).dus(maintenant).first()
            if courrier is None:
                return None
            en_doute = courrier.statut == StatutCourrier.EN_COURS
            if en_doute and relais is not None and relais.a_accepte(courrier.message_id):
                _marquer_expedie(courrier, maintenant)
                continue
            if en_doute:
                _compter_un_echec(courrier, "Le worker s’est arrêté pendant l’envoi.")
            if courrier.statut == StatutCourrier.QUARANTAINE:
                courrier.save(update_fields=CHAMPS_D_ECHEC)
                continue
            courrier.statut = StatutCourrier.EN_COURS
            courrier.prochain_essai_le = maintenant + timedelta(seconds=settings.COURRIER_BAIL_SECONDES)
            courrier.save(update_fields=CHAMPS_D_ECHEC)
            return courrier


def _expedier(courrier: Courrier, connexion, maintenant) -> int:
    try:
        composer(courrier, connexion).send()
    except Exception as erreur:  # noqa: BLE001 — whatever went wrong, the row must say it and wait its turn
        _noter_echec(courrier, erreur, maintenant())
        connexion.close()
        return 0
    with transaction.atomic():
        _marquer_expedie(courrier, maintenant())
    return 1


def _marquer_expedie(courrier: Courrier, maintenant: datetime) -> None:
    courrier.statut = StatutCourrier.EXPEDIE
    courrier.expedie_le = maintenant
    courrier.tentatives += 1
    courrier.derniere_erreur = ""
    _effacer_le_secret(courrier)
    courrier.save(update_fields=["statut", "expedie_le", "tentatives", "derniere_erreur", "contexte"])


def _effacer_le_secret(courrier: Courrier) -> None:
    if courrier.porte_un_secret:
        courrier.contexte = {}


def _noter_echec(courrier: Courrier, erreur: Exception, maintenant: datetime) -> None:
    """Say what went wrong, unless the lease ran out meanwhile and another worker holds the row."""
    with transaction.atomic():
        sien = Courrier.objects.select_for_update(of=("self",)).filter(
            pk=courrier.pk, statut=StatutCourrier.EN_COURS, prochain_essai_le=courrier.prochain_essai_le
        )
        if sien.order_by("pk").first() is None:
            return
        _compter_un_echec(courrier, repr(erreur))
        courrier.prochain_essai_le = maintenant + attente_avant_essai(courrier.tentatives)
        courrier.save(update_fields=CHAMPS_D_ECHEC)
    journal.warning("Le courrier %s n’est pas parti (essai %s).", courrier.pk, courrier.tentatives)


def _compter_un_echec(courrier: Courrier, erreur: str) -> None:
    courrier.tentatives += 1
    courrier.derniere_erreur = erreur[:2000]
    epuise = courrier.tentatives >= ESSAIS_AVANT_QUARANTAINE
    courrier.statut = StatutCourrier.QUARANTAINE if epuise else StatutCourrier.A_EXPEDIER
    if epuise:
        _effacer_le_secret(courrier)


@transaction.atomic
def remettre_en_route(*, courrier_id: int, maintenant: datetime) -> Courrier:
    """Put a row back in line after quarantine, with its attempts forgotten and the same Message-ID.

    Raises ``RegleViolee`` for a code, erased when given up, and for a row emptied at the end of its time.
    """
    courrier = Courrier.objects.select_for_update(of=("self",)).en_quarantaine().get(pk=courrier_id)
    if courrier.porte_un_secret:
        raise RegleViolee("Un code de connexion ne se renvoie pas : la personne en demande un nouveau.")
    if courrier.vide:
        raise RegleViolee("Ce courrier est vidé depuis deux ans : il ne dit plus rien, ni à qui.")
    courrier.statut = StatutCourrier.A_EXPEDIER
    courrier.tentatives = 0
    courrier.prochain_essai_le = maintenant
    courrier.save(update_fields=["statut", "tentatives", "prochain_essai_le"])
    return courrier

"""Sending what the outbox of text messages holds, through the provider that ``SMS_URL`` names. See ``noyau.textos``.

``SMS_URL`` is an address of Apprise with ``{numero}`` where the phone number goes.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from apprise import Apprise
from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from stdnum.exceptions import ValidationError

from noyau.textos import ESSAIS_MAX, StatutTexto, Texto, attente_avant_essai

journal = logging.getLogger(__name__)

CHAMPS = ["statut", "tentatives", "prochain_essai_le", "derniere_erreur", "expedie_le"]
LOT = 50


class EnvoiRefuse(Exception):
    """The provider did not take the message."""


def texte_de(texto: Texto) -> str:
    """Give the words of a text message, on one line."""
    contexte = {**texto.contexte, "site_url": settings.SITE_URL}
    return " ".join(render_to_string(f"textos/{texto.modele}.txt", contexte).split())


def numero_international(numero: str) -> str:
    """Give « 33612345678 » for « 06 12 34 56 78 ». Raises ``ValidationError`` when it is no French mobile number."""
    chiffres = "".join(c for c in numero if c.isdigit())
    chiffres = chiffres.removeprefix("00")
    if chiffres.startswith("33"):
        chiffres = f"0{chiffres[2:].removeprefix('0')}"
    if len(chiffres) != 10 or chiffres[:2] not in {"06", "07"}:
        raise ValidationError("Ce numéro n’est pas celui d’un téléphone portable.")
    return f"33{chiffres[1:]}"


def expedier_les_textos(*, maintenant: Callable[[], datetime]) -> int:
    """Send the text messages that are due, fifty at most; give how many left. Nothing at all without ``SMS_URL``.

    Several workers may run this at once.
    """
    if not settings.SMS_URL:
        return 0
    _abandonner_les_doutes(maintenant())
    partis = 0
    for _ in range(LOT):
        texto = _reserver(maintenant())
        if texto is None:
            break
        partis += _expedier(texto, maintenant)
    return partis


@transaction.atomic
def _reserver(maintenant: datetime) -> Texto | None:
    texto = Texto.objects.dus(maintenant).select_for_update(of=("self",), skip_locked=True).first()
    if texto is not None:
        texto.statut = StatutTexto.EN_COURS
        texto.prochain_essai_le = maintenant + timedelta(seconds=settings.COURRIER_BAIL_SECONDES)
        texto.save(update_fields=CHAMPS)
    return texto


def _abandonner_les_doutes(maintenant: datetime) -> None:
    """A worker died with these in hand: they may have left, and do not leave again."""
    Texto.objects.filter(statut=StatutTexto.EN_COURS, prochain_essai_le__lte=maintenant).update(
        statut=StatutTexto.ABANDONNE, derniere_erreur="Le worker s’est arrêté pendant l’envoi : peut-être parti."
    )


def _expedier(texto: Texto, maintenant: Callable[[], datetime]) -> int:
    try:
        _envoyer(numero_international(texto.destinataire), texte_de(texto))
    except ValidationError:
        texto.statut, texto.derniere_erreur = StatutTexto.ABANDONNE, "Ce n’est pas un numéro de portable."
    except Exception as erreur:  # noqa: BLE001 whatever went wrong, the row says it and waits its turn
        texto.tentatives += 1
        # The kind of error alone: what providers answer may hold the number.
        texto.derniere_erreur = type(erreur).__name__
        texto.statut = StatutTexto.ABANDONNE if texto.tentatives >= ESSAIS_MAX else StatutTexto.A_EXPEDIER
        texto.prochain_essai_le = maintenant() + attente_avant_essai(texto.tentatives)
        journal.warning("Le texto %s n’est pas parti (essai %s).", texto.pk, texto.tentatives)
    else:
        texto.statut, texto.expedie_le = StatutTexto.EXPEDIE, maintenant()
    texto.save(update_fields=CHAMPS)
    return int(texto.statut == StatutTexto.EXPEDIE)


def _envoyer(numero: str, texte: str) -> None:
    fournisseur = Apprise()
    if not fournisseur.add(settings.SMS_URL.replace("{numero}", numero)):
        raise EnvoiRefuse("SMS_URL n’est pas une adresse connue.")
    if not fournisseur.notify(body=texte):
        raise EnvoiRefuse("Le fournisseur n’a pas pris le message.")

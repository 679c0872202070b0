"""Writing in an intention's file: everybody who takes part in it is told."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from intentions.queries.participants import adresses_du_fil, fils_ouverts_a, qualite_dans_le_fil
from noyau import courriers
from noyau.messagerie import ecrire, exiger_une_cadence, marquer_lu, signature
from noyau.pieces import Message
from noyau.televersement import PieceLue


@transaction.atomic
def ecrire_au_fil(
    *, intention_id: int, par: Utilisateur, texte: str, envoi: UUID, pieces: Iterable[PieceLue] = ()
) -> Message:
    """Write a message in an intention's file, with its files, and tell the others; sent twice, it is written once.

    Raises ``IntentionEmbauche.DoesNotExist`` for who takes no part in it, ``PermissionDenied`` for an officer who may
    only read, ``RegleViolee`` after too many messages in an hour.
    """
    intention = fils_ouverts_a(par).get(pk=intention_id)
    qualite = qualite_dans_le_fil(par, intention)
    if not qualite:
        raise PermissionDenied
    exiger_une_cadence(par, envoi=envoi)
    message, nouveau = ecrire(intention, auteur=par, qualite=qualite, texte=texte, envoi=envoi, pieces=pieces)
    if nouveau:
        marquer_lu(intention, par, jusqu_a=message.pk)
        _prevenir(intention, message, par=par)
    return message


def _prevenir(intention: IntentionEmbauche, message: Message, *, par: Utilisateur) -> None:
    contexte = {
        "intention": intention.numero,
        "poste": intention.intitule_affiche,
        "employeur": str(intention.employeur or ""),
        "auteur": signature(message),
        "texte": message.texte,
        "pieces": [piece.nom for piece in message.pieces.order_by("pk")],
        "chemin": reverse("messages:intention", args=[intention.pk]),
    }
    for rang, (adresse, qui) in enumerate(adresses_du_fil(intention, sauf=par).items()):
        # The Région's shared inbox is told once a day of each file: its officers have the queue, and the file itself.
        jour = timezone.localtime(message.le).date().isoformat()
        cle = f"message-region:{intention.pk}:{jour}" if qui == "region" else f"message:{message.pk}:{rang}"
        courriers.deposer(
            modele="nouveau_message",
            cle=cle,
            destinataire=adresse,
            contexte={**contexte, "pour": qui},
            groupable=True,
        )

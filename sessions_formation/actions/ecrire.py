"""Writing in a session's file: its training body, the mandataire of its lot and the Région read it."""

from collections.abc import Iterable
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from comptes.models import Utilisateur
from noyau import courriers
from noyau.messagerie import ecrire, exiger_une_cadence, marquer_lu, signature
from noyau.pieces import Message
from noyau.televersement import PieceLue
from sessions_formation.models import Session
from sessions_formation.queries.fil import adresses_du_fil, fils_ouverts_a, qualite_dans_le_fil


@transaction.atomic
def ecrire_a_la_session(
    *, session_id: int, par: Utilisateur, texte: str, envoi: UUID, pieces: Iterable[PieceLue] = ()
) -> Message:
    """Write a message about a session, with its files, and tell the others; sent twice, it is written once.

    Raises ``Session.DoesNotExist`` for who does not read it and for a draft, ``PermissionDenied`` for an officer who
    may only read, ``RegleViolee`` after too many messages in an hour.
    """
    sessions = fils_ouverts_a(par).select_related("organisme", "lot", "demandeur", "agent")
    session = sessions.get(pk=session_id)
    qualite = qualite_dans_le_fil(par, session)
    if not qualite:
        raise PermissionDenied
    exiger_une_cadence(par, envoi=envoi)
    message, nouveau = ecrire(session, auteur=par, qualite=qualite, texte=texte, envoi=envoi, pieces=pieces)
    if nouveau:
        marquer_lu(session, par, jusqu_a=message.pk)
        _prevenir(session, message, par=par)
    return message


def _prevenir(session: Session, message: Message, *, par: Utilisateur) -> None:
    contexte = {
        "numero": session.numero,
        "intitule": session.intitule,
        "organisme": str(session.organisme),
        "lot": session.lot.numero,
        "auteur": signature(message),
        "texte": message.texte,
        "pieces": [piece.nom for piece in message.pieces.order_by("pk")],
        "chemin": reverse("messages_session:session", args=[session.pk]),
    }
    for rang, (adresse, qui) in enumerate(adresses_du_fil(session, sauf=par).items()):
        # Where nobody is in charge yet, the Région's shared inbox is told once a day of each file.
        partagee = qui == "region" and session.agent_id is None
        jour = timezone.localtime(message.le).date().isoformat()
        cle = f"message-session-region:{session.pk}:{jour}" if partagee else f"message-session:{message.pk}:{rang}"
        courriers.deposer(
            modele="session_message",
            cle=cle,
            destinataire=adresse,
            contexte={**contexte, "pour": qui},
            groupable=True,
        )

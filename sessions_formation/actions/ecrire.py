"""Writing in a session's file: its training body, the mandataire of its lot and the Région read it."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from noyau.messagerie import annoncer, ecrire_et_lire
from noyau.pieces import Message
from noyau.televersement import PieceLue
from sessions_formation.models import Session
from sessions_formation.queries.fil import adresses_du_fil, fils_ouverts_a, qualite_dans_le_fil
from stagiaires.regles.identifiants import contient_un_nir


@transaction.atomic
def ecrire_a_la_session(
    *, session_id: int, par: Utilisateur, texte: str, envoi: UUID, pieces: Iterable[PieceLue] = ()
) -> Message:
    """Write a message about a session, with its files, and tell the others; sent twice, it is written once.

    Raises ``Session.DoesNotExist`` for who does not read it and for a draft, ``PermissionDenied`` for an officer who
    may only read, ``RegleViolee`` after too many messages in an hour, or on a social security number.
    """
    # People in training are spoken of here, and what is written is kept with the session.
    if contient_un_nir(texte):
        raise RegleViolee("N’écrivez pas de numéro de sécurité sociale : retirez-le de votre message.")
    sessions = fils_ouverts_a(par).select_related("organisme", "lot", "demandeur", "agent")
    session = sessions.get(pk=session_id)
    qualite = qualite_dans_le_fil(par, session)
    message, nouveau = ecrire_et_lire(session, auteur=par, qualite=qualite, texte=texte, envoi=envoi, pieces=pieces)
    if nouveau:
        _prevenir(session, message, par=par)
    return message


def _prevenir(session: Session, message: Message, *, par: Utilisateur) -> None:
    a_qui = adresses_du_fil(session, sauf=par)
    contexte = {
        "numero": session.numero,
        "intitule": session.intitule,
        "organisme": str(session.organisme),
        "lot": session.lot.numero,
        "chemin": reverse("messages_session:session", args=[session.pk]),
    }
    annoncer(
        message,
        modele="session_message",
        cle="message-session",
        a_qui=a_qui,
        boite_partagee=session.agent_id is None,
        contexte=contexte,
    )

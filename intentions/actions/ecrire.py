"""Writing in an intention's file: everybody who takes part in it is told."""

from collections.abc import Iterable
from uuid import UUID

from django.db import transaction
from django.urls import reverse

from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from intentions.queries.participants import adresses_du_fil, fils_ouverts_a, qualite_dans_le_fil
from noyau.messagerie import annoncer, ecrire_et_lire
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
    message, nouveau = ecrire_et_lire(intention, auteur=par, qualite=qualite, texte=texte, envoi=envoi, pieces=pieces)
    if nouveau:
        _prevenir(intention, message, par=par)
    return message


def _prevenir(intention: IntentionEmbauche, message: Message, *, par: Utilisateur) -> None:
    a_qui = adresses_du_fil(intention, sauf=par)
    contexte = {
        "intention": intention.numero,
        "poste": intention.intitule_affiche,
        "employeur": str(intention.employeur or ""),
        "chemin": reverse("messages:intention", args=[intention.pk]),
    }
    annoncer(message, modele="nouveau_message", cle="message", a_qui=a_qui, boite_partagee=True, contexte=contexte)

"""What people write to one another about an object: written once, never changed, new to those who have not read it.

Who may read or write, and who is told, is each app's to say: here are only the words, their files and their readers.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, models, transaction
from django.db.models import Count, F, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from noyau import courriers, horloge
from noyau.erreurs import RegleViolee
from noyau.journal import nom_de
from noyau.pieces import LectureDeFil, Message, Piece
from noyau.televersement import PieceLue, joindre

CATEGORIE = "message"
# Each message writes to everybody of the file: nobody writes that many by hand.
MESSAGES_PAR_HEURE = 30


def exiger_une_cadence(auteur: Any, *, envoi: UUID) -> None:
    """Raise ``RegleViolee`` for who has written too many messages in an hour, whatever they are about."""
    depuis = horloge.maintenant() - timedelta(hours=1)
    recents = Message.objects.filter(auteur=auteur.pk, le__gt=depuis).exclude(envoi=envoi)
    if recents.count() >= MESSAGES_PAR_HEURE:
        raise RegleViolee(f"Vous avez écrit {MESSAGES_PAR_HEURE} messages en une heure. Reprenez un peu plus tard.")


def ecrire(
    objet: models.Model, *, auteur: Any, qualite: str, texte: str, envoi: UUID, pieces: Iterable[PieceLue] = ()
) -> tuple[Message, bool]:
    """Write a message about ``objet``, with its files; ``qualite`` says for whom its author speaks.

    ``envoi`` names the sending: the same sent again (double click, page sent twice) gives the message already written,
    and False. To be called in a transaction.
    """
    try:
        with transaction.atomic():
            message = Message.objects.create(
                objet_type=objet._meta.label_lower,
                objet_id=objet.pk,
                auteur=auteur,
                auteur_nom=nom_de(auteur),
                auteur_qualite=qualite,
                texte=texte,
                le=horloge.maintenant(),
                envoi=envoi,
            )
    except IntegrityError as erreur:
        if "un_message_par_envoi" not in str(erreur):
            raise
        return Message.objects.get(auteur=auteur, envoi=envoi), False
    for piece in pieces:
        joindre(objet, piece, categorie=CATEGORIE, par=auteur, message=message)
    return message, True


def ecrire_et_lire(
    objet: models.Model, *, auteur: Any, qualite: str, texte: str, envoi: UUID, pieces: Iterable[PieceLue] = ()
) -> tuple[Message, bool]:
    """Write as ``ecrire`` does, for a person who has then read all that came before.

    Raises ``PermissionDenied`` for who has no ``qualite`` to speak in, ``RegleViolee`` after too many messages in an
    hour. To be called in a transaction.
    """
    if not qualite:
        raise PermissionDenied
    exiger_une_cadence(auteur, envoi=envoi)
    message, nouveau = ecrire(objet, auteur=auteur, qualite=qualite, texte=texte, envoi=envoi, pieces=pieces)
    if nouveau:
        marquer_lu(objet, auteur, jusqu_a=message.pk)
    return message, nouveau


def annoncer(
    message: Message,
    *,
    modele: str,
    cle: str,
    a_qui: Mapping[str, str],
    boite_partagee: bool,
    contexte: Mapping[str, Any],
) -> None:
    """Tell the others of a message: ``a_qui`` gives for whom each address reads, ``contexte`` what the file is.

    ``cle`` begins the key of each mail. A shared inbox (``boite_partagee``: that of « region ») is told once a day of
    each file: its officers have the queue, and the file itself.
    """
    jour = timezone.localtime(message.le).date().isoformat()
    dit = {
        **contexte,
        "auteur": signature(message),
        "texte": message.texte,
        "pieces": [piece.nom for piece in message.pieces.order_by("pk")],
    }
    for rang, (adresse, qui) in enumerate(a_qui.items()):
        partagee = boite_partagee and qui == "region"
        courriers.deposer(
            modele=modele,
            cle=f"{cle}-region:{message.objet_id}:{jour}" if partagee else f"{cle}:{message.pk}:{rang}",
            destinataire=adresse,
            contexte={**dit, "pour": qui},
            groupable=True,
        )


def pieces_des_messages(modele: type[models.Model]) -> models.QuerySet[Piece]:
    """Give the files joined to messages about objects of this model. Who may read them is each app's to say."""
    return Piece.objects.filter(objet_type=modele._meta.label_lower, categorie=CATEGORIE, message__isnull=False)


def fil_de(objet: models.Model) -> list[Message]:
    """Give the messages of an object, oldest first, each with its files (2 queries)."""
    return list(Message.objects.de(objet).prefetch_related(models.Prefetch("pieces", Piece.objects.order_by("pk"))))


def marquer_lu(objet: models.Model, utilisateur: Any, *, jusqu_a: int) -> None:
    """Note that a person has read an object's messages up to number ``jusqu_a``; an older page never takes it back."""
    lecture, nouvelle = LectureDeFil.objects.get_or_create(
        utilisateur=utilisateur,
        objet_type=objet._meta.label_lower,
        objet_id=objet.pk,
        defaults={"dernier_lu": jusqu_a},
    )
    if not nouvelle:
        LectureDeFil.objects.filter(pk=lecture.pk, dernier_lu__lt=jusqu_a).update(dernier_lu=jusqu_a)


def nouveaux_pour(utilisateur: Any, objets: Iterable[models.Model]) -> dict[int, int]:
    """Give how many messages of each object (by its id) the person has not read, those without any left out.

    The objects are of one model. One query for a whole list, none for an empty one.
    """
    objets = list(objets)
    if not objets:
        return {}
    lu = LectureDeFil.objects.filter(
        utilisateur=utilisateur, objet_type=OuterRef("objet_type"), objet_id=OuterRef("objet_id")
    )
    nouveaux = (
        Message.objects.filter(objet_type=objets[0]._meta.label_lower, objet_id__in=[objet.pk for objet in objets])
        .exclude(auteur=utilisateur)
        .annotate(lu=Coalesce(Subquery(lu.values("dernier_lu")[:1]), 0))
        .filter(pk__gt=F("lu"))
    )
    return dict(nouveaux.order_by("objet_id").values_list("objet_id").annotate(Count("pk")))


def signature(message: Message) -> str:
    """« Claire Heulin, Tôlerie Heulin »; an officer's name says already that it is the Région's."""
    nom, qualite = message.auteur_nom, message.auteur_qualite
    return nom if nom.endswith(qualite) else f"{nom}, {qualite}"

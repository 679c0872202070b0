"""How a conversation about a file is shown, whatever the file is."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse

from noyau.pieces import Message
from noyau.templatetags.maison import instant


def lignes_du_fil(messages: Iterable[Message], lecteur: Any, *, url_piece: str) -> list[dict[str, Any]]:
    """Give the lines of ``composants/messages_fil.html``; ``url_piece`` names the address of a file joined to one."""
    return [
        {
            "qui": message.auteur_nom,
            "organisme": "" if message.auteur_nom.endswith(message.auteur_qualite) else message.auteur_qualite,
            "quand": instant(message.le),
            "texte": message.texte,
            "de_moi": message.auteur_id == lecteur.pk,
            "systeme": False,
            "pieces": [
                {"nom": piece.nom, "url": reverse(url_piece, args=[piece.pk])} for piece in message.pieces.all()
            ],
        }
        for message in messages
    ]

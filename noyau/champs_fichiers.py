"""The field by which every form of the house takes a file."""

from typing import Any

from django import forms
from django.conf import settings

from noyau.televersement import ACCEPTES, FORMATS, PieceLue, accepter_piece


class ChampPiece(forms.FileField):
    """One file, checked by its content; gives a ``PieceLue``, or None when nothing was sent."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", f"{FORMATS}, {settings.PIECE_TAILLE_MAX_MO} Mo au plus.")
        messages = {"required": "Choisissez un fichier.", "empty": "Ce fichier est vide."}
        options["error_messages"] = messages | options.get("error_messages", {})
        super().__init__(widget=forms.FileInput({"accept": ACCEPTES}), **options)

    def clean(self, data: Any, initial: Any = None) -> PieceLue | None:
        """Give the checked file. Raises ``ValidationError`` with what to do instead."""
        fichier = super().clean(data, initial)
        return accepter_piece(fichier) if fichier else None

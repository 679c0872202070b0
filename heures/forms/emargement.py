"""The scan of signed sheets: a PDF of several pages, or several photos, read as it is checked."""

from typing import Any

from django import forms
from django.conf import settings

from heures.actions.emargement import Envoi
from heures.scans import PAGES_MAX, lire_les_pages
from noyau.champs_fichiers import ChampPiece


class _Plusieurs(forms.FileInput):
    allow_multiple_selected = True


class ChampScans(ChampPiece):
    """Several files at once, each checked by its content and read; gives a list of ``Envoi``."""

    def __init__(self, **options: Any) -> None:
        aide = f"PDF ou photos (JPEG, PNG, WebP), {settings.PIECE_TAILLE_MAX_MO} Mo au plus par fichier."
        super().__init__(help_text=f"{aide} {PAGES_MAX} pages au plus à la fois.", **options)
        types = ".pdf,.jpg,.jpeg,.png,.webp,application/pdf,image/jpeg,image/png,image/webp"
        self.widget = _Plusieurs({"accept": types, "multiple": True})

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Give what was sent, read. Raises ``ValidationError`` with what to do instead."""
        fichiers = data if isinstance(data, list | tuple) and data else [data or None]
        if len(fichiers) > PAGES_MAX:
            raise forms.ValidationError(f"Envoyez {PAGES_MAX} fichiers au plus à la fois.")
        pieces = [super(ChampScans, self).clean(fichier, initial) for fichier in fichiers]
        envois = [Envoi(piece, lire_les_pages(piece)) for piece in pieces if piece]
        if sum(len(envoi.pages) for envoi in envois) > PAGES_MAX:
            raise forms.ValidationError(f"Envoyez {PAGES_MAX} pages au plus à la fois : un mois y tient.")
        return envois


class ScansForm(forms.Form):
    """What was scanned."""

    scans = ChampScans(label="Feuilles signées")

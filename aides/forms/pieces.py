"""Proofs, one kind at a time."""

from typing import Any

from django import forms

from aides.enums import CategoriePiece
from noyau.champs_fichiers import ChampPiece


class PieceForm(forms.Form):
    """One file of one of the kinds ``categories`` that are awaited."""

    categorie = forms.ChoiceField(label="Quelle pièce")
    piece = ChampPiece(label="Fichier")

    def __init__(self, *args: Any, categories: list[CategoriePiece], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["categorie"].choices = [(c.value, c.label) for c in categories]  # type: ignore[attr-defined]

"""Proofs, sent with whatever is written on the page that asks for them."""

from collections.abc import Iterable
from typing import Any

from django import forms

from aides.enums import CategoriePiece
from noyau.champs_fichiers import ChampPiece
from noyau.televersement import PieceLue
from referentiels.regles.typographie import composer


class PiecesForm(forms.Form):
    """One file of each kind that is awaited, none required; the kinds in their order."""

    use_required_attribute = False

    def __init__(self, *args: Any, categories: Iterable[CategoriePiece], **options: Any) -> None:
        super().__init__(*args, prefix="piece", **options)
        for categorie in categories:
            self.fields[categorie.value] = ChampPiece(
                label=composer(f"Fichier : {categorie.label}"), help_text="", required=False
            )

    def lues(self) -> list[tuple[str, PieceLue]]:
        """Give the files that were sent and could be read, with the kind of each; call ``is_valid`` first."""
        return [(nom, lue) for nom, lue in self.cleaned_data.items() if lue]

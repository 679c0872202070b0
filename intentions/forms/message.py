"""Writing in a file."""

import uuid
from collections.abc import Callable

from django import forms

from noyau.champs_fichiers import ChampPiece
from noyau.erreurs import RegleViolee
from noyau.televersement import PieceLue

PIECES = ("piece_1", "piece_2", "piece_3")
LONGUEUR_MAX = 4000
ENVOYE = "Message envoyé : les autres personnes du dossier sont prévenues."


class MessageForm(forms.Form):
    """``envoi`` is drawn with the page: the same page sent twice writes one message."""

    envoi = forms.UUIDField(widget=forms.HiddenInput)
    texte = forms.CharField(
        label="Votre message",
        max_length=LONGUEUR_MAX,
        widget=forms.Textarea({"rows": 5}),
        error_messages={"required": "Écrivez votre message avant de l’envoyer."},
    )
    piece_1 = ChampPiece(label="Pièce jointe", required=False)
    piece_2 = ChampPiece(label="Deuxième pièce", required=False, help_text="")
    piece_3 = ChampPiece(label="Troisième pièce", required=False, help_text="")

    @classmethod
    def vierge(cls) -> "MessageForm":
        return cls(initial={"envoi": uuid.uuid4()})

    def confier(self, acte: Callable[..., object]) -> bool:
        """Give what was written (``texte``, ``envoi``, ``pieces``) to ``acte``; False, with the reason, if refused."""
        if not self.is_valid():
            return False
        lu = self.cleaned_data
        try:
            acte(texte=lu["texte"], envoi=lu["envoi"], pieces=self.pieces)
        except RegleViolee as refus:
            self.add_error("texte", list(refus.motifs))
            return False
        return True

    @property
    def pieces(self) -> list[PieceLue]:
        """The files that were sent, checked."""
        return [self.cleaned_data[nom] for nom in PIECES if self.cleaned_data.get(nom)]

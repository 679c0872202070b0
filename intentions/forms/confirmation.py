"""What an employer types on the pages its personal link opens, and what a partner attaches for it."""

from django import forms

from intentions.forms.champs import FormulaireFrancais
from noyau.champs_fichiers import ChampPiece
from noyau.formulaires import ChampCourriel


class DesaveuForm(FormulaireFrancais):
    """Why the employer does not recognise what was written for it."""

    motif = forms.CharField(
        label="Qu’est-ce qui n’est pas exact ?",
        help_text="L’organisation qui l’a transmise et la Région le liront.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites-le en une phrase : le contrat n’est pas le bon, je ne recrute pas…"},
    )


class NouveauLienForm(FormulaireFrancais):
    """The address at which the employer reads mail."""

    courriel = ChampCourriel(
        label="Votre courriel",
        help_text="Celui auquel nous vous avons écrit.",
        erreurs={"required": "Écrivez votre adresse de courriel."},
    )


class EcritForm(FormulaireFrancais):
    """The employer's letter or e-mail."""

    piece = ChampPiece(label="Lettre ou courriel de l’employeur")

"""Filing, and withdrawing."""

from typing import Any

from django import forms

from intentions.forms.champs import FormulaireFrancais


class DepotForm(FormulaireFrancais):
    """The reason of a derogation, asked when one is needed (``derogation``)."""

    motif_derogation = forms.CharField(
        label="Pourquoi demandez-vous une dérogation ?",
        help_text="L’agent de la Région lira cette phrase. Par exemple : la saison dure d’avril à septembre.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi en une phrase : un agent va se prononcer dessus."},
    )

    def __init__(self, *args: Any, derogation: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        if not derogation:
            del self.fields["motif_derogation"]


class RetraitForm(FormulaireFrancais):
    motif = forms.CharField(
        label="Pourquoi la retirez-vous ?",
        help_text="L’organisme choisi et la Région le liront.",
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Dites pourquoi en une phrase : poste pourvu, projet reporté…"},
    )

"""What is arranged for a person: what is done, never why."""

from datetime import date
from typing import Any

from django import forms

from noyau.formulaires import ChoixMultiple, Jour
from parcours.enums import TypeAmenagement
from parcours.models import Amenagement
from referentiels.regles.typographie import composer


class AmenagementForm(forms.Form):
    """No free text: nothing about health can be typed here. ``le``: the day it is filled in."""

    mesures = forms.MultipleChoiceField(
        label="Ce qu’il faut aménager", choices=TypeAmenagement, required=False, widget=ChoixMultiple
    )
    boe = forms.BooleanField(
        label="Bénéficiaire de l’obligation d’emploi",
        required=False,
        help_text="Seulement si la personne le dit elle-même, et si une aide ou un aménagement en dépend.",
    )
    preuve_vue_le = forms.DateField(
        label="Justificatif vu le",
        required=False,
        widget=Jour(),
        help_text="On note qu’on l’a vu, on n’en garde pas de copie.",
        error_messages={"invalid": "Écrivez la date avec le jour, le mois et l’année."},
    )

    def __init__(self, *args: Any, le: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.le = le
        for champ in self.fields.values():
            champ.help_text = composer(str(champ.help_text))

    @staticmethod
    def depuis(amenagement: Amenagement | None) -> dict[str, Any]:
        """Give what is already noted."""
        if amenagement is None:
            return {}
        return {nom: getattr(amenagement, nom) for nom in ("mesures", "boe", "preuve_vue_le")}

    def clean_preuve_vue_le(self) -> date | None:
        vue_le = self.cleaned_data["preuve_vue_le"]
        if vue_le and vue_le > self.le:
            raise forms.ValidationError("Cette date n’est pas encore passée.")
        return vue_le

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        if lu.get("preuve_vue_le") and not lu.get("boe"):
            self.add_error("preuve_vue_le", composer("Une date sans la case du dessus : cochez-la, ou videz la date."))
        if not self.errors and not (lu.get("mesures") or lu.get("boe")):
            self.add_error("mesures", "Choisissez au moins un aménagement, ou effacez la page.")
        return lu

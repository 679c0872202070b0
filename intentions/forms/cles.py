"""A new key of the API, as an officer describes it."""

from datetime import date
from typing import Any

from django import forms

from intentions.enums import DroitApi
from noyau.formulaires import ChoixMultiple, Jour, Texte
from referentiels.regles.typographie import composer


class CleForm(forms.Form):
    """``le``: the day of the answer; a key that has already expired opens nothing."""

    use_required_attribute = False

    nom = forms.CharField(
        label="Nom de la clé",
        help_text=composer("Le logiciel qui s’en servira, par exemple « Production »."),
        max_length=50,
        widget=Texte(taille="moyen"),
        error_messages={"required": "Donnez un nom à cette clé, par exemple Production."},
    )
    droits = forms.TypedMultipleChoiceField(
        label="Droits",
        choices=DroitApi.choices,
        coerce=DroitApi,
        initial=[DroitApi.LIRE.value, DroitApi.DEPOSER.value],
        widget=ChoixMultiple,
        error_messages={"required": "Choisissez un droit au moins."},
    )
    jusqu_au = forms.DateField(
        label="Valable jusqu’au",
        help_text="Sans date, elle sert tant que vous ne la révoquez pas. Par exemple 31/12/2027.",
        required=False,
        widget=Jour,
        error_messages={"invalid": "Cette date n’existe pas. Écrivez-la comme 31/12/2027."},
    )

    def __init__(self, *args: Any, le: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.le = le

    def clean_jusqu_au(self) -> date | None:
        jusqu_au = self.cleaned_data["jusqu_au"]
        if jusqu_au and jusqu_au < self.le:
            raise forms.ValidationError("Cette date est passée.")
        return jusqu_au

"""The employer's list: a state and an establishment, kept in the address."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from aides.enums import StatutAide
from referentiels.models import Employeur


class ListeForm(forms.Form):
    statut = forms.ChoiceField(label="État", choices=[("", "Tous les états"), *StatutAide.choices], required=False)
    etablissement = forms.ModelChoiceField(
        Employeur.objects.none(), label="Établissement", empty_label="Tous mes établissements", required=False
    )

    def __init__(self, *args: Any, etablissements: QuerySet[Employeur], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["etablissement"].queryset = etablissements  # type: ignore[attr-defined]

    def conditions(self) -> dict[str, Any]:
        """Give what the list keeps; whatever could not be read is not obeyed."""
        self.is_valid()
        lues = getattr(self, "cleaned_data", {})
        voulues = {"statut": lues.get("statut"), "employeur": lues.get("etablissement")}
        return {nom: valeur for nom, valeur in voulues.items() if valeur}

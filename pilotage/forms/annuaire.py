"""What the directory of training bodies may be narrowed to; all of it stays in the address."""

from datetime import date
from typing import Any

from django import forms

from pilotage.queries.annuaire import Criteres
from referentiels.models import Departement, Secteur
from sessions_formation.forms.besoins import lire_options
from sessions_formation.models import Lot


class FiltreOrganismes(forms.Form):
    """Every answer is optional; one that cannot be read is said beside its question and narrows nothing."""

    q = forms.CharField(
        label="Nom, ville, métier", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )
    secteur = forms.ChoiceField(label="Secteur", required=False)
    departement = forms.ChoiceField(label="Département", required=False)
    certification = forms.CharField(label="Certification : code ou mots", required=False, max_length=100)

    def __init__(self, *args: Any, le: date) -> None:
        super().__init__(*args)
        ouverts = Lot.objects.ouverts(le).values("pk")
        options = lire_options(
            secteur=(Secteur.objects.filter(lots__in=ouverts).distinct(), "code", "libelle"),
            departement=(Departement.objects.filter(lots__in=ouverts).distinct(), "code", "nom"),
        )
        for question, choix in options.items():
            self.fields[question].choices = [("", "Tous"), *choix]

    def criteres(self) -> Criteres:
        """Give what the answers ask for."""
        self.is_valid()
        lu = {nom: self.cleaned_data.get(nom) or "" for nom in self.fields}
        return Criteres(lu["q"], lu["secteur"], lu["departement"], lu["certification"])

"""Sending a list from the administration."""

from io import BytesIO
from typing import Any

from django import forms

from intentions.forms.liste import ListeCsv, ListeIllisible
from intentions.models import Partenaire
from noyau.antivirus import controler
from referentiels.regles.typographie import composer

TAILLE_MAX_MO = 60


class ImportForm(forms.Form):
    """Cleans to ``partenaire`` and ``fichier``; ``lignes`` then says how many rows the list has."""

    use_required_attribute = False

    partenaire = forms.ModelChoiceField(
        Partenaire.objects.filter(actif=True).order_by("nom", "pk"),
        label="De qui vient cette liste ?",
        help_text=composer("Les intentions sont transmises en son nom : il les suit dans son espace."),
        empty_label="Choisissez un partenaire",
        error_messages={
            "required": "Choisissez qui transmet cette liste.",
            "invalid_choice": "Ce partenaire ne transmet plus d’intentions.",
        },
    )
    fichier = forms.FileField(
        label="La liste, en CSV",
        help_text=f"Un classeur s’enregistre en CSV depuis le tableur. {TAILLE_MAX_MO} Mo au plus.",
        widget=forms.FileInput({"accept": ".csv,.txt,text/csv"}),
        error_messages={"required": "Choisissez le fichier de la liste.", "empty": "Ce fichier est vide."},
    )

    def clean_fichier(self) -> Any:
        fichier = self.cleaned_data["fichier"]
        if fichier.size > TAILLE_MAX_MO * 1024 * 1024:
            raise forms.ValidationError(f"Ce fichier dépasse {TAILLE_MAX_MO} Mo : envoyez-le en plusieurs fois.")
        contenu = fichier.read()
        controler(contenu)
        try:
            liste = ListeCsv(lambda: BytesIO(contenu))
            self.lignes = liste.lignes
        except ListeIllisible as erreur:
            raise forms.ValidationError(str(erreur)) from erreur
        if not self.lignes:
            raise forms.ValidationError("Cette liste a des colonnes, mais aucune ligne.")
        return fichier

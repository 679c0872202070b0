"""A colleague's name and address, typed by who invites them."""

from django import forms

from comptes.actions.inviter import Invite
from noyau.formulaires import ChampCourriel


class CollegueForm(forms.Form):
    courriel = ChampCourriel(
        label="Courriel de votre collègue",
        help_text="L’invitation y est envoyée. Votre collègue entre avec un code, sans mot de passe.",
        remplissage="off",
    )
    prenom = forms.CharField(label="Prénom", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    nom = forms.CharField(label="Nom", max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))

    @property
    def invite(self) -> Invite:
        """Who is invited, once the form is valid."""
        return Invite(self.cleaned_data["courriel"], self.cleaned_data["prenom"], self.cleaned_data["nom"])

"""What is typed to erase a person's data, or to have the link to one's own sent."""

from django import forms

from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import Choix
from stagiaires.enums import MotifEffacement


class EffacementForm(FormulaireFrancais):
    """Why a person's data is erased before its term: from a list, the journal keeps it."""

    motif = forms.ChoiceField(
        label="Pourquoi effacer ces données maintenant ?",
        choices=MotifEffacement,
        widget=Choix(),
        error_messages={"required": "Choisissez une raison."},
    )


class LienDonneesForm(FormulaireFrancais):
    """The address a person gave to its référent."""

    courriel = forms.EmailField(
        label="Votre courriel",
        help_text="Celui que vous avez donné à la personne qui vous accompagne.",
        widget=forms.EmailInput({"autocomplete": "email"}),
        error_messages={
            "required": "Écrivez votre adresse de courriel.",
            "invalid": "Cette adresse n’est pas complète. Par exemple : prenom@boite.fr.",
        },
    )

    def clean_courriel(self) -> str:
        """Give the address in lower case, as it is kept."""
        return self.cleaned_data["courriel"].lower()

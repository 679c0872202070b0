"""What is typed to erase a person's data, or to have the link to one's own sent."""

from django import forms

from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import ChampCourriel, Choix
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

    courriel = ChampCourriel(
        label="Votre courriel",
        help_text="Celui que vous avez donné à la personne qui vous accompagne.",
        exemple="prenom@boite.fr",
        erreurs={"required": "Écrivez votre adresse de courriel."},
    )

"""What a trainee says of the training, what a training body answers, what an officer decides."""

from typing import Any

from django import forms

from insertion.actions.avis import CHAMPS, Donne
from insertion.enums import RaisonEcart
from insertion.models import AvisStagiaire
from insertion.regles.avis import DIMENSIONS, NOTES
from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import Choix
from stagiaires.forms.nir import refuser_nir

LONGUEUR = AvisStagiaire._meta.get_field("commentaire").max_length


class AvisForm(FormulaireFrancais):
    """Five marks in words, and a comment."""

    commentaire = forms.CharField(
        label="Ce que vous voulez dire de la formation",
        help_text="Facultatif. Ne nommez personne et ne parlez ni de santé, ni de vie privée. La Région lit votre "
        "commentaire avant de le publier, sans votre nom.",
        required=False,
        max_length=LONGUEUR,
        widget=forms.Textarea({"rows": 4}),
        validators=[refuser_nir],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for code, nom in DIMENSIONS.items():
            self.fields[code] = forms.TypedChoiceField(
                label=nom,
                choices=[(note, str(note)) for note in NOTES],
                coerce=int,
                widget=Choix(en_rang=True, details={str(note): mots for note, mots in NOTES.items()}),
                error_messages={"required": "Choisissez une note de 1 à 5."},
            )
        self.order_fields([*DIMENSIONS, "commentaire"])

    @classmethod
    def de(cls, donnees: Any, avis: AvisStagiaire | None) -> "AvisForm":
        """Give the form as it was posted, or as the opinion already given fills it."""
        return cls(donnees, initial={nom: getattr(avis, nom) for nom in CHAMPS} if avis else {})

    def donne(self) -> Donne:
        """Give the opinion. To be read once the form is valid."""
        return Donne(**{nom: self.cleaned_data[nom] for nom in CHAMPS})


class ReponseForm(FormulaireFrancais):
    reponse = forms.CharField(
        label="Votre réponse",
        help_text="Ne nommez personne : ni stagiaire, ni formateur. La Région la lit avant de la publier.",
        max_length=LONGUEUR,
        widget=forms.Textarea({"rows": 5}),
        validators=[refuser_nir],
        error_messages={"required": "Écrivez votre réponse."},
    )


class EcartForm(FormulaireFrancais):
    """Why what is ticked is set aside; not asked to publish."""

    raison = forms.ChoiceField(
        label="Si vous écartez, pourquoi ?", choices=[("", "Choisissez…"), *RaisonEcart.choices], required=False
    )

"""What an employer says of a person it met."""

from django import forms

from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import Choix
from parcours.enums import Avis
from parcours.models import AvisEmployeur
from stagiaires.forms.nir import refuser_nir


class AvisForm(FormulaireFrancais):
    avis = forms.TypedChoiceField(
        label="Que pensez-vous de cette candidature ?",
        choices=Avis.choices,
        coerce=Avis,
        widget=Choix,
        error_messages={"required": "Choisissez l’une des trois réponses."},
    )
    commentaire = forms.CharField(
        label="Pourquoi, en quelques mots",
        help_text="Facultatif. L’organisme de formation et le référent le liront, et la personne peut demander à le "
        "lire : parlez du poste et des compétences, jamais de la santé ni de la vie privée.",
        required=False,
        max_length=AvisEmployeur._meta.get_field("commentaire").max_length,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuser_nir],
    )

    @classmethod
    def de(cls, donnees: dict | None, donne: AvisEmployeur | None) -> "AvisForm":
        """Give the form as it was posted, or as the opinion already given fills it."""
        initial = {"avis": donne.avis, "commentaire": donne.commentaire} if donne else {}
        return cls(donnees, initial=initial)

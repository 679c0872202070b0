"""What is asked of an employer that says where its need stands."""

from django import forms
from django.db import models

from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import Choix


class Comment(models.TextChoices):
    """How the posts were filled."""

    ICI = "ici", "Oui, avec une personne formée ou présentée par ce dispositif"
    AUTREMENT = "autrement", "Non, autrement"


class PourvuForm(FormulaireFrancais):
    comment = forms.ChoiceField(
        label="Avez-vous recruté grâce à ce dispositif ?",
        choices=Comment.choices,
        widget=Choix,
        error_messages={"required": "Dites comment : la Région mesure ainsi ce que le dispositif apporte."},
    )

"""How often one wants to be written to."""

from django import forms

from noyau.formulaires import Choix
from noyau.preferences import Rythme


class RythmeForm(forms.Form):
    rythme = forms.ChoiceField(
        label="Nous vous écrivons",
        choices=Rythme.choices,
        widget=Choix(
            details={
                Rythme.AU_FIL_DE_L_EAU: "Chaque nouvelle part dès qu’elle arrive.",
                Rythme.QUOTIDIEN: "Les nouvelles de la veille arrivent ensemble, le matin à partir de 7\u00a0heures. "
                "Rien de neuf\u202f? Pas de courriel.",
            }
        ),
        error_messages={"required": "Choisissez l’un des deux rythmes."},
    )

"""What an officer says of a derogation: one reason, its bounds when it is granted, two buttons."""

from typing import Any

from django import forms
from django.db import models

from intentions.actions.decider import Bornes
from noyau.formulaires import Jour


class Issue(models.TextChoices):
    ACCORDER = "accorder", "Accorder la dérogation"
    REFUSER = "refuser", "Refuser l’intention"


class DerogationForm(forms.Form):
    use_required_attribute = False

    decision = forms.ChoiceField(choices=Issue.choices)
    motif = forms.CharField(
        label="Motif",
        help_text="Il est envoyé à l’employeur et reste dans l’historique.",
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={"required": "Écrivez le motif de votre décision\N{NO-BREAK SPACE}: l’employeur le lira."},
    )
    limites = forms.CharField(
        label="Limites, si vous accordez",
        help_text="L’employeur et les organismes de formation les lisent\N{NO-BREAK SPACE}: rien de personnel ici.",
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=2000,
        required=False,
    )
    fin = forms.DateField(
        label="Valable jusqu’au, si vous accordez",
        help_text="Par exemple\N{NO-BREAK SPACE}: 30/09/2027. Sans date, elle n’a pas de fin.",
        widget=Jour,
        required=False,
        error_messages={"invalid": "Écrivez une date comme 30/09/2027."},
    )

    def clean(self) -> dict[str, Any]:
        donnees = super().clean() or self.cleaned_data
        if donnees.get("decision") == Issue.REFUSER:
            for nom in ("limites", "fin"):
                if donnees.get(nom):
                    self.add_error(nom, "Un refus n’en a pas\N{NO-BREAK SPACE}: laissez ce champ vide, ou accordez.")
        return donnees

    @property
    def bornes(self) -> Bornes:
        """What bounds the derogation, once the form is valid."""
        return Bornes(limites=self.cleaned_data["limites"], fin=self.cleaned_data["fin"])

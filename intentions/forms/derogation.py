"""What an officer says of a derogation: one reason, two buttons."""

from django import forms
from django.db import models


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

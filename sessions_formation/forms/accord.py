"""The mandataire's answer to a sous-traitant's request."""

from django import forms


class AccordForm(forms.Form):
    motif = forms.CharField(
        label="Un mot pour l’organisme",
        help_text="Nécessaire si vous refusez : il le lira.",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

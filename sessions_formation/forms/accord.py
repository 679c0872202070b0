"""A few words beside an act: the mandataire's answer to a sous-traitant, the taking back of a request."""

from django import forms


class AccordForm(forms.Form):
    motif = forms.CharField(
        label="Un mot pour l’organisme",
        help_text="Nécessaire si vous refusez : il le lira.",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class RetraitForm(forms.Form):
    motif = forms.CharField(
        label="Pourquoi vous la retirez",
        help_text="Si vous l’écrivez, les employeurs, le mandataire et la Région le liront.",
        max_length=2000,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )

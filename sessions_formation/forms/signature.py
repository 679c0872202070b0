"""What the second person says of a purchase already signed: yes, or why not."""

from django import forms

from referentiels.regles.typographie import composer


class ContresignerForm(forms.Form):
    """``version``: the last journal line read."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    precisions = forms.CharField(
        label="Ce que vous ajoutez",
        required=False,
        help_text="Facultatif. L’organisme le lit après le motif, et l’historique le garde.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
    )


class RenvoyerForm(forms.Form):
    """``version``: the last journal line read."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    motif = forms.CharField(
        label="Pourquoi vous renvoyez ce dossier",
        help_text="La personne qui l’a signé le lit ; l’organisme ne le lit pas.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=4000,
        error_messages={
            "required": composer("Écrivez pourquoi vous renvoyez ce dossier : la personne qui l’a signé le lira.")
        },
    )

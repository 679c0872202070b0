"""Why a file is closed."""

from django import forms


class ClassementForm(forms.Form):
    use_required_attribute = False

    motif = forms.CharField(
        label="Pourquoi la classer",
        help_text="Votre phrase reste dans l’historique, et l’employeur la lit si l’intention est encore proposée.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Écrivez pourquoi\N{NO-BREAK SPACE}: doublon, demande de l’employeur…"},
    )

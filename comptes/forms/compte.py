"""What a person changes of their own account."""

from django import forms

from comptes.models import Utilisateur


class CoordonneesForm(forms.ModelForm):
    class Meta:
        model = Utilisateur
        fields = ["prenom", "nom", "telephone"]
        widgets = {
            "prenom": forms.TextInput(attrs={"autocomplete": "given-name"}),
            "nom": forms.TextInput(attrs={"autocomplete": "family-name"}),
            "telephone": forms.TextInput(attrs={"autocomplete": "tel", "type": "tel"}),
        }
        help_texts = {"telephone": "Pour vous joindre si une question se pose sur un dossier."}

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["prenom"].required = True
        self.fields["nom"].required = True

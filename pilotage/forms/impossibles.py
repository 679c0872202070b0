"""What somebody writes beside an impossible thing: known already, who mends it, by when."""

from django import forms

from pilotage.models import ConstatImpossible


class NoteForm(forms.ModelForm):
    class Meta:
        model = ConstatImpossible
        fields = ["note"]
        labels = {"note": "Ce que l’on sait"}
        widgets = {"note": forms.Textarea(attrs={"rows": 4})}

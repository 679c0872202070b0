"""A note on a parcours."""

from django import forms

from referentiels.regles.typographie import composer
from stagiaires.forms.nir import refuser_nir


class NoteForm(forms.Form):
    texte = forms.CharField(
        label="Ajouter une note",
        max_length=1000,
        widget=forms.Textarea({"rows": 3}),
        validators=[refuser_nir],
        help_text=composer(
            "Lue par le référent, l’organisme et la Région, et par la personne si elle demande ses données. "
            "Rien sur la santé ni sur la vie privée."
        ),
        error_messages={"required": "Écrivez la note."},
    )

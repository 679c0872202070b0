"""What is noted after a call."""

import uuid
from datetime import date
from typing import Any

from django import forms

from noyau.formulaires import Choix, Jour
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import ajouter_jours_ouvres
from stagiaires.enums import ResultatAppel
from stagiaires.forms.nir import refuser_nir


class AppelForm(forms.Form):
    """``envoi`` is drawn with the form: the same form sent twice notes one call. The next working day is proposed."""

    envoi = forms.UUIDField(widget=forms.HiddenInput)
    resultat = forms.ChoiceField(
        label="Qu’a donné l’appel ?",
        choices=ResultatAppel,
        widget=Choix(en_rang=True),
        error_messages={"required": "Dites ce qu’a donné l’appel."},
    )
    rappeler_le = forms.DateField(
        label="Rappeler le", help_text="Seulement si la personne est à rappeler.", required=False, widget=Jour
    )
    note = forms.CharField(
        label="Note",
        help_text="Ce qui aide à la prochaine fois. Rien sur la santé ni la famille.",
        required=False,
        max_length=300,
        validators=[refuser_nir],
        widget=forms.Textarea({"rows": 2}),
    )

    @classmethod
    def vierge(cls, *, le: date, **options: Any) -> "AppelForm":
        """An empty form that proposes to call again on the next working day after ``le``."""
        rappel = ajouter_jours_ouvres(le, 1, feries=FERIES)
        return cls(initial={"envoi": uuid.uuid4(), "rappeler_le": rappel}, **options)

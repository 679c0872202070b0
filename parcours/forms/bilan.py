"""The report of a session. About the group: no name, no number of a person."""

from typing import Any

from django import forms

from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import Nombre
from parcours.actions.bilan import CHAMPS, Bilan
from parcours.models import BilanSession
from parcours.regles.bilan import manques
from stagiaires.forms.nir import refuser_nir

LONGUEUR = 3000
SANS_NOM = "Parlez du groupe : ne nommez personne."


class BilanForm(FormulaireFrancais):
    deroulement = forms.CharField(
        label="Comment la session s’est passée",
        help_text=SANS_NOM,
        max_length=LONGUEUR,
        widget=forms.Textarea({"rows": 5}),
        validators=[refuser_nir],
        error_messages={"required": "Dites en quelques lignes comment la session s’est passée."},
    )
    acquis = forms.CharField(
        label="Ce que les stagiaires ont acquis",
        required=False,
        max_length=LONGUEUR,
        widget=forms.Textarea({"rows": 4}),
        validators=[refuser_nir],
    )
    suites = forms.CharField(
        label="Les suites et les difficultés",
        required=False,
        max_length=LONGUEUR,
        widget=forms.Textarea({"rows": 4}),
        validators=[refuser_nir],
    )
    presentes = forms.IntegerField(
        label="Présentés à la certification",
        help_text="Laissez vide si aucune certification n’est visée.",
        required=False,
        min_value=0,
        widget=Nombre(unite="personnes"),
    )
    certifies = forms.IntegerField(
        label="Certifiés",
        help_text="Laissez vide si les résultats ne sont pas connus : vous avez trente jours pour compléter.",
        required=False,
        min_value=0,
        widget=Nombre(unite="personnes"),
    )

    def __init__(self, *args: Any, sortis: int, **options: Any) -> None:
        super().__init__(*args, **options)
        self.sortis = sortis

    @classmethod
    def de(cls, donnees: Any, remis: BilanSession | None, *, sortis: int) -> "BilanForm":
        """Give the form as it was posted, or as the report already handed in fills it."""
        return cls(donnees, sortis=sortis, initial={nom: getattr(remis, nom) for nom in CHAMPS} if remis else {})

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        refus = manques(sortis=self.sortis, presentes=lu.get("presentes"), certifies=lu.get("certifies"))
        for nom, phrase in refus.items():
            if nom not in self.errors:
                self.add_error(nom, phrase)
        return lu

    def bilan(self) -> Bilan:
        """Give the report. To be read once the form is valid."""
        return Bilan(**{nom: self.cleaned_data[nom] for nom in CHAMPS})

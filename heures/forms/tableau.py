"""The table of a relevé as it is typed: four cells a trainee."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from django import forms

from heures.actions.saisir import CHAMPS
from heures.enums import MotifCorrection
from heures.queries.tableau import Ligne, Tableau
from heures.regles.anomalies import Anomalie, Gravite, Heures, refus_d_un_nombre
from heures.regles.saisie import ecrire_heures, lire_heures
from noyau.champs_fichiers import ChampPiece
from noyau.formulaires import Nombre
from referentiels.regles.typographie import composer

TITRES = {
    "prevues": "Prévues",
    "faites": "Faites",
    "absences_justifiees": "Absences justifiées",
    "absences_injustifiees": "Absences non justifiées",
}


class ChampHeures(forms.CharField):
    """Hours as people write them (``heures.regles.saisie``); an empty cell is none. ``colonne``: the head of the
    column it stands in, where its label names the person too."""

    def __init__(self, *, colonne: str = "", **options: Any) -> None:
        super().__init__(max_length=20, widget=Nombre(decimal=True), **options)
        self.colonne = colonne

    def prepare_value(self, value: Any) -> Any:
        return ecrire_heures(value) if isinstance(value, Decimal) else value

    def clean(self, value: Any) -> Decimal:
        """Give hours. Raises ``ValidationError`` with what to write instead."""
        try:
            heures = lire_heures(super().clean(value) or "")
        except ValueError as erreur:
            raise forms.ValidationError(composer(str(erreur))) from erreur
        if refus := refus_d_un_nombre(heures):
            raise forms.ValidationError(composer(refus))
        return heures


class TableauForm(forms.Form):
    """The cells of everybody on the relevé: ``prevues_12``, where 12 is the parcours."""

    def __init__(self, *args: Any, tableau: Tableau, **options: Any) -> None:
        super().__init__(*args, **options)
        self.tableau = tableau
        for rang in tableau.lignes:
            for champ, titre in TITRES.items():
                self.fields[f"{champ}_{rang.parcours.pk}"] = ChampHeures(
                    label=f"{titre}, {rang.parcours.stagiaire}",
                    colonne=titre,
                    required=False,
                    initial=getattr(rang.heures, champ),
                )

    @property
    def saisies(self) -> dict[int, Heures]:
        """The hours typed, by parcours, of the rows without error. To be read once the form has been judged."""
        return {
            pk: Heures(*(self.cleaned_data[f"{champ}_{pk}"] for champ in CHAMPS))
            for pk in (rang.parcours.pk for rang in self.tableau.lignes)
            if all(f"{champ}_{pk}" in self.cleaned_data for champ in CHAMPS)
        }

    def juger(self, tableau: Tableau) -> Tableau:
        """Give ``tableau`` where a row that cannot be read says this, and nothing of the hours kept before."""
        return replace(tableau, lignes=[replace(rang, anomalies=self._dites(rang)) for rang in tableau.lignes])

    def _dites(self, rang: Ligne) -> list[Anomalie]:
        illisibles = [
            Anomalie("illisible", Gravite.BLOQUANTE, champ, composer(f"{titre} : {erreur}"))
            for champ, titre in TITRES.items()
            for erreur in self.errors.get(f"{champ}_{rang.parcours.pk}", [])
        ]
        return illisibles or rang.anomalies

    def rangs(self, tableau: Tableau | None = None) -> list[tuple[Ligne, list[Any]]]:
        """Each row with its four cells; ``tableau``: the same rows, judged on what was typed."""
        lignes = (tableau or self.tableau).lignes
        return [(rang, [self[f"{champ}_{rang.parcours.pk}"] for champ in TITRES]) for rang in lignes]


class CorrigerForm(forms.Form):
    """One line of a declared relevé, and why it changes."""

    faites = ChampHeures(label="Heures faites")
    motif = forms.ChoiceField(
        label="Pourquoi ?",
        choices=[("", "Choisissez"), *MotifCorrection.choices],
        error_messages={"required": "Choisissez une raison."},
    )


class PieceForm(forms.Form):
    """The statement of hours, signed."""

    piece = ChampPiece(label="Relevé signé ou feuilles d’émargement")

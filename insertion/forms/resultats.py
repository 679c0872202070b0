"""What results may be narrowed to, all of it in the address."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet, Value
from django.db.models.functions import Concat

from insertion.models import ResultatAgrege
from insertion.queries.resultats import AXES, ENTREE, SORTIE, Lue
from insertion.regles.resultats import HORIZONS
from referentiels.models import Departement, OrganismeFormation, Secteur
from referentiels.regles.mois import ajouter_mois
from sessions_formation.enums import TypeSession
from sessions_formation.forms.besoins import lire_options
from sessions_formation.models import Lot

PREMIERE_ANNEE = 2023
TRIMESTRES = ("1er", "2e", "3e", "4e")
MOIS_D_UN_TRIMESTRE = 3
CHEMINS = {
    "secteur": "session__lot__secteur",
    "lot": "session__lot",
    "organisme": "session__organisme",
    "territoire": "session__commune__departement",
    "dispositif": "session__type",
}


class FiltreResultats(forms.Form):
    """Every answer is optional; one that means nothing narrows nothing. Periods are whole quarters: the shorter they
    are, the more one learns by taking one table from another."""

    selon = forms.ChoiceField(
        label="Compter", required=False, choices=[(ENTREE, "par date d’entrée"), (SORTIE, "par date de sortie")]
    )
    periode = forms.ChoiceField(label="Période", required=False)
    secteur = forms.ChoiceField(label="Secteur", required=False)
    dispositif = forms.ChoiceField(label="Dispositif", required=False, choices=[("", "Tous"), *TypeSession.choices])
    lot = forms.ChoiceField(label="Lot", required=False)
    organisme = forms.ChoiceField(label="Organisme", required=False)
    territoire = forms.ChoiceField(label="Département", required=False)
    axe = forms.ChoiceField(required=False, choices=[(axe, axe) for axe in AXES], widget=forms.HiddenInput)
    mois = forms.ChoiceField(
        required=False, choices=[(str(mois), str(mois)) for mois in HORIZONS], widget=forms.HiddenInput
    )

    def __init__(self, *args: Any, lisibles: QuerySet[ResultatAgrege], le: date) -> None:
        super().__init__(*args)
        lots = lisibles.order_by().values("session__lot")
        sieges = lisibles.order_by().values("session__organisme")
        lieux = lisibles.order_by().values("session__commune__departement")
        options = lire_options(
            secteur=(
                Secteur.objects.filter(pk__in=lisibles.order_by().values("session__lot__secteur")),
                "pk",
                "libelle",
            ),
            lot=(Lot.objects.filter(pk__in=lots), "pk", Concat(Value("Lot "), "numero", Value(", "), "intitule")),
            organisme=(OrganismeFormation.objects.filter(pk__in=sieges), "pk", "nom"),
            territoire=(Departement.objects.filter(pk__in=lieux), "pk", "nom"),
        )
        for question, choix in options.items():
            self.fields[question].choices = [("", "Tous"), *choix]
            # With one answer, there is nothing to choose.
            if len(choix) < 2 and not self.data.get(question):
                self.fields[question].widget = forms.HiddenInput()
        self.fields["periode"].choices = [("", "Depuis le début"), *_periodes(le)]

    def appliquer(self, agreges: QuerySet[ResultatAgrege], *, sauf: str = "") -> QuerySet[ResultatAgrege]:
        """Keep what the answers ask for, that to the question ``sauf`` left aside."""
        lu = {**self.lu, sauf: ""}
        agreges = agreges.filter(**{chemin: lu[nom] for nom, chemin in CHEMINS.items() if lu[nom]})
        mois = f"mois_{self.par_date}"
        if self.par_date == SORTIE:
            agreges = agreges.exclude(mois_sortie=None)
        if lu["periode"]:
            debut, fin = _bornes(lu["periode"])
            agreges = agreges.filter(**{f"{mois}__gte": debut, f"{mois}__lt": fin})
        return agreges

    @property
    def lu(self) -> dict[str, str]:
        """What was answered, question by question; an empty text for none."""
        self.is_valid()
        return {nom: self.cleaned_data.get(nom) or "" for nom in self.fields}

    @property
    def lues(self) -> list[Lue]:
        """The answers that narrow."""
        lu = self.lu
        return [Lue(question, lu[question]) for question in self.questions if lu[question]]

    @property
    def par_date(self) -> str:
        """By which date people are counted."""
        return self.lu["selon"] or ENTREE

    @property
    def decoupe(self) -> str:
        """By what the table is split."""
        return self.lu["axe"] or "secteur"

    @property
    def horizon(self) -> int:
        """How long after the training the table looks."""
        return int(self.lu["mois"] or HORIZONS[-1])

    @property
    def plus(self) -> bool:
        """Whether an answer is given to one of the questions that are folded."""
        return any(self.data.get(nom) for nom in ("lot", "organisme", "territoire", "dispositif"))

    @property
    def questions(self) -> list[str]:
        """The names of those that narrow."""
        return ["periode", *CHEMINS]


def _periodes(le: date) -> list[tuple[str, str]]:
    periodes = []
    for annee in range(le.year, PREMIERE_ANNEE - 1, -1):
        periodes.append((str(annee), f"{annee}, toute l’année"))
        for rang, mot in enumerate(TRIMESTRES, start=1):
            if date(annee, rang * MOIS_D_UN_TRIMESTRE - 2, 1) <= le:
                periodes.append((f"{annee}-{rang}", f"{annee}, {mot} trimestre"))
    return periodes


def _bornes(periode: str) -> tuple[date, date]:
    """The first day of a period, and the day after its last one."""
    annee, _, trimestre = periode.partition("-")
    if not trimestre:
        return date(int(annee), 1, 1), date(int(annee) + 1, 1, 1)
    debut = date(int(annee), int(trimestre) * MOIS_D_UN_TRIMESTRE - 2, 1)
    return debut, ajouter_mois(debut, MOIS_D_UN_TRIMESTRE)

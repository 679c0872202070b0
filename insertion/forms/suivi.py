"""What is answered to a follow-up: by the person, by its employer, by its referent. Nothing is typed about anybody."""

from datetime import date
from typing import Any

from django import forms

from insertion.actions.repondre import Dit
from insertion.enums import Echeance, SituationSuivi, Source
from insertion.regles.placement import EMBAUCHES
from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import Choix, Jour

OUI, NON = "oui", "non"
PAS_CHEZ_NOUS = "non"
A_NOTER = {
    **dict(SituationSuivi.choices),
    SituationSuivi.INTERIM_COURT: "En intérim, moins d’un mois",
}
# The same, said to the person itself.
A_VOUS = {**A_NOTER, SituationSuivi.CREATION: "À votre compte"}
SANS_EMPLOYEUR = frozenset({SituationSuivi.CREATION, SituationSuivi.FORMATION, SituationSuivi.RECHERCHE})


class SituationForm(FormulaireFrancais):
    """The situation of the day, and about a job: whether it is the one the training was for, and since when."""

    situation = forms.ChoiceField(
        label="Aujourd’hui, vous êtes",
        choices=list(A_VOUS.items()),
        widget=Choix(),
        error_messages={"required": "Choisissez votre situation."},
    )
    chez_l_employeur = forms.ChoiceField(
        label="Travaillez-vous chez l’employeur pour qui vous vous êtes formé ?",
        choices=[(OUI, "Oui"), (NON, "Non")],
        widget=Choix(en_rang=True),
        required=False,
    )
    debut = forms.DateField(
        label="Depuis quel jour travaillez-vous ?",
        help_text="Si vous travaillez. Par exemple : 15/06/2027.",
        required=False,
        widget=Jour,
        error_messages={"invalid": "Écrivez la date ainsi : 15/06/2027."},
    )

    def __init__(self, *args: Any, sur_un_poste: bool, le: date, employeur: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.le = le
        if not sur_un_poste:
            del self.fields["chez_l_employeur"]
        elif employeur:
            self.fields["chez_l_employeur"].label = self._chez(employeur)

    def _chez(self, employeur: str) -> str:
        return f"Travaillez-vous chez {employeur} ?"

    def clean(self) -> dict[str, Any]:
        """Refuse a first day to come, and a job with the employer next to a situation that is none."""
        lu = super().clean()
        if (lu.get("debut") or self.le) > self.le:
            self.add_error("debut", "Ce jour est à venir : laissez la date vide, ou attendez ce jour.")
        if lu.get("situation") in SANS_EMPLOYEUR and lu.get("chez_l_employeur") == OUI:
            dite = _en_bas(dict(self.fields["situation"].choices)[lu["situation"]])
            refus = f"« Oui » ne va pas avec « {dite} » : corrigez l’une des deux réponses."
            self.add_error("chez_l_employeur", refus)
        return lu

    def dit(self) -> Dit:
        """Give what was answered."""
        chez = {OUI: True, NON: False}.get(self.cleaned_data.get("chez_l_employeur", ""))
        return Dit(self.cleaned_data["situation"], chez, self.cleaned_data["debut"])


class SuiviForm(SituationForm):
    """The same, noted by a referent: what it knows, or what the person says on the phone."""

    source = forms.ChoiceField(
        label="Qui le dit ?",
        choices=[
            (Source.REFERENT, "Moi, d’après mon suivi"),
            (Source.STAGIAIRE, "La personne, au téléphone"),
        ],
        initial=Source.REFERENT,
        widget=Choix(),
        error_messages={"required": "Dites d’où vient l’information."},
    )
    field_order = ["source", "situation", "chez_l_employeur", "debut"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["situation"].label = "Situation de la personne"
        self.fields["situation"].choices = list(A_NOTER.items())
        self.fields["situation"].error_messages["required"] = "Choisissez la situation de la personne."
        self.fields["debut"].label = "En poste depuis le"
        self.fields["debut"].help_text = "Si elle travaille. Par exemple : 15/06/2027."

    def _chez(self, employeur: str) -> str:
        return f"Travaille-t-elle chez {employeur} ?"


class PresenceForm(FormulaireFrancais):
    """« Toujours en poste ? », and under which contract; opened on what is already known, so that one tap answers."""

    presence = forms.ChoiceField(
        label="",
        widget=Choix(),
        error_messages={"required": "Choisissez une réponse."},
    )

    def __init__(self, *args: Any, echeance: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        champ = self.fields["presence"]
        contrats = [(s.value, f"Oui, {_en_bas(s.label)}") for s in SituationSuivi if s.value in EMBAUCHES]
        champ.choices = [*contrats, (PAS_CHEZ_NOUS, "Non, pas chez nous")]
        a_la_fin = echeance == Echeance.FIN
        champ.label = "L’avez-vous embauché ?" if a_la_fin else "Travaille-t-il ou elle chez vous aujourd’hui ?"

    def dit(self) -> Dit:
        """Give what was answered. « Not with us » says nothing of what the person does elsewhere."""
        presence = self.cleaned_data["presence"]
        if presence == PAS_CHEZ_NOUS:
            return Dit(SituationSuivi.AUTRE, chez_l_employeur=False)
        return Dit(presence, chez_l_employeur=True)


def _en_bas(libelle: str) -> str:
    return libelle[0].lower() + libelle[1:]

"""What one chooses in the list of measures, and what officers write of one."""

from typing import Any

from django import forms

from noyau.formulaires import Jour, Nombre
from pilotage.actions.mesures import Fait, Situation
from pilotage.models import EtatMesure, Mesure, Priorite, ResultatMesure
from pilotage.queries.mesures import AVANCEES, Criteres
from pilotage.regles.mesures import composer_du_plan
from referentiels.regles.typographie import composer

SANS_NOM = "N’y nommez personne."


class FiltreMesures(forms.Form):
    """Every field may be empty; an answer that is not one narrows nothing."""

    use_required_attribute = False

    priorite = forms.ChoiceField(label="Priorité", required=False)
    etat = forms.ChoiceField(label="État", required=False, choices=[("", "Tous"), *EtatMesure.choices])
    avancement = forms.ChoiceField(
        label="Avancement",
        required=False,
        choices=[("", "Tous"), *((code, composer(mots)) for code, (mots, _) in AVANCEES.items())],
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["priorite"].choices = [
            ("", "Toutes"),
            *((str(priorite.numero), f"{priorite.numero}. {priorite.titre}") for priorite in Priorite.objects.all()),
        ]

    def criteres(self) -> Criteres:
        """What is chosen."""
        self.is_valid()
        lu = self.cleaned_data
        priorite = lu.get("priorite")
        return Criteres(int(priorite) if priorite else None, lu.get("etat", ""), lu.get("avancement", ""))


class SituationForm(forms.Form):
    """Where a measure stands. ``version``: the one that was read."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    avancement = forms.IntegerField(
        label="Avancement, de 0 à 100",
        required=False,
        min_value=0,
        max_value=100,
        widget=Nombre(unite="%"),
        help_text="Laissez vide s’il n’est pas connu.",
        error_messages={
            "invalid": "Écrivez un nombre entier, de 0 à 100.",
            "min_value": "L’avancement va de 0 à 100.",
            "max_value": "L’avancement va de 0 à 100.",
        },
    )
    etat = forms.ChoiceField(
        label="État", choices=EtatMesure.choices, error_messages={"required": "Choisissez un état."}
    )
    remarque = forms.CharField(
        label="Remarque",
        required=False,
        max_length=2000,
        widget=forms.Textarea({"rows": 4}),
        help_text=f"Lue par la direction, les élus et les auditeurs. {SANS_NOM}",
    )
    motif = forms.CharField(
        label=composer("Pourquoi ce changement ?"),
        required=False,
        max_length=500,
        widget=forms.Textarea({"rows": 2}),
        help_text="Gardé dans l’historique de la mesure.",
    )

    @property
    def situation(self) -> Situation:
        """What was said. To be read once the form is valid."""
        lu = self.cleaned_data
        return Situation(lu["avancement"], lu["etat"], lu["remarque"].strip())

    @staticmethod
    def initial_de(mesure: Mesure) -> dict[str, Any]:
        return {
            "version": mesure.version,
            "avancement": mesure.avancement,
            "etat": mesure.etat,
            "remarque": mesure.remarque,
        }


class ResultatForm(forms.Form):
    """A result, added or written otherwise."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    fait = forms.CharField(
        label="Résultat",
        max_length=380,
        widget=forms.Textarea({"rows": 3}),
        help_text=f"Un fait chiffré par résultat, avec son unité et sa période. {SANS_NOM}",
        error_messages={"required": "Écrivez le résultat."},
    )
    constate_le = forms.DateField(
        label="Constaté le",
        required=False,
        widget=Jour(),
        help_text="Par exemple\u00a0: 15/06/2026. Laissez vide si le jour n’est pas connu.",
        error_messages={"invalid": "Écrivez une date, par exemple 15/06/2026."},
    )

    def clean_fait(self) -> str:
        """Give the text with the house's typography, as the printed ones have it."""
        return composer_du_plan(self.cleaned_data["fait"])

    @property
    def dit(self) -> Fait:
        """What was said. To be read once the form is valid."""
        return Fait(self.cleaned_data["fait"], self.cleaned_data["constate_le"])


class CorrectionForm(ResultatForm):
    motif = forms.CharField(
        label=composer("Pourquoi cette correction ?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        error_messages={"required": "Dites pourquoi ce résultat est corrigé."},
    )

    @staticmethod
    def initial_de(resultat: ResultatMesure, version: int) -> dict[str, Any]:
        return {"version": version, "fait": resultat.fait, "constate_le": resultat.constate_le}


class RetraitForm(forms.Form):
    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    motif = forms.CharField(
        label=composer("Pourquoi le retirer ?"),
        max_length=300,
        widget=forms.Textarea({"rows": 2}),
        help_text="La raison reste à côté du résultat retiré.",
        error_messages={"required": "Dites pourquoi ce résultat est retiré."},
    )

"""What the catalogue of schemes may be narrowed to, and what officers write of a scheme."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from referentiels.models import Dispositif
from referentiels.regles.grandeurs import CODES
from referentiels.regles.typographie import composer, enumerer
from referentiels.regles.valeurs import codes_inconnus, montants_ecrits


class FiltreDispositifs(forms.Form):
    """Every answer is optional; one that cannot be read is said beside its question and narrows nothing."""

    public = forms.ChoiceField(
        label="Vous êtes", required=False, choices=[("", "Peu importe"), *Dispositif.Public.choices]
    )
    moment = forms.ChoiceField(
        label="Quand", required=False, choices=[("", "À tout moment"), *Dispositif.Moment.choices]
    )
    q = forms.CharField(
        label="Mot cherché", required=False, max_length=100, widget=forms.TextInput({"type": "search"})
    )

    def criteres(self) -> dict[str, str]:
        """Give what the answers ask for, as ``queries.dispositifs.catalogue`` takes it."""
        self.is_valid()
        lu = self.cleaned_data
        return {"public": lu.get("public") or "", "moment": lu.get("moment") or "", "mots": lu.get("q") or ""}


class FormulaireDispositif(forms.ModelForm):
    """Amounts are dated values: a text names them by their code, it does not write them again."""

    moments = forms.MultipleChoiceField(
        label="Moments", choices=Dispositif.Moment.choices, widget=forms.CheckboxSelectMultiple
    )
    publics = forms.MultipleChoiceField(
        label="Publics", choices=Dispositif.Public.choices, widget=forms.CheckboxSelectMultiple
    )
    parametres = forms.MultipleChoiceField(
        label="Valeurs montrées à côté",
        choices=[(code, composer(grandeur.libelle)) for code, grandeur in CODES.items()],
        required=False,
        widget=forms.SelectMultiple({"size": 10}),
        help_text="Elles suivent leurs dates : rien à corriger ici quand elles changent.",
    )

    lien = forms.URLField(
        label="Adresse du site",
        max_length=300,
        assume_scheme="https",
        widget=forms.URLInput({"class": "vLargeTextField"}),
    )

    class Meta:
        model = Dispositif
        fields = [
            *("code", "nom", "famille", "moments", "publics", "pour_qui", "quoi", "avec_qui"),
            *("ou", "lien", "site", "telephone", "a_preciser", "parametres", "source", "ordre", "actif"),
        ]
        widgets = {
            **{
                nom: forms.Textarea({"rows": 3, "class": "vLargeTextField"})
                for nom in ("pour_qui", "quoi", "avec_qui")
            },
            **{nom: forms.TextInput({"class": "vLargeTextField"}) for nom in ("nom", "ou", "a_preciser", "source")},
        }
        help_texts = {
            "code": "Son adresse : /dispositifs/ce-code/. Elle ne change plus ensuite.",
            "quoi": "Un montant s’écrit par le code de sa valeur datée, entre accolades : {pef_plafond}.",
            "a_preciser": composer("Complète « Les sources ne fixent pas encore… ». Vide : tout est dit."),
            "actif": "Décoché, il n’est plus ni au catalogue ni proposé à qui que ce soit.",
        }

    def clean_pour_qui(self) -> str:
        return _sans_montant(self.cleaned_data["pour_qui"])

    def clean_quoi(self) -> str:
        return _sans_montant(self.cleaned_data["quoi"])


def _sans_montant(texte: str) -> str:
    """Give the text back. Raises ``ValidationError`` for an unknown code or an amount written in figures."""
    erreurs: list[Any] = []
    if inconnus := codes_inconnus(texte):
        erreurs.append(f"Aucune valeur datée ne s’appelle {enumerer(inconnus)}.")
    if montants := montants_ecrits(texte):
        erreurs.append(f"{enumerer(montants)} : citez plutôt la valeur datée, par son code entre accolades.")
    if erreurs:
        raise ValidationError([composer(erreur) for erreur in erreurs], code="montant")
    return texte

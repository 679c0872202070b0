"""On what basis a trainee is paid. Nothing is asked of why: proofs are shown, and the paying agency keeps them."""

import re
from typing import Any

from django import forms

from noyau.formulaires import Choix, Nombre
from parcours.enums import RegimeRemuneration as R
from referentiels.regles.typographie import composer

# Regimes that rest on a proof.
SUR_PREUVE = frozenset({R.SITUATION_MAJOREE, R.SALAIRE_ANTERIEUR})
DETAILS = {
    R.ARE: "Elle continue pendant la formation et remplace cette rémunération.",
    R.SITUATION_MAJOREE: "Ne dites pas laquelle des situations : l’organisme payeur la vérifie.",
    R.SALAIRE_ANTERIEUR: "Pour certaines personnes qui ont assez travaillé avant d’entrer en formation.",
    R.AUCUN: "La personne n’en demande pas, ou n’y a pas droit.",
}


class Euros(forms.DecimalField):
    """An amount as people write it, with spaces between thousands and its sign."""

    def to_python(self, value: Any) -> Any:
        return super().to_python(re.sub(r"[\s€]", "", value) if isinstance(value, str) else value)


class RemunerationForm(forms.Form):
    regime = forms.ChoiceField(
        label="Sur quelle base cette personne est-elle payée ?",
        choices=R.choices,
        widget=Choix(),
        error_messages={"required": "Choisissez une réponse."},
    )
    salaire = Euros(
        label="Salaire moyen d’avant, par mois",
        help_text="Pour « D’après le salaire antérieur » seulement : le montant que les bulletins de paie prouvent.",
        required=False,
        localize=True,
        min_value=0,
        max_digits=8,
        decimal_places=2,
        widget=Nombre(unite="€", decimal=True),
    )
    preuve = forms.BooleanField(
        label="J’ai vu le justificatif",
        help_text="Pour un cas du code du travail ou un salaire antérieur. On n’en garde pas de copie.",
        required=False,
    )
    lue = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["regime"].widget.details = {regime.value: composer(mots) for regime, mots in DETAILS.items()}
        for champ in self.fields.values():
            champ.help_text = composer(str(champ.help_text))

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        regime = lu.get("regime")
        if regime == R.SALAIRE_ANTERIEUR and lu.get("salaire") is None and "salaire" not in self.errors:
            self.add_error("salaire", "Écrivez le salaire moyen d’avant, par mois.")
        if regime in SUR_PREUVE and not lu.get("preuve"):
            self.add_error("preuve", "Cochez cette case une fois le justificatif vu.")
        if regime != R.SALAIRE_ANTERIEUR:
            lu["salaire"] = None
        return lu

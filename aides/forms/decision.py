"""What an officer says of a request: the decision, what is asked again, what is kept of the bilan."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.db import models

from aides.actions.instruire import demandables
from noyau.formulaires import Jour, Nombre

PRECISIONS_MAX = 2000
MOTIF_MAX = 300


class Decision(models.TextChoices):
    ACCORDER = "accorder", "Accorder"
    COMPLETER = "completer", "Demander un complément"
    REFUSER = "refuser", "Refuser"


def champ_precisions(libelle: str, aide: str, *, obligatoire: bool = False) -> forms.CharField:
    """The officer's own words."""
    return forms.CharField(
        label=libelle,
        help_text=aide,
        required=obligatoire,
        max_length=PRECISIONS_MAX,
        widget=forms.Textarea({"rows": 4}),
    )


class DecisionForm(forms.Form):
    """One form for three buttons. ``raisons``: the findings and alerts that a refusal may cite, code and words.

    ``version``: the last journal line read.
    """

    use_required_attribute = False

    decision = forms.ChoiceField(choices=Decision.choices)
    version = forms.IntegerField(widget=forms.HiddenInput)
    regles = forms.MultipleChoiceField(
        label="Pour refuser : les constats en cause",
        help_text="Leurs phrases sont reprises dans la lettre.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    precisions = champ_precisions(
        "Vos mots", "L’employeur les lit dans la lettre. Ne dites rien de la santé de la personne."
    )

    def __init__(self, *args: Any, raisons: Iterable[tuple[str, str]] = (), **options: Any) -> None:
        super().__init__(*args, **options)
        self.raisons = list(raisons)
        self.fields["regles"].choices = self.raisons  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        if lu.get("decision") == Decision.REFUSER and not lu.get("precisions", "").strip():
            self.add_error("precisions", "Écrivez à l’employeur pourquoi vous refusez.")
        return lu

    @property
    def saisies(self) -> list[tuple[str, str]]:
        """What the page that asks sends again: name and value of each hidden field."""
        lu = self.cleaned_data
        repetees = [("regles", code) for code in lu.get("regles", ())]
        return [*[(nom, str(lu[nom])) for nom in ("decision", "version", "precisions")], *repetees]


class ComplementForm(forms.Form):
    """What the employer has to look at again, and the words that say why."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    precisions = champ_precisions("Ce que vous attendez", "L’employeur lit ces mots.", obligatoire=True)
    champs = forms.MultipleChoiceField(
        label="À revoir",
        help_text="Seul ce qui est coché se rouvre chez l’employeur.",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Cochez au moins une réponse ou une pièce : sinon rien ne se rouvre."},
    )

    def __init__(self, *args: Any, dispositif: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["champs"].choices = list(demandables(dispositif).items())  # type: ignore[attr-defined]
        self.fields["precisions"].error_messages["required"] = "Écrivez à l’employeur ce que vous attendez de lui."


class JustificatifForm(forms.Form):
    """The day the proof of an increase was shown."""

    use_required_attribute = False

    vu_le = forms.DateField(label="Justificatif vu le", widget=Jour())


class LiquidationForm(forms.Form):
    """What the proofs allow to count. ``avec_cout``: false for a tutoring."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    heures = forms.DecimalField(
        label="Heures retenues", min_value=0, max_digits=6, decimal_places=2, localize=True,
        widget=Nombre(unite="h", decimal=True),
    )  # fmt: skip
    cout = forms.DecimalField(
        label="Coût retenu", help_text="Celui de la facture. La part d’un autre financeur en est ôtée par le calcul.",
        min_value=0, max_digits=9, decimal_places=2, localize=True,
        widget=Nombre(unite="€", decimal=True),
    )  # fmt: skip
    motif = forms.CharField(
        label="Pourquoi vous ne retenez pas ce qui est déclaré",
        help_text="Seulement si vous changez les heures ou le coût. L’employeur lit ces mots.",
        required=False,
        max_length=MOTIF_MAX,
        widget=forms.Textarea({"rows": 3}),
    )

    def __init__(self, *args: Any, avec_cout: bool = True, **options: Any) -> None:
        super().__init__(*args, **options)
        if not avec_cout:
            del self.fields["cout"]


class CorrectionForm(forms.Form):
    """What the employer must correct in its bilan."""

    use_required_attribute = False

    version = forms.IntegerField(widget=forms.HiddenInput)
    precisions = champ_precisions("Ce qui est à corriger", "L’employeur lit ces mots.", obligatoire=True)


class PaiementForm(forms.Form):
    """The day aids of a sending were paid; which ones come with the boxes of the table."""

    use_required_attribute = False

    payee_le = forms.DateField(label="Payées le", widget=Jour())


class PersonneForm(forms.Form):
    """Whom an officer looks for. Sent by POST: a name is never in an address."""

    use_required_attribute = False

    nom = forms.CharField(label="Nom", max_length=80)
    prenom = forms.CharField(label="Prénom", max_length=80, required=False)

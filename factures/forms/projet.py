"""What the mandataire writes beside a draft, and to correct what is issued."""

from typing import Any

from django import forms

from factures.models import Facture, LigneFacture
from referentiels.regles.typographie import composer, montant, nombre


class ContestationForm(forms.Form):
    motif = forms.CharField(
        label="Ce qui ne va pas",
        help_text="L’organisme qui a déclaré ces heures le lit. Dites le nombre d’heures qui vous surprend, "
        "sans nommer personne.",
        max_length=500,
        widget=forms.Textarea({"rows": 4}),
        error_messages={"required": "Dites ce qui ne va pas."},
    )


class _Lignes(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: LigneFacture) -> str:
        return composer(f"{obj.libelle} : {nombre(obj.quantite)} h, {montant(obj.montant)}")


class AvoirForm(forms.Form):
    """``etendue``: the whole invoice, or some of its lines."""

    etendue = forms.ChoiceField(
        label="Que reprendre ?",
        choices=[("entiere", "Toute la facture"), ("lignes", "Certaines lignes seulement")],
        initial="entiere",
        widget=forms.RadioSelect,
    )
    lignes = _Lignes(
        label="Les lignes à reprendre",
        help_text="Si vous n’en reprenez que certaines.",
        queryset=LigneFacture.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    motif = forms.CharField(
        label="Pourquoi",
        help_text="L’avoir porte cette raison, et la Région la lit. Ne nommez personne.",
        max_length=500,
        widget=forms.Textarea({"rows": 3}),
        error_messages={"required": "Écrivez la raison de l’avoir."},
    )

    def __init__(self, *args: Any, facture: Facture, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lignes"].queryset = facture.lignes.order_by("rang")

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        if lu.get("etendue") == "lignes" and not lu.get("lignes"):
            self.add_error("lignes", "Cochez au moins une ligne.")
        return lu

    @property
    def lignes_choisies(self) -> list[int] | None:
        """The ids of the lines to take back, None for the whole invoice."""
        if self.cleaned_data["etendue"] == "entiere":
            return None
        return [ligne.pk for ligne in self.cleaned_data["lignes"]]

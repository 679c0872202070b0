"""What an officer says of the lines of an invoice, and why an act is done."""

from collections.abc import Iterable
from typing import Any

from django import forms

from factures.models import LigneFacture
from noyau.formulaires import Jour

FAIT, NON_FAIT = "fait", "non_fait"
CHOIX = ((FAIT, "Service fait"), (NON_FAIT, "Service non fait"))
TOUT = "tout"


class ControleForm(forms.Form):
    """One answer and one reason for each line; ``decision=tout`` says that all is done. ``version``: the last line of
    the journal that was read."""

    use_required_attribute = False

    def __init__(self, *args: Any, lignes: Iterable[LigneFacture], version: int, **options: Any) -> None:
        self.lignes = list(lignes)
        super().__init__(*args, initial={"version": version}, **options)
        self.fields["version"] = forms.IntegerField(widget=forms.HiddenInput())
        for ligne in self.lignes:
            self.fields[f"ligne_{ligne.pk}"] = forms.ChoiceField(
                label=f"Ligne {ligne.rang} : le service est-il fait ?",
                choices=CHOIX,
                widget=forms.RadioSelect(),
                required=False,
                initial=FAIT if ligne.service_fait == "accepte" else None,
            )
            self.fields[f"raison_{ligne.pk}"] = forms.CharField(
                label=f"Ligne {ligne.rang} : sinon, pourquoi ?",
                help_text="L’organisme lit cette raison.",
                required=False,
                max_length=500,
                widget=forms.Textarea({"rows": 2}),
            )

    @property
    def tout(self) -> bool:
        """The button that says every line done was pressed."""
        return self.data.get("decision") == TOUT

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        if self.tout:
            return lu
        for ligne in self.lignes:
            dit, raison = lu.get(f"ligne_{ligne.pk}"), lu.get(f"raison_{ligne.pk}")
            if dit == NON_FAIT and not raison:
                self.add_error(f"raison_{ligne.pk}", "Dites pourquoi le service n’est pas fait.")
            elif raison and dit != NON_FAIT:
                self.add_error(f"ligne_{ligne.pk}", "Vous donnez une raison : choisissez « Service non fait ».")
        if not self.errors and not self.avis():
            raise forms.ValidationError("Dites d’abord, pour une ligne au moins, si le service est fait.")
        return lu

    def avis(self) -> dict[int, str]:
        """What is said, as ``controler_service_fait`` takes it: id of the line → reason, empty when it was done."""
        if self.tout:
            return {ligne.pk: "" for ligne in self.lignes}
        return {
            ligne.pk: self.cleaned_data[f"raison_{ligne.pk}"] if dit == NON_FAIT else ""
            for ligne in self.lignes
            if (dit := self.cleaned_data.get(f"ligne_{ligne.pk}"))
        }


class MotifForm(forms.Form):
    """Why an act is done; its reader is the training body, or the next officer."""

    use_required_attribute = False

    motif = forms.CharField(label="Pourquoi", max_length=500, widget=forms.Textarea({"rows": 4}))
    version = forms.IntegerField(widget=forms.HiddenInput())

    def __init__(self, *args: Any, libelle: str, aide: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["motif"].label, self.fields["motif"].help_text = libelle, aide


class RepriseForm(forms.Form):
    """On which day all that was missing had come."""

    use_required_attribute = False

    recu_le = forms.DateField(
        label="Tout est arrivé le",
        help_text="Le nouveau délai de paiement part de ce jour.",
        widget=Jour(),
        error_messages={"invalid": "Écrivez la date comme ceci : 15/06/2026."},
    )
    version = forms.IntegerField(widget=forms.HiddenInput())

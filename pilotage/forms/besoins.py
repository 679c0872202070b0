"""What the page of needs may be narrowed to."""

from collections.abc import Mapping
from typing import Any

from django import forms

from pilotage.queries.previsions import Noms

MOIS, TRIMESTRE = "mois", "trimestre"


class FiltreBesoins(forms.Form):
    """A sector, a département, and months or quarters; what means nothing narrows nothing."""

    secteur = forms.ChoiceField(label="Secteur", required=False)
    departement = forms.ChoiceField(label="Département", required=False)
    pas = forms.ChoiceField(
        label="Compter par", required=False, choices=[(TRIMESTRE, "Trois mois de suite"), (MOIS, "Mois")]
    )

    def __init__(self, donnees: Mapping[str, Any], *, noms: Noms) -> None:
        super().__init__(donnees)
        self.noms = noms
        self.fields["secteur"].choices = [("", "Tous"), *noms.secteurs.items()]
        self.fields["departement"].choices = [("", "Tous"), *noms.departements.items()]
        self.is_valid()

    @property
    def coupe(self) -> tuple[str, str]:
        """The sector and the département asked, empty for all."""
        return self.cleaned_data.get("secteur", ""), self.cleaned_data.get("departement", "")

    @property
    def trimestres(self) -> bool:
        return self.cleaned_data.get("pas") != MOIS

    @property
    def filtree(self) -> bool:
        return any(self.coupe)

    @property
    def en_mots(self) -> str:
        """What is asked, as files and paper carry it."""
        secteur, departement = self.coupe
        mots = [self.noms.secteurs[secteur]] if secteur else ["Tous les secteurs"]
        mots.append(self.noms.departements[departement] if departement else "tous les départements")
        return ", ".join(mots)

"""What an employer says of a hire: the contract, or why there is none."""

from decimal import Decimal
from typing import Any

from django import forms

from insertion.enums import RaisonSansEmbauche
from insertion.regles.ecarts import SANS_TERME, Contrat
from intentions.enums import TypeContrat
from intentions.forms.champs import FormulaireFrancais
from noyau.formulaires import Choix, Jour, Nombre

SANS_EMPLOYEUR = frozenset({TypeContrat.CREATION_ENTREPRISE, TypeContrat.INDEPENDANT})
DUREE_MAX = 120
# The legal weekly maximum (CT L3121-20).
HEURES_MAX = Decimal(48)


class ContratForm(FormulaireFrancais):
    """The contract as it is signed; opened with the one the intention promised."""

    contrat_type = forms.ChoiceField(
        label="Type de contrat",
        choices=[(code, libelle) for code, libelle in TypeContrat.choices if code not in SANS_EMPLOYEUR],
        error_messages={"required": "Choisissez le type de contrat."},
    )
    debut = forms.DateField(
        label="Premier jour du contrat",
        widget=Jour,
        error_messages={
            "required": "Donnez le premier jour du contrat.",
            "invalid": "Écrivez la date ainsi : 15/06/2027.",
        },
    )
    duree_mois = forms.IntegerField(
        label="Durée du contrat",
        help_text="Laissez vide pour un CDI. Moins d’un mois : écrivez 0.",
        required=False,
        min_value=0,
        max_value=DUREE_MAX,
        widget=Nombre(unite="mois"),
    )
    heures_hebdo = forms.DecimalField(
        label="Temps de travail",
        min_value=1,
        max_value=HEURES_MAX,
        max_digits=4,
        decimal_places=1,
        localize=True,
        widget=Nombre(unite="heures par semaine", decimal=True),
        error_messages={"required": "Donnez le nombre d’heures par semaine."},
    )

    @classmethod
    def de(cls, donnees: dict | None, contrat: Contrat) -> "ContratForm":
        """Give the form as it was posted, or as ``contrat`` fills it."""
        initial = {
            "contrat_type": contrat.type,
            "debut": contrat.debut,
            "duree_mois": contrat.duree_mois,
            "heures_hebdo": contrat.heures_hebdo.normalize() if contrat.heures_hebdo else None,
        }
        return cls(donnees, initial=initial)

    def clean(self) -> dict[str, Any]:
        """A contract that ends has a length."""
        donnees = super().clean() or self.cleaned_data
        genre = donnees.get("contrat_type")
        if genre and genre not in SANS_TERME and donnees.get("duree_mois") is None and "duree_mois" not in self.errors:
            self.add_error("duree_mois", "Donnez la durée du contrat, en mois.")
        return donnees

    @property
    def dit(self) -> Contrat:
        """The contract that was typed."""
        donnees = self.cleaned_data
        genre = donnees["contrat_type"]
        duree = donnees["duree_mois"] if genre not in SANS_TERME else None
        return Contrat(genre, donnees["debut"], duree, donnees["heures_hebdo"])


class SansEmbaucheForm(FormulaireFrancais):
    """Why the person is not hired."""

    raison = forms.ChoiceField(
        label="Pourquoi ?",
        choices=RaisonSansEmbauche.choices,
        widget=Choix,
        error_messages={"required": "Choisissez une raison : elle sert à améliorer les formations, pas à vous juger."},
    )

    @property
    def dit(self) -> RaisonSansEmbauche:
        """The reason that was chosen."""
        return RaisonSansEmbauche(self.cleaned_data["raison"])

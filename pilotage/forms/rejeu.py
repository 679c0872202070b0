"""« Et si ? » as an officer asks it: a past period, and what one would have changed."""

from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django import forms

from noyau.formulaires import Jour, Nombre
from pilotage.models import Rejeu
from pilotage.queries.rejeu_dossiers import Periode
from pilotage.regles.rejeu import REJOUABLES, Question
from referentiels.regles.grandeurs import CODES
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, nombre
from sessions_formation.models import Lot

TROIS_ANS = 3 * 366
UN_AN = 12
PRIX_LOT = "prix_lot_"


def _pour_cent(titre: str) -> forms.DecimalField:
    return forms.DecimalField(
        label=titre,
        help_text=composer("En plus ou en moins : 10, ou -5."),
        widget=Nombre(unite="%", decimal=True),
        required=False,
        localize=True,
        min_value=-90,
        max_value=300,
        decimal_places=2,
    )


class RejeuForm(forms.Form):
    """Every field but the period may stay empty: what is empty does not change."""

    use_required_attribute = False

    debut = forms.DateField(label="Du", widget=Jour)
    fin = forms.DateField(label="Au", widget=Jour)
    prix_pour_cent = _pour_cent("Prix de l’heure, tous lots")
    heures_pour_cent = _pour_cent("Heures de chaque parcours")

    def __init__(self, donnees: Mapping[str, Any] | None = None, *, le: date, loi: Reglement, **options: Any) -> None:
        super().__init__(donnees, **options)
        self.le = le
        for code in REJOUABLES:
            self.fields[code] = _champ(code, getattr(loi, code))
        for lot in Lot.objects.order_by("marche", "numero", "pk"):
            self.fields[f"{PRIX_LOT}{lot.pk}"] = forms.DecimalField(
                label=str(lot),
                widget=Nombre(unite="€", decimal=True),
                required=False,
                localize=True,
                min_value=Decimal("0.01"),
                max_value=Decimal("9999.99"),
                decimal_places=2,
            )

    @property
    def valeurs(self) -> list[forms.BoundField]:
        """The dated values, in the order of the rules."""
        return [self[code] for code in REJOUABLES]

    @property
    def prix_des_lots(self) -> list[forms.BoundField]:
        """One price per lot."""
        return [self[nom] for nom in self.fields if nom.startswith(PRIX_LOT)]

    @property
    def prix_des_lots_ouverts(self) -> bool:
        """A lot has its own price, or a wrong one: what holds them is to be shown open."""
        return any(champ.value() or champ.errors for champ in self.prix_des_lots)

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or self.cleaned_data
        debut, fin = lu.get("debut"), lu.get("fin")
        if debut and fin and fin < debut:
            self.add_error("fin", "La fin vient après le début.")
        elif debut and fin and (fin - debut).days > TROIS_ANS:
            self.add_error("fin", "Trois ans au plus : choisissez une période plus courte.")
        if fin and fin >= self.le:
            self.add_error("fin", "On ne rejoue que le passé : choisissez un jour avant aujourd’hui.")
        if not self.errors and self.question.vide:
            self.add_error(
                None, "Changez au moins une valeur : rejouée à l’identique, la période ne dit rien de plus."
            )
        return lu

    @property
    def periode(self) -> Periode:
        """The period. To be read once the form is valid."""
        return Periode(self.cleaned_data["debut"], self.cleaned_data["fin"])

    @property
    def question(self) -> Question:
        """What is changed. To be read once its fields are valid."""
        lu = self.cleaned_data
        return Question(
            valeurs={code: Decimal(lu[code]) for code in REJOUABLES if lu.get(code) is not None},
            prix_pour_cent=lu.get("prix_pour_cent") or Decimal(0),
            heures_pour_cent=lu.get("heures_pour_cent") or Decimal(0),
            prix_lots={
                int(nom.removeprefix(PRIX_LOT)): valeur
                for nom, valeur in lu.items()
                if nom.startswith(PRIX_LOT) and valeur is not None
            },
        )


def initial_de(rejeu: Rejeu | None, *, le: date) -> dict[str, Any]:
    """Give what the form starts with: the twelve months before this one, or what another replay was asked."""
    if rejeu is None:
        premier = le.replace(day=1)
        return {"debut": ajouter_mois(premier, -UN_AN), "fin": premier - timedelta(days=1)}
    question = Question.de_json(rejeu.question)
    return {
        "debut": rejeu.debut,
        "fin": rejeu.fin,
        **question.valeurs,
        **{f"{PRIX_LOT}{lot}": prix for lot, prix in question.prix_lots.items()},
        "prix_pour_cent": question.prix_pour_cent or None,
        "heures_pour_cent": question.heures_pour_cent or None,
    }


def _champ(code: str, actuelle: Decimal | int) -> forms.Field:
    grandeur = CODES[code]
    aide = composer(f"Aujourd’hui : {nombre(actuelle)} {grandeur.unite}.")
    libelle = composer(grandeur.libelle)
    if grandeur.genre == "entier":
        widget = Nombre(unite=grandeur.unite)
        return forms.IntegerField(
            label=libelle, help_text=aide, widget=widget, required=False, min_value=1, max_value=9999
        )
    return forms.DecimalField(
        label=libelle,
        help_text=aide,
        widget=Nombre(unite=grandeur.unite, decimal=True),
        required=False,
        localize=True,
        min_value=Decimal("0.1"),
        max_value=Decimal(9999),
        decimal_places=2,
    )

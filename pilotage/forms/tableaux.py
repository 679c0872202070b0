"""What dashboards may be narrowed to, all of it in the address."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, Q, Value
from django.db.models.functions import Concat
from django.utils.formats import date_format

from pilotage.regles.perimetre import TITRES, Axe, Perimetre
from referentiels.models import Departement, OrganismeFormation, Secteur, TerritoireEfop
from referentiels.regles.mois import Mois, ajouter_mois, derniers_mois
from referentiels.regles.typographie import composer, jour
from sessions_formation.forms.besoins import lire_options
from sessions_formation.models import Lot, Session

# The scheme's first intentions.
PREMIER_MOIS = date(2023, 1, 1)
UN_AN = 12
DOUZE_MOIS, CETTE_ANNEE, L_AN_PASSE, TOUT = "12mois", "annee", "passee", "tout"
CRITERES = (Axe.SECTEUR, Axe.DEPARTEMENT, Axe.TERRITOIRE, Axe.LOT, Axe.ORGANISME)


class FiltreTableaux(forms.Form):
    """Months and criteria. What means nothing narrows nothing; two months the wrong way round are told."""

    periode = forms.ChoiceField(label="Période", required=False)
    du = forms.ChoiceField(label="Du mois", required=False)
    au = forms.ChoiceField(label="Au mois", required=False)
    secteur = forms.ChoiceField(label="Secteur", required=False)
    departement = forms.ChoiceField(label="Département", required=False)
    territoire = forms.ChoiceField(label="Territoire", required=False)
    lot = forms.ChoiceField(label="Lot", required=False)
    organisme = forms.ChoiceField(label="Organisme", required=False)

    def __init__(self, donnees: Mapping[str, Any], *, le: date) -> None:
        super().__init__(donnees)
        self.le = le
        self.fields["periode"].choices = [
            (DOUZE_MOIS, "Les 12 derniers mois"),
            (CETTE_ANNEE, f"L’année {le.year}"),
            (L_AN_PASSE, f"L’année {le.year - 1}"),
            (TOUT, "Depuis le début"),
        ]
        combien = (le.year - PREMIER_MOIS.year) * UN_AN + le.month
        mois = [(str(Mois.de(jour)), date_format(jour, "F Y")) for jour in derniers_mois(le, combien)]
        for nom in ("du", "au"):
            self.fields[nom].choices = [("", "Selon la période"), *mois]
        for question, choix in _options().items():
            self.fields[question].choices = [("", "Tous"), *choix]
            if not choix:
                del self.fields[question]

    def clean(self) -> dict[str, Any]:
        lu = super().clean() or {}
        if lu.get("du") and lu.get("au") and lu["du"] > lu["au"]:
            self.add_error("au", "Ce mois vient avant le premier : choisissez-en un plus tard.")
        return lu

    @property
    def perimetre(self) -> Perimetre:
        """What is asked. Months by themselves win over the preset; an answer that is not one is left aside."""
        self.is_valid()
        lu = self.cleaned_data
        debut, fin = self._periode(lu.get("periode") or DOUZE_MOIS)
        if lu.get("du"):
            debut = Mois.depuis(lu["du"]).premier_jour
        if lu.get("au"):
            fin = Mois.depuis(lu["au"]).premier_jour
        return Perimetre(min(debut, fin), fin, {axe: lu[axe] for axe in CRITERES if lu.get(axe)})

    @property
    def en_mots(self) -> str:
        """What is asked, in one sentence, as files and paper carry it."""
        perimetre = self.perimetre
        debut, fin = (date_format(mois, "F Y") for mois in (perimetre.debut, perimetre.fin))
        return self._dire(debut.capitalize() if debut == fin else f"De {debut} à {fin}")

    @property
    def du_moment(self) -> str:
        """The same of a page that tells of now, whatever the months."""
        return self._dire(f"Situation du {jour(self.le)}")

    def _dire(self, quand: str) -> str:
        mots = [quand]
        for axe, cle in self.perimetre.criteres.items():
            mots.append(composer(f"{TITRES[axe].lower()} : {dict(self.fields[axe].choices).get(cle, cle)}"))
        return ", ".join(mots)

    @property
    def autres(self) -> list[forms.BoundField]:
        """The questions that are folded, those without an answer to choose left out."""
        return [self[nom] for nom in CRITERES[2:] if nom in self.fields]

    @property
    def plus(self) -> bool:
        """Whether an answer is given to one of the questions that are folded."""
        return any(self.data.get(nom) for nom in ("du", "au", *CRITERES[2:]))

    @property
    def filtree(self) -> bool:
        """Whether anything narrows what is shown."""
        return any(self.data.get(nom) for nom in self.fields)

    def _periode(self, code: str) -> tuple[date, date]:
        mois = self.le.replace(day=1)
        return {
            CETTE_ANNEE: (date(self.le.year, 1, 1), mois),
            L_AN_PASSE: (date(self.le.year - 1, 1, 1), date(self.le.year - 1, UN_AN, 1)),
            TOUT: (PREMIER_MOIS, mois),
        }.get(code, (ajouter_mois(mois, 1 - UN_AN), mois))


def _options() -> dict[str, list[tuple[str, str]]]:
    """The answers of every question (1 query)."""
    forme = Session.objects.filter(organisme=OuterRef("pk"))
    return lire_options(
        secteur=(Secteur.objects.all(), "pk", "libelle"),
        departement=(Departement.objects.filter(Q(dans_region=True) | Q(limitrophe=True)), "pk", "nom"),
        territoire=(TerritoireEfop.objects.all(), "pk", "nom"),
        lot=(Lot.objects.all(), "pk", Concat(Value("Lot "), "numero", Value(", "), "intitule")),
        organisme=(OrganismeFormation.objects.filter(Exists(forme)), "pk", "nom"),
    )

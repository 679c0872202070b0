"""What the public list of sessions may be narrowed to; all of it stays in the address."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import Exists, OuterRef, QuerySet
from django.utils.formats import date_format

from referentiels.champs import ChampCommune
from referentiels.models import Commune, Departement, Epci, Secteur
from referentiels.regles.mois import ajouter_mois
from sessions_formation.enums import TypeSession
from sessions_formation.forms.besoins import lire_options
from sessions_formation.models import Session
from sessions_formation.queries.publiees import decrites_par

MOIS_PROPOSES = 12
# In the words of who looks for a job: what waits at the end.
TYPES = {
    TypeSession.INTENTION: "Un emploi attend au bout",
    TypeSession.SOCLE: "Sans emploi promis au bout",
}


class FiltreFormations(forms.Form):
    """Every answer is optional; one that cannot be read is said beside its question and narrows nothing."""

    q = forms.CharField(label="Métier, formation ou organisme", required=False, max_length=100)
    secteur = forms.ChoiceField(label="Secteur", required=False)
    departement = forms.ChoiceField(label="Département", required=False)
    epci = forms.ChoiceField(label="Intercommunalité", required=False)
    commune = ChampCommune(label="Commune", required=False)
    mois = forms.ChoiceField(label="Début en", required=False)
    type = forms.ChoiceField(label="Au bout", required=False, choices=[("", "Peu importe"), *TYPES.items()])

    def __init__(self, *args: Any, publiees: QuerySet[Session], le: date) -> None:
        super().__init__(*args)
        self.fields["q"].widget.attrs["type"] = "search"
        communes = Commune.objects.filter(epci=OuterRef("pk"), sessions__in=publiees.values("pk"))
        options = lire_options(
            secteur=(Secteur.objects.filter(lots__sessions__in=publiees.values("pk")).distinct(), "code", "libelle"),
            departement=(Departement.objects.filter(dans_region=True), "code", "nom"),
            epci=(Epci.objects.filter(Exists(communes)), "code_siren", "nom"),
        )
        for question, choix in options.items():
            self.fields[question].choices = [("", "Toutes" if question == "epci" else "Tous"), *choix]
        self.fields["mois"].choices = [("", "Tous les mois"), *_mois_a_venir(le)]

    def appliquer(self, sessions: QuerySet[Session]) -> QuerySet[Session]:
        """Keep what the answers ask for."""
        self.is_valid()
        lu = self.cleaned_data
        criteres = {
            "lot__secteur": lu.get("secteur"),
            "commune__departement": lu.get("departement"),
            "commune__epci": lu.get("epci"),
            "commune": lu.get("commune"),
            "type": lu.get("type"),
        }
        sessions = sessions.filter(**{champ: valeur for champ, valeur in criteres.items() if valeur})
        if mois := lu.get("mois"):
            premier = date.fromisoformat(f"{mois}-01")
            sessions = sessions.filter(debut__gte=premier, debut__lt=ajouter_mois(premier, 1))
        return decrites_par(sessions, lu.get("q") or "")

    @property
    def plus(self) -> bool:
        """Whether an answer is given to one of the questions that are folded."""
        return any(self.data.get(nom) for nom in ("epci", "commune", "mois", "type"))


def _mois_a_venir(le: date) -> list[tuple[str, str]]:
    premiers = [ajouter_mois(le.replace(day=1), rang) for rang in range(MOIS_PROPOSES)]
    return [(f"{premier:%Y-%m}", date_format(premier, "F Y")) for premier in premiers]

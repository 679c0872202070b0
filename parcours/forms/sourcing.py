"""What the list of sessions to fill may be narrowed to; all of it stays in the address, and none of it is a name."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet

from noyau.formulaires import Jour
from referentiels.models import Departement, Secteur
from sessions_formation.forms.besoins import lire_options
from sessions_formation.models import Session
from sessions_formation.queries.publiees import decrites_par

LIBRES, TOUTES = "", "toutes"


class FiltreSessions(forms.Form):
    """Every answer is optional. Without any, the sessions that have a free place."""

    q = forms.CharField(label="Métier, formation ou organisme", required=False, max_length=100)
    secteur = forms.ChoiceField(label="Secteur", required=False)
    departement = forms.ChoiceField(label="Département", required=False)
    places = forms.ChoiceField(
        label="Places",
        required=False,
        choices=[(LIBRES, "Avec des places libres"), (TOUTES, "Toutes les sessions")],
    )
    du = forms.DateField(label="Début à partir du", required=False, widget=Jour)
    au = forms.DateField(label="Début jusqu’au", required=False, widget=Jour)

    def __init__(self, *args: Any, departements: QuerySet[Departement]) -> None:
        super().__init__(*args)
        self.fields["q"].widget.attrs["type"] = "search"
        options = lire_options(
            secteur=(Secteur.objects.all(), "code", "libelle"), departement=(departements, "code", "nom")
        )
        for question, choix in options.items():
            self.fields[question].choices = [("", "Tous"), *choix]

    def appliquer(self, sessions: QuerySet[Session]) -> QuerySet[Session]:
        """Keep what the answers ask for, of sessions that know their free places (``avec_places_libres``)."""
        self.is_valid()
        lu = self.cleaned_data
        criteres: dict[str, str | date | None] = {
            "lot__secteur": lu.get("secteur"),
            "commune__departement": lu.get("departement"),
            "debut__gte": lu.get("du"),
            "debut__lte": lu.get("au"),
        }
        sessions = sessions.filter(**{champ: valeur for champ, valeur in criteres.items() if valeur})
        if lu.get("places", LIBRES) != TOUTES:
            sessions = sessions.filter(libres__gt=0)
        return decrites_par(sessions, lu.get("q") or "")

    @property
    def plus(self) -> bool:
        """Whether an answer is given to one of the questions that are folded."""
        return any(self.data.get(nom) for nom in ("departement", "places", "du", "au"))

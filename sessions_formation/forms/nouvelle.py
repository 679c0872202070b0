"""Under which lot, and for which training body, a request is opened."""

from typing import Any

from django import forms

from noyau.formulaires import Choix
from referentiels.regles.typographie import enumerer
from sessions_formation.queries.lots import Place


class NouvelleForm(forms.Form):
    """One question: the lot (and the training body when the person acts for several). ``i`` are the ids picked."""

    place = forms.ChoiceField(label="Sur quel lot", widget=Choix)
    i = forms.MultipleChoiceField(required=False, widget=forms.MultipleHiddenInput)

    def __init__(self, *args: Any, places: list[Place], intentions: list[int], **options: Any) -> None:
        seule = places[0].cle if len(places) == 1 else None
        super().__init__(*args, initial={"i": intentions, "place": seule}, **options)
        self.places = {place.cle: place for place in places}
        plusieurs = len({place.membre.organisme_id for place in places}) > 1
        champ = self.fields["place"]
        champ.choices = [(cle, str(place.lot)) for cle, place in self.places.items()]
        champ.widget.details = {cle: _detail(place, plusieurs) for cle, place in self.places.items()}
        self.fields["i"].choices = [(pk, pk) for pk in intentions]

    @property
    def place_choisie(self) -> Place:
        return self.places[self.cleaned_data["place"]]


def _detail(place: Place, plusieurs: bool) -> str:
    departements = enumerer([departement.nom for departement in place.lot.departements.all()])
    role = place.membre.get_role_display().lower()
    qui = f"{place.membre.organisme.nom}, {role}" if plusieurs else f"vous êtes {role}"
    return f"{place.lot.secteur.libelle} · {departements} · {qui}"

"""What the list of relevés may be narrowed to; all of it stays in the address."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from heures.enums import StatutReleve
from heures.models import Releve
from heures.regles.mois import lire_mois, nommer_mois
from noyau.listes import identifiant

# The lists one may switch to: code → words.
ETATS = {"": "Tous", StatutReleve.OUVERT.value: "À déclarer", StatutReleve.DECLARE.value: "Déclarés"}


class FiltreReleves(forms.Form):
    """``mois``: those among which to choose."""

    q = forms.CharField(
        label="Numéro ou intitulé de session",
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    mois = forms.ChoiceField(label="Mois", required=False)
    session = forms.CharField(required=False, widget=forms.HiddenInput)
    etat = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, mois: list[str]) -> None:
        super().__init__(*args)
        champ: Any = self.fields["mois"]
        champ.choices = [("", "Tous"), *((code, nommer_mois(lire_mois(code)).capitalize()) for code in mois)]

    def appliquer(self, releves: QuerySet[Releve]) -> QuerySet[Releve]:
        """Keep what the answers ask for; an answer that means nothing is ignored."""
        self.is_valid()
        lu = self.cleaned_data
        if texte := lu.get("q", ""):
            releves = releves.filter(Q(session__numero__icontains=texte) | Q(session__intitule__icontains=texte))
        if mois := lu.get("mois"):
            releves = releves.filter(mois=lire_mois(mois))
        if session := identifiant(lu.get("session", "")):
            releves = releves.filter(session=session)
        return releves.filter(statut=lu["etat"]) if lu.get("etat") in StatutReleve.values else releves

"""What the lists of the training body may be narrowed to; all of it stays in the address."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from intentions.models import IntentionEmbauche, Interet
from referentiels.models import Departement
from referentiels.regles.textes import normaliser
from sessions_formation.automates import A_DECIDER
from sessions_formation.enums import StatutSession
from sessions_formation.forms.besoins import CriteresDuBesoin
from sessions_formation.models import Lot, Session

A_FAIRE = "a-faire"
# The lists one may switch to, by what there is to do: code → words, states.
ETAPES = {
    "": ("Toutes", frozenset()),
    # What waits for the reader: a complement of its own, or its agreement (see ``A_FAIRE``).
    A_FAIRE: ("À faire", frozenset()),
    "brouillons": ("Brouillons", frozenset({StatutSession.BROUILLON})),
    "a-completer": ("À compléter", frozenset({StatutSession.A_COMPLETER})),
    "en-cours": ("En attente d’une réponse", A_DECIDER | {StatutSession.ATTENTE_MANDATAIRE}),
    "autorisees": (
        "Autorisées",
        frozenset(
            {
                StatutSession.AUTORISEE,
                StatutSession.PUBLIEE,
                StatutSession.DEMARREE,
                StatutSession.TERMINEE,
                StatutSession.SOLDEE,
            }
        ),
    ),
    "closes": ("Refusées ou annulées", frozenset({StatutSession.REFUSEE, StatutSession.ANNULEE})),
}


class FiltreIntentions(CriteresDuBesoin):
    """A training body's: its lots, and what it has not yet said it is interested in."""

    q = forms.CharField(label="Métier, employeur ou commune", required=False, max_length=100)
    lot = forms.ChoiceField(label="Lot", required=False)
    adressees = forms.BooleanField(label="Adressées à nous seulement", required=False)

    def __init__(self, *args: Any, lots: QuerySet[Lot], organismes: QuerySet) -> None:
        super().__init__(
            *args,
            departements=Departement.objects.filter(dans_region=True),
            interets=Interet.objects.filter(organisme__in=organismes),
            sources={},
        )
        self._secteurs = {str(lot.pk): (str(lot), lot.secteur_id) for lot in lots}
        self.fields["lot"].choices = [("", "Tous"), *((cle, nom) for cle, (nom, _) in self._secteurs.items())]
        self.fields["q"].widget.attrs["type"] = "search"
        self.fields["sans_interet"].label = "Sans intérêt signalé par nous"

    def appliquer(self, intentions: QuerySet[IntentionEmbauche]) -> QuerySet[IntentionEmbauche]:
        """Keep what the answers ask for; an answer that means nothing is ignored."""
        intentions = super().appliquer(intentions)
        lu = self.cleaned_data
        if texte := lu.get("q"):
            intentions = intentions.filter(
                Q(metier__libelle_normalise__contains=normaliser(texte))
                | Q(intitule__icontains=texte)
                | Q(employeur__nom__icontains=texte)
                | Q(commune__nom_normalise__contains=normaliser(texte))
            )
        if lot := lu.get("lot"):
            intentions = intentions.filter(secteur=self._secteurs[lot][1])
        if lu.get("adressees"):
            intentions = intentions.exclude(organisme_choisi=None)
        return intentions


class FiltreSessions(forms.Form):
    q = forms.CharField(label="Numéro, intitulé ou organisme", required=False, max_length=100)
    lot = forms.ModelChoiceField(label="Lot", queryset=Lot.objects.none(), required=False, empty_label="Tous")
    etape = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lots: QuerySet[Lot]) -> None:
        super().__init__(*args)
        # Read once, for the field and for who asks the page whether one of them is open.
        self.lots = list(lots)
        self.fields["lot"].queryset = lots
        self.fields["lot"].choices = [("", "Tous"), *((lot.pk, str(lot)) for lot in self.lots)]
        self.fields["q"].widget.attrs["type"] = "search"

    def appliquer(self, sessions: QuerySet[Session]) -> QuerySet[Session]:
        """Keep what the answers ask for; an answer that means nothing is ignored. ``sessions`` say what is
        ``a_faire``."""
        self.is_valid()
        lu = self.cleaned_data
        if texte := lu.get("q"):
            sessions = sessions.filter(
                Q(numero__icontains=texte) | Q(intitule__icontains=texte) | Q(organisme__nom__icontains=texte)
            )
        if lot := lu.get("lot"):
            sessions = sessions.filter(lot=lot)
        if lu.get("etape") == A_FAIRE:
            return sessions.filter(a_faire=True)
        _, statuts = ETAPES.get(lu.get("etape", ""), ETAPES[""])
        return sessions.filter(statut__in=statuts) if statuts else sessions

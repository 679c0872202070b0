"""What the list of invoices may be narrowed to; all of it stays in the address."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from factures.automates import A_LA_REGION, AUX_FINANCES
from factures.enums import StatutFacture
from factures.models import Facture
from heures.regles.mois import ecrire_mois, lire_mois, nommer_mois
from sessions_formation.models import Lot

A_FAIRE = "a-verifier"
# The lists one may switch to: code → words, states.
ETAPES = {
    "": ("Toutes", frozenset()),
    # Drafts, and what the Région sent back (``factures.queries.liste``).
    A_FAIRE: ("À vérifier", frozenset()),
    "region": ("À la Région", A_LA_REGION),
    "paiement": ("En paiement", AUX_FINANCES),
    "payees": ("Payées", frozenset({StatutFacture.PAYEE})),
    "rejetees": ("Rejetées", frozenset({StatutFacture.REJETEE})),
}


class FiltreFactures(forms.Form):
    q = forms.CharField(label="Numéro de facture ou de bon", required=False, max_length=40)
    mois = forms.ChoiceField(label="Mois", required=False)
    lot = forms.ModelChoiceField(label="Lot", queryset=Lot.objects.none(), required=False, empty_label="Tous")
    etape = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, lots: QuerySet[Lot], mois: Iterable[date]) -> None:
        super().__init__(*args)
        self.fields["lot"].queryset = lots
        self.fields["q"].widget.attrs["type"] = "search"
        self.fields["mois"].choices = [
            ("", "Tous"),
            *((ecrire_mois(un), nommer_mois(un).capitalize()) for un in mois),
        ]

    def appliquer(self, factures: QuerySet[Facture]) -> QuerySet[Facture]:
        """Keep what the answers ask for; an answer that means nothing is ignored. ``factures`` say what is
        ``a_faire``."""
        self.is_valid()
        lu = self.cleaned_data
        if texte := lu.get("q"):
            factures = factures.filter(Q(numero__icontains=texte) | Q(bon__numero__icontains=texte))
        if mois := lu.get("mois"):
            factures = factures.filter(mois=lire_mois(mois))
        if lot := lu.get("lot"):
            factures = factures.filter(bon__lot=lot)
        if lu.get("etape") == A_FAIRE:
            return factures.filter(a_faire=True)
        _, statuts = ETAPES.get(lu.get("etape", ""), ETAPES[""])
        return factures.filter(statut__in=statuts) if statuts else factures

"""What the list of people may be narrowed to; all of it stays in the address."""

from typing import Any

from django import forms
from django.db.models import Q, QuerySet

from noyau.listes import identifiant
from referentiels.models import StructureReseau
from referentiels.regles.textes import normaliser
from sessions_formation.enums import StatutParcours as S
from sessions_formation.models import Parcours

# The lists one may switch to: code → words, states.
ETAPES: dict[str, tuple[str, frozenset[str]]] = {
    "": ("Toutes", frozenset()),
    "candidats": ("Candidatures", frozenset({S.POSITIONNE, S.PROFIL_VALIDE})),
    "admis": ("Admissions", frozenset({S.ADMIS})),
    "en-formation": ("En formation", frozenset({S.ENTRE})),
    "sortis": ("Sorties", frozenset({S.TERMINE, S.SORTIE_EMPLOI})),
    "arretes": ("Arrêts et refus", frozenset({S.NON_RETENU, S.ABANDON, S.EXCLU})),
}


class FiltreParcours(forms.Form):
    """``structures``: those among which to choose; the field goes away below two."""

    q = forms.CharField(
        label="Nom, numéro ou intitulé de session",
        required=False,
        max_length=100,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )
    structure = forms.ModelChoiceField(
        label="Structure", queryset=StructureReseau.objects.none(), required=False, empty_label="Toutes"
    )
    session = forms.CharField(required=False, widget=forms.HiddenInput)
    etape = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, structures: QuerySet[StructureReseau]) -> None:
        super().__init__(*args)
        self.fields["structure"].queryset = structures

    def appliquer(self, parcours: QuerySet[Parcours]) -> QuerySet[Parcours]:
        """Keep what the answers ask for; an answer that means nothing is ignored."""
        self.is_valid()
        lu = self.cleaned_data
        if texte := lu.get("q", ""):
            mots = normaliser(texte)
            trouves = Q(session__numero__icontains=texte) | Q(session__intitule__icontains=texte)
            parcours = parcours.filter(Q(stagiaire__nom_normalise__contains=mots) | trouves if mots else trouves)
        if structure := lu.get("structure"):
            parcours = parcours.filter(Q(structure=structure) | Q(stagiaire__structure=structure))
        if session := identifiant(lu.get("session", "")):
            parcours = parcours.filter(session=session)
        _, statuts = ETAPES.get(lu.get("etape", ""), ETAPES[""])
        return parcours.filter(statut__in=statuts) if statuts else parcours

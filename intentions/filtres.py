"""The employer's list: search, state, establishment, sort, all kept in the address."""

import django_filters
from django.db.models import F, Q, QuerySet

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.queries.transmissions import en_attente_de_l_employeur
from noyau.formulaires import Texte
from referentiels.models import Employeur
from referentiels.regles.textes import normaliser

TRIS = {
    "depot": [F("deposee_le").asc(nulls_last=True)],
    "-depot": [F("deposee_le").desc(nulls_first=True)],
    "etablissement": [F("employeur__nom").asc(nulls_first=True)],
    "-etablissement": [F("employeur__nom").desc(nulls_last=True)],
    "etat": [F("statut").asc()],
    "-etat": [F("statut").desc()],
}


class FiltreIntentions(django_filters.FilterSet):
    """``etablissements``: the person's own, offered when there are several."""

    q = django_filters.CharFilter(label="Rechercher un poste ou un numéro", method="rechercher", widget=Texte())
    statut = django_filters.ChoiceFilter(label="État", choices=StatutIntention.choices, empty_label="Tous les états")
    etablissement = django_filters.ModelChoiceFilter(
        field_name="employeur",
        label="Établissement",
        empty_label="Tous mes établissements",
        queryset=lambda request: Employeur.objects.none(),
    )

    class Meta:
        model = IntentionEmbauche
        fields: list[str] = []

    def __init__(self, *args, etablissements: QuerySet[Employeur], **options) -> None:
        super().__init__(*args, **options)
        self.filters["etablissement"].queryset = etablissements
        self.form.fields["etablissement"].queryset = etablissements

    def rechercher(self, lignes: QuerySet, nom: str, valeur: str) -> QuerySet:
        """Those whose title or number holds the text, or whose job's label does, whatever the accents."""
        texte = valeur.strip()
        return lignes.filter(
            Q(intitule__icontains=texte)
            | Q(numero__icontains=texte)
            | Q(metier__libelle_normalise__contains=normaliser(texte))
        )


class FiltreTransmissions(django_filters.FilterSet):
    """What a partner transmits: search, and a state, or those that wait for their employer (``attente``)."""

    q = django_filters.CharFilter(
        label="Rechercher un poste, un employeur ou un numéro", method="rechercher", widget=Texte()
    )
    statut = django_filters.CharFilter(label="État", method="par_etat")

    class Meta:
        model = IntentionEmbauche
        fields: list[str] = []

    def rechercher(self, lignes: QuerySet, nom: str, valeur: str) -> QuerySet:
        """Those whose title, number, reference, SIRET or employer holds the text."""
        texte = valeur.strip()
        return lignes.filter(
            Q(intitule__icontains=texte)
            | Q(numero__icontains=texte)
            | Q(reference_externe__icontains=texte)
            | Q(employeur__nom__unaccent__icontains=texte)
            | Q(employeur__siret=texte.replace(" ", ""))
            | Q(metier__libelle_normalise__contains=normaliser(texte))
        )

    def par_etat(self, lignes: QuerySet, nom: str, valeur: str) -> QuerySet:
        """Those in a state of the automate; ``attente``: those whose employer was asked and has not answered."""
        return en_attente_de_l_employeur(lignes) if valeur == "attente" else lignes.filter(statut=valeur)


def trier(lignes: QuerySet, tri: str) -> QuerySet:
    """Sort by a key of ``TRIS``, the newest first within equals."""
    return lignes.order_by(*TRIS[tri], "-cree_le", "-pk")

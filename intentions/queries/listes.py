"""What the employer's list shows."""

from django.db.models import Count, QuerySet

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from referentiels.models import Employeur


def etablissements_de(utilisateur: Utilisateur) -> QuerySet[Employeur]:
    """The establishments this person acts for, by name."""
    return Employeur.objects.filter(pk__in=acces.employeurs_de(utilisateur)).order_by("nom", "pk")


def intentions_de(utilisateur: Utilisateur) -> QuerySet[IntentionEmbauche]:
    """Those of the person’s establishments, with what a list shows."""
    return IntentionEmbauche.objects.de_l_employeur(utilisateur).pour_liste().sans_les_textes()


def comptes_par_statut(intentions: QuerySet[IntentionEmbauche]) -> list[tuple[StatutIntention, int]]:
    """How many of ``intentions`` in each state, in the order of their life, the empty states left out (1 query)."""
    nombres = dict(intentions.values_list("statut").order_by("statut").annotate(Count("pk")))
    return [(statut, nombres[statut]) for statut in StatutIntention if statut in nombres]

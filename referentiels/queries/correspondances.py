"""The jobs of the survey (FAP) and the ROME jobs they may be: what was decided, what is near by its words."""

from django.contrib.postgres.search import TrigramWordSimilarity
from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from referentiels.models import BesoinEnquete, CorrespondanceFap, Metier
from referentiels.regles.textes import normaliser

PROCHES = 8
# Under this, words are alike by chance.
RESSEMBLANCE_MIN = 0.35


def metiers_de_l_enquete(*, cherche: str = "", a_relier: bool = False) -> QuerySet:
    """Give the jobs of the survey with their lines, and how many ROME jobs each is said to be, by name.

    ``cherche``: words of the name or a code; ``a_relier``: only those nobody said anything of.
    """
    liees = CorrespondanceFap.objects.filter(code_metier=OuterRef("code_metier"), retenue=True)
    lignes = BesoinEnquete.objects.all()
    if cherche:
        lignes = lignes.filter(Q(metier__unaccent__icontains=cherche) | Q(code_metier__iexact=cherche))
    if a_relier:
        lignes = lignes.filter(~Exists(liees))
    nombre = liees.order_by().values("code_metier").annotate(n=Count("pk")).values("n")
    return (
        lignes.order_by("code_metier")
        .values("code_metier")
        .annotate(nom=Max("metier"), derniere=Max("annee"), liees=nombre)
        .order_by("nom", "code_metier")
    )


def metiers_proches(nom: str, *, sauf: set[str]) -> list[Metier]:
    """Give the ROME jobs whose label is nearest to ``nom`` by its words (pg_trgm), ``sauf`` left out (one query).

    Nearness of words is no likeness of work: an officer says which are the same.
    """
    # The survey writes in the plural, ROME in the singular: letters in common see through it.
    ressemblance = TrigramWordSimilarity(normaliser(nom), "libelle_normalise")
    proches = Metier.objects.annotate(ressemblance=ressemblance).filter(ressemblance__gte=RESSEMBLANCE_MIN)
    return list(proches.exclude(pk__in=sauf).order_by("-ressemblance", "libelle_normalise", "pk")[:PROCHES])

"""Finding people among all parcours, for officers."""

from django.db.models import QuerySet

from noyau.parmi import Parmi
from referentiels.regles.textes import normaliser
from sessions_formation.models import Parcours, Session
from stagiaires.models import Stagiaire


def parcours_cherches(parcours: QuerySet[Parcours], texte: str) -> QuerySet[Parcours]:
    """Keep those whose person has this name, or whose session this number: each looked up by its own index, then the
    two together."""
    mots = normaliser(texte)
    tous = Parcours.objects.order_by()
    # Numbers are written in capitals: exactly, they have an index.
    sessions = Session.objects.filter(numero=texte.strip().upper())
    trouves = tous.filter(session__in=sessions.order_by().values("pk")).values("pk")
    if mots:
        personnes = Stagiaire.objects.filter(nom_normalise__contains=mots)
        trouves = trouves.union(tous.filter(stagiaire__in=personnes.order_by().values("pk")).values("pk"))
    return parcours.filter(Parmi("pk", trouves))

"""What a training body has said of its interest, and under whose name it may say it."""

from datetime import date

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery

from comptes import acces
from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche, Interet
from referentiels.models import OrganismeFormation
from sessions_formation.queries.lots import places_ouvertes, places_pour


def organismes_interessables(
    utilisateur: Utilisateur, intention: IntentionEmbauche, *, le: date
) -> list[OrganismeFormation]:
    """Give the person's training bodies that an open lot lets take this intention, each once, by name."""
    places = places_pour(places_ouvertes(utilisateur, le=le), [intention])
    organismes = {place.membre.organisme_id: place.membre.organisme for place in places}
    return sorted(organismes.values(), key=lambda organisme: (organisme.nom, organisme.pk))


def nos_interets(utilisateur: Utilisateur, intention: IntentionEmbauche) -> list[Interet]:
    """Give what the person's training bodies have said of an intention and not taken back."""
    actifs = Interet.objects.actifs().filter(intention=intention, organisme__in=acces.organismes_de(utilisateur))
    return list(actifs.select_related("organisme").order_by("declare_le", "pk"))


def interet_signale_par(organismes: QuerySet) -> Exists:
    """Give the annotation telling whether one of these training bodies (their ids) has said it is interested."""
    actifs = Interet.objects.actifs().filter(organisme__in=organismes)
    return Exists(actifs.filter(intention=OuterRef("pk")))


def nombre_d_interesses() -> Subquery:
    """Give the annotation counting the training bodies interested in an intention."""
    actifs = Interet.objects.actifs().filter(intention=OuterRef("pk")).order_by()
    return Subquery(actifs.values("intention").annotate(combien=Count("pk")).values("combien"))

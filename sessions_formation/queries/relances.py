"""Which intentions wait for a training body, and which bodies could take them: what lots and requests know."""

from collections.abc import Callable
from datetime import date
from functools import cache

from django.db.models import Exists, OuterRef, QuerySet

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche, Interet
from intentions.queries.relances import deja_ecrite, depuis_tant_de_jours, depuis_tant_de_jours_ouvres
from referentiels.models import OrganismeFormation
from sessions_formation.models import IntentionRetenue, Lot, MembreGroupement
from sessions_formation.queries.lots import DANS_LE_GROUPEMENT

SANS_REPONSE, NON_PRISE = "sans-reponse", "non-prise"
EMPLOYEUR, ORGANISME, REGION = ":employeur", ":organisme", ":region"


def sans_reponse(*, jours: int, le: date) -> QuerySet[IntentionEmbauche]:
    """Those addressed ``jours`` working days ago to a training body that has neither said it was interested nor begun
    a request with them."""
    premier, dernier = depuis_tant_de_jours_ouvres(jours, le=le)
    interet = Interet.objects.filter(intention=OuterRef("pk"), organisme=OuterRef("organisme_choisi"), retire_le=None)
    demande = IntentionRetenue.objects.filter(
        intention=OuterRef("pk"), session__organisme=OuterRef("organisme_choisi")
    )
    return IntentionEmbauche.objects.filter(
        ~Exists(interet),
        ~Exists(demande),
        ~deja_ecrite(SANS_REPONSE, "attend_depuis", suffixe=EMPLOYEUR),
        ~deja_ecrite(SANS_REPONSE, "attend_depuis", suffixe=ORGANISME),
        statut=StatutIntention.RECEVABLE,
        organisme_choisi__isnull=False,
        attend_depuis__gte=premier,
        attend_depuis__lte=dernier,
    )


def non_prises(*, jours: int, le: date) -> QuerySet[IntentionEmbauche]:
    """Those that have waited ``jours`` days and that no request has engaged."""
    premier, dernier = depuis_tant_de_jours(jours, le=le)
    return IntentionEmbauche.objects.filter(
        ~deja_ecrite(NON_PRISE, "attend_depuis", suffixe=REGION),
        statut=StatutIntention.RECEVABLE,
        attend_depuis__gte=premier,
        attend_depuis__lte=dernier,
    )


def organismes_des_lots(*, le: date) -> Callable[[str | None, str | None], list[OrganismeFormation]]:
    """Give the function (sector, département) → mandataires and cotraitants of the open lots that cover them, and who
    read mail.

    Each pair is read once: made for one run, then dropped.
    """

    @cache
    def couvrant(secteur: str | None, departement: str | None) -> list[OrganismeFormation]:
        if not (secteur and departement):
            return []
        lots = Lot.objects.ouverts(le).filter(secteur=secteur, departements=departement)
        places = MembreGroupement.objects.tenant(lots).filter(role__in=DANS_LE_GROUPEMENT)
        organismes = OrganismeFormation.objects.filter(pk__in=places.values("organisme"))
        return list(organismes.exclude(courriel="").order_by("pk"))

    return couvrant

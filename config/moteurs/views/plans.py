"""The plan of the site for search engines (sitemaps.org): one section by kind of page."""

from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db.models import Exists, Max, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone

from insertion.models import AvisStagiaire
from pilotage.queries.annuaire import organismes_du_dispositif
from referentiels.models import Dispositif, OrganismeFormation
from sessions_formation.models import Session
from sessions_formation.queries.publiees import sessions_publiees


class Plan(Sitemap):
    """A section whose addresses are those of the service, whatever name the request came by."""

    limit = 10_000

    def get_protocol(self, protocol: str | None = None) -> str:
        return urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: object = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class Pages(Plan):
    """What is always there."""

    def items(self) -> list[str]:
        return [
            "accueil",
            "simulateur",
            "formations",
            "organismes",
            "dispositifs",
            "aides:accueil",
            "chiffres:page",
            "pages:aide",
            "pages:accessibilite",
            "pages:donnees",
            "pages:mentions",
            "pages:sources",
        ]

    def location(self, item: str) -> str:
        return reverse(item)


class Formations(Plan):
    """The sessions one may still enter, each with the last time it changed."""

    def items(self) -> QuerySet[Session]:
        ouvertes = sessions_publiees(timezone.localdate()).filter(numero__isnull=False)
        return ouvertes.only("numero", "modifie_le").order_by("pk")

    def location(self, item: Session) -> str:
        return reverse("formation", args=[item.numero])

    def lastmod(self, item: Session) -> datetime:
        return item.modifie_le

    def get_latest_lastmod(self) -> datetime | None:
        """The latest change, asked of the database: Django would read every session to find it."""
        return self.items().order_by().aggregate(dernier=Max("modifie_le"))["dernier"]


class Avis(Plan):
    """What is said of training bodies, where something is. No date: it would tell the day of an opinion."""

    def items(self) -> QuerySet[OrganismeFormation]:
        publies = AvisStagiaire.objects.publies().filter(organisme=OuterRef("pk"))
        return OrganismeFormation.objects.filter(Exists(publies)).only("pk").order_by("pk")

    def location(self, item: OrganismeFormation) -> str:
        return reverse("insertion:avis_organisme", args=[item.pk])


class Organismes(Plan):
    """The training bodies of the scheme."""

    def items(self) -> QuerySet[OrganismeFormation]:
        return organismes_du_dispositif(timezone.localdate()).only("pk").order_by("pk")

    def location(self, item: OrganismeFormation) -> str:
        return reverse("organisme", args=[item.pk])


class Dispositifs(Plan):
    """The catalogue of the Région's schemes."""

    def items(self) -> QuerySet[Dispositif]:
        return Dispositif.objects.filter(actif=True).only("code").order_by("code")

    def location(self, item: Dispositif) -> str:
        return reverse("dispositif", args=[item.code])


PLANS = {
    "pages": Pages,
    "formations": Formations,
    "organismes": Organismes,
    "avis": Avis,
    "dispositifs": Dispositifs,
}

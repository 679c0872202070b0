"""What is newly published, for whoever follows it from elsewhere: a feed of news, a calendar of first days."""

from datetime import datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.syndication.views import Feed
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Rss201rev2Feed
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page, require_safe

from noyau.agenda import fichier_de_journees
from noyau.templatetags.maison import accorde, heures, periode
from referentiels.models import Departement, Secteur
from sessions_formation.models import Session
from sessions_formation.queries.page_publique import adresse_publique, journee_de, nouvelles, titre_public

# The last ones: a reader of feeds keeps those it has read, a calendar shows what is to come.
ANNONCES_MAX = 50
JOURNEES_MAX = 300
# Readers come back by themselves: every quarter of an hour is enough.
FRAICHEUR = 15 * 60


class Choix(NamedTuple):
    """What a feed is narrowed to: none, one or both."""

    secteur: Secteur | None = None
    departement: Departement | None = None

    @property
    def codes(self) -> dict[str, str]:
        """The codes of what was chosen, by question."""
        choisis = {"secteur": self.secteur, "departement": self.departement}
        return {question: reponse.pk for question, reponse in choisis.items() if reponse}

    @property
    def titre(self) -> str:
        """« Nouvelles formations : Bâtiment, Sarthe »."""
        precisions = [self.secteur.libelle] if self.secteur else []
        precisions += [self.departement.nom] if self.departement else []
        return "Nouvelles formations" + (f"\u00a0: {', '.join(precisions)}" if precisions else "")

    def adresse(self, nom: str) -> str:
        """Give the whole address of a page or a feed narrowed so."""
        return settings.SITE_URL + reverse(nom) + (f"?{urlencode(self.codes)}" if self.codes else "")


def lire_le_choix(request: HttpRequest) -> Choix:
    """Read ``?secteur=…&departement=…``; an unknown code is not found, rather than a feed of everything."""
    return Choix(
        secteur=_lu(Secteur, request.GET.get("secteur", "")),
        departement=_lu(Departement, request.GET.get("departement", "")),
    )


def _lu(modele: type[Model], code: str) -> Any:
    if not code:
        return None
    # PostgreSQL reads no text with this character in it.
    trouve = None if "\0" in code else modele.objects.filter(pk=code).first()
    if trouve is None:
        raise Http404
    return trouve


class NouvellesFormations(Feed):
    """RSS 2.0: the latest published sessions that one may still enter."""

    feed_type = Rss201rev2Feed
    language = "fr"
    description = "Les formations que la Région Pays de la Loire vient de commander et où l’on peut entrer."
    ttl = str(FRAICHEUR // 60)

    def get_object(self, request: HttpRequest) -> Choix:
        return lire_le_choix(request)

    def title(self, choix: Choix) -> str:
        return choix.titre

    def link(self, choix: Choix) -> str:
        return choix.adresse("formations")

    def feed_url(self, choix: Choix) -> str:
        return choix.adresse("formations_flux")

    def items(self, choix: Choix) -> list[Session]:
        # Found first, then read whole: hundreds of others need not be.
        toutes = nouvelles(timezone.localdate(), **choix.codes)
        return list(toutes.filter(pk__in=toutes.values("pk")[:ANNONCES_MAX]))

    def item_title(self, item: Session) -> str:
        return titre_public(item)

    def item_description(self, item: Session) -> str:
        quand = str(periode(item.debut, item.fin)).capitalize()
        places = f"{accorde(item.effectif, 'place,places')}, {heures(item.heures)}"
        return f"{quand}\u00a0: {places}. {item.organisme.nom}, {item.lieu_affiche}."

    def item_link(self, item: Session) -> str:
        return adresse_publique(item)

    def item_guid(self, item: Session) -> str:
        return item.reference

    item_guid_is_permalink = False

    def item_pubdate(self, item: Session) -> datetime:
        return item.publiee_le

    def item_categories(self, item: Session) -> list[str]:
        departement = [item.commune.departement.nom] if item.commune else []
        return [item.lot.secteur.libelle, *departement]


@login_not_required
@require_safe
@cache_control(public=True, max_age=FRAICHEUR)
@conditional_page
def rss(request: HttpRequest) -> HttpResponse:
    """The feed; « not modified » to whoever has it already."""
    return NouvellesFormations()(request)


@login_not_required
@require_safe
@cache_control(public=True, max_age=FRAICHEUR)
@conditional_page
def agenda(request: HttpRequest) -> HttpResponse:
    """The first days of the sessions to come, as a calendar to follow."""
    choix, le = lire_le_choix(request), timezone.localdate()
    a_venir = nouvelles(le, **choix.codes).filter(debut__gt=le).order_by("debut", "pk")[:JOURNEES_MAX]
    fichier = fichier_de_journees(map(journee_de, a_venir), nom=choix.titre)
    entetes = {"Content-Disposition": 'inline; filename="formations.ics"'}
    return HttpResponse(fichier, content_type="text/calendar; charset=utf-8", headers=entetes)

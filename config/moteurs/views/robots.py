"""``/robots.txt``: what robots leave alone, so that they spend their time on what is public."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

# Read in order by simple robots, by length by the others: what is open comes first, and is longer.
OUVERTS = ("/insertion/avis/organismes/",)
# A rule of robots.txt holds for whatever begins so; « /organisme/ » is the training body's area, not the directory.
FERMES = (
    "/admin/", "/aides/demandes/", "/aides/documents/", "/aides/pieces/", "/api/", "/besoins/", "/comites/",
    "/composants/", "/compte/", "/connexion/", "/deconnexion/", "/demo/", "/donnees-personnelles/registre/",
    "/employeur/", "/espace/", "/etablissements/", "/factures/", "/heures/", "/inscription/", "/insertion/",
    "/messages/", "/metriques/", "/mot-de-passe/", "/organisme/", "/parcours/", "/pilotage/", "/r/", "/referent/",
    "/referentiels/", "/sante/", "/transmettre/", "/verifier/",
)  # fmt: skip
UN_JOUR = 24 * 3600


@login_not_required
@require_safe
@cache_control(public=True, max_age=UN_JOUR)
def robots(_request: HttpRequest) -> HttpResponse:
    """Say what is private, and where the plan of the site is."""
    lignes = [
        "User-agent: *",
        *(f"Allow: {chemin}" for chemin in OUVERTS),
        *(f"Disallow: {chemin}" for chemin in FERMES),
        "",
        f"Sitemap: {settings.SITE_URL}{reverse('plan')}",
    ]
    return HttpResponse("\n".join(lignes) + "\n", content_type="text/plain; charset=utf-8")

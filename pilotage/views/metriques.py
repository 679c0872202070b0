"""What Prometheus reads. The page exists for who says the token of the service, and for nobody else."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric

from noyau.mesures import NOM, registre_des_requetes
from pilotage.queries.etat_du_service import Mesure, mesures_du_service

TYPE = "text/plain; version=0.0.4; charset=utf-8"


@login_not_required
@require_safe
@never_cache
def metriques(request: HttpRequest) -> HttpResponse:
    """Requests of this host and state of the service, in Prometheus' text format; 404 without the token."""
    if not _a_le_jeton(request):
        raise Http404
    registre = registre_des_requetes()
    registre.register(_EtatDuService(mesures_du_service(maintenant=timezone.now())))
    return HttpResponse(generate_latest(registre), content_type=TYPE)


class _EtatDuService:
    """Gives our numbers to prometheus-client, each name once with all its labels."""

    def __init__(self, mesures: Iterable[Mesure]) -> None:
        self.mesures = list(mesures)

    def collect(self) -> Iterable[Metric]:
        familles: dict[str, Metric] = {}
        for nom, sens, etiquettes, valeur, total in self.mesures:
            genre = CounterMetricFamily if total else GaugeMetricFamily
            famille = familles.setdefault(nom, genre(f"{NOM}_{nom}", sens, labels=list(etiquettes)))
            famille.add_metric(list(etiquettes.values()), valeur)
        return familles.values()

    def describe(self) -> list[Metric]:
        return []


def _a_le_jeton(request: HttpRequest) -> bool:
    if not settings.METRIQUES_JETON:
        return False
    # Of every token, right or wrong, the comparison takes the same time.
    return constant_time_compare(request.headers.get("Authorization", ""), f"Bearer {settings.METRIQUES_JETON}")

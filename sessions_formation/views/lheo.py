"""The file of the published sessions for the Cariforef, in LHÉO 2.3: whole, or what changed since an instant.

Public, and read without an account: it says nothing that the pages of /formations/ do not (CT R6111-3).
"""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time
from itertools import chain

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.text import compress_sequence
from django.views.decorators.http import condition, require_safe
from rest_framework.throttling import SimpleRateThrottle

from sessions_formation.actions.diffuser import Bilan, document, fragments_depuis, fragments_du_jour
from sessions_formation.models import Diffusion

TYPE = "application/xml; charset=utf-8"
# The register is read anew every hour (config.calendrier): asking oftener tells nothing new.
FRAICHEUR_S = 900
MORCEAU = 64 * 1024
MAUVAIS = "« depuis » s’écrit AAAA-MM-JJ, ou comme l’horodatage du fichier précédent : 2026-11-22T08:00:00+01:00.\n"
TROP = "Ce fichier a été demandé trop souvent depuis cette adresse. Revenez dans une heure.\n"
RIEN = "Aucune session n’est publiée.\n"


class DebitDuFlux(SimpleRateThrottle):
    """How many files one address may ask for (its rate: ``REST_FRAMEWORK``)."""

    scope = "lheo"

    def get_cache_key(self, request: HttpRequest, _view: object) -> str:
        return self.cache_format % {"scope": self.scope, "ident": self.get_ident(request)}


def _repere(request: HttpRequest) -> tuple[datetime | None, int]:
    """The last change, and how many sessions are known (1 query, once a request)."""
    if not hasattr(request, "repere_lheo"):
        lu = Diffusion.objects.aggregate(dernier=Max("change_le"), nombre=Count("pk"))
        request.repere_lheo = (lu["dernier"], lu["nombre"])
    return request.repere_lheo


def _etag(request: HttpRequest) -> str | None:
    """What the answer depends on, the day included: a session begins, or is over, without anybody writing."""
    dernier, nombre = _repere(request)
    if dernier is None:
        return None
    faits = f"{dernier.isoformat()}|{nombre}|{timezone.localdate()}|{request.GET.get('depuis', '')}"
    return f'W/"{hashlib.sha256(faits.encode()).hexdigest()[:32]}"'


def _modifie_le(request: HttpRequest) -> datetime | None:
    """The latest of the last change and of the beginning of the day."""
    dernier, _ = _repere(request)
    if dernier is None:
        return None
    return max(dernier, timezone.make_aware(datetime.combine(timezone.localdate(), time.min)))


def _dans_la_mesure(vue):
    """Refuse who asks too often, before anything is read."""

    def garde(request: HttpRequest) -> HttpResponseBase:
        if not DebitDuFlux().allow_request(request, None):
            return HttpResponse(TROP, status=429, content_type="text/plain; charset=utf-8")
        return vue(request)

    return garde


@login_not_required
@require_safe
@_dans_la_mesure
@condition(etag_func=_etag, last_modified_func=_modifie_le)
def flux(request: HttpRequest) -> HttpResponseBase:
    """Give the file: 204 when nothing changed since ``depuis``, 404 when nothing is published at all."""
    le, maintenant = timezone.localdate(), timezone.localtime()
    demande = request.GET.get("depuis", "")
    depuis = _instant(demande)
    if demande and depuis is None:
        return HttpResponse(MAUVAIS, status=400, content_type="text/plain; charset=utf-8")
    fragments = _fragments(depuis, le)
    premier = next(fragments, None)
    if premier is None and depuis is not None:
        return HttpResponse(status=204)
    if premier is None:
        return HttpResponse(RIEN, status=404, content_type="text/plain; charset=utf-8")
    morceaux = _par_morceaux(document(chain([premier], fragments), maintenant=maintenant))
    return _reponse(request, morceaux)


def _fragments(depuis: datetime | None, le: date) -> Iterator[str]:
    if depuis is None:
        return fragments_du_jour(le, bilan=Bilan())
    return fragments_depuis(depuis, le, bilan=Bilan())


def _instant(texte: str) -> datetime | None:
    """Read a day (its first instant here) or an instant, whose « + » an address turns into a space; None of others."""
    try:
        if jour := parse_date(texte):
            return timezone.make_aware(datetime.combine(jour, time.min))
        lu = parse_datetime(texte.replace(" ", "+"))
        return timezone.make_aware(lu) if lu and timezone.is_naive(lu) else lu
    except (ValueError, OverflowError):
        return None


def _par_morceaux(textes: Iterator[str]) -> Iterator[bytes]:
    """Gather small texts: one write each would cost more than what they say."""
    tampon = bytearray()
    for texte in textes:
        tampon += texte.encode()
        if len(tampon) >= MORCEAU:
            yield bytes(tampon)
            tampon.clear()
    yield bytes(tampon)


def _reponse(request: HttpRequest, morceaux: Iterator[bytes]) -> StreamingHttpResponse:
    compresse = "gzip" in request.headers.get("Accept-Encoding", "")
    reponse = StreamingHttpResponse(compress_sequence(morceaux) if compresse else morceaux, content_type=TYPE)
    if compresse:
        reponse["Content-Encoding"] = "gzip"
    reponse["Content-Disposition"] = 'inline; filename="formations-lheo.xml"'
    reponse["Cache-Control"] = f"public, max-age={FRAICHEUR_S}"
    reponse["X-Robots-Tag"] = "noindex"
    patch_vary_headers(reponse, ["Accept-Encoding"])
    return reponse

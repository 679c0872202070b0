"""``/.well-known/security.txt`` (RFC 9116): where to write about a weakness of the service."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

UN_JOUR = 24 * 3600
# The standard asks that it be less than a year: a forgotten address must not look alive for ever.
VALIDITE = timedelta(days=180)


@login_not_required
@require_safe
@cache_control(public=True, max_age=UN_JOUR)
def securite(request: HttpRequest) -> HttpResponse:
    """Say who reads reports, in which languages, and until when this may be believed."""
    lignes = [
        f"Contact: mailto:{settings.SECURITE_EMAIL}",
        f"Expires: {timezone.now() + VALIDITE:%Y-%m-%dT00:00:00Z}",
        "Preferred-Languages: fr, en",
        f"Canonical: {settings.SITE_URL}{request.path}",
    ]
    return HttpResponse("\n".join(lignes) + "\n", content_type="text/plain; charset=utf-8")

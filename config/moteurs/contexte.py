"""Which pages search engines may show, under which single address."""

from django.conf import settings
from django.http import HttpRequest

# Every page open to all that stands by itself. Personal links, sign-in, signed-in pages and tools are not among them:
# a new public page says here that search engines may show it, or in tests/publiques/registre.py why they may not.
INDEXEES = frozenset({
    "accueil",
    "simulateur",
    "formations",
    "formation",
    "organismes",
    "organisme",
    "dispositifs",
    "dispositif",
    "aides:accueil",
    "chiffres:page",
    "insertion:avis_organisme",
    "pages:aide",
    "pages:accessibilite",
    "pages:donnees",
    "pages:mentions",
    "pages:sources",
})  # fmt: skip
# What social networks and campaigns add to an address: the page is the same.
BRUIT = ("utm_", "fbclid", "gclid", "mtm_", "pk_")


def tete(request: HttpRequest) -> dict[str, str | bool]:
    """Context processor. Gives ``canonique``, the one address of a page that stands by itself, empty for any other;
    ``a_montrer``, whether search engines may show it; and ``site_url``, which the image of a preview needs in front.

    A list narrowed, sorted or turned is not a page of its own: engines follow its links and do not show it. A
    signed-in reader sees more than the public does. A demonstration is shared as the rest is, and shown by no engine:
    its sessions are nobody's.
    """
    canonique = _canonique(request)
    return {"canonique": canonique, "a_montrer": bool(canonique) and not settings.DEMO, "site_url": settings.SITE_URL}


def _canonique(request: HttpRequest) -> str:
    page = request.resolver_match
    if page is None or page.view_name not in INDEXEES or any(not nom.startswith(BRUIT) for nom in request.GET):
        return ""
    # Error pages may be drawn before the person is known.
    if getattr(request, "user", None) is None or request.user.is_authenticated:
        return ""
    return settings.SITE_URL + request.path

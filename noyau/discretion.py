"""Pages whose address is a key, or shows what only its reader should see."""

from django.http import HttpResponse


def discrete(reponse: HttpResponse) -> HttpResponse:
    """Keep a page out of search engines."""
    reponse["X-Robots-Tag"] = "noindex, nofollow"
    return reponse

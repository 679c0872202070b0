"""How the HTML of an e-mail is shown inside a page: alone at its own address, without script, form or origin."""

from collections.abc import Callable

from csp.constants import NONE, SELF, UNSAFE_INLINE
from csp.decorators import csp
from django.http import HttpResponse
from django.views.decorators.clickjacking import xframe_options_sameorigin

# E-mails carry their style in attributes; the sandbox lets links open in a page of their own and nothing else. It is
# set by the answer and not by the frame: a frame with the attribute would ask for the message without the session.
REGLES = {
    "default-src": [NONE],
    "style-src": [UNSAFE_INLINE],
    "img-src": ["data:"],
    "frame-ancestors": [SELF],
    "sandbox": ["allow-popups", "allow-popups-to-escape-sandbox"],
}


def page_de_message(html: str) -> HttpResponse:
    """Answer with the HTML of an e-mail; its links leave the frame."""
    return HttpResponse(html.replace("<head>", '<head><base target="_blank">', 1))


def cadre(vue: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Decorate a view that answers with ``page_de_message``: framed by our own pages only, under its own policy."""
    return xframe_options_sameorigin(csp(REGLES)(vue))

"""What the feeds of new sessions are narrowed to, as the list on screen is."""

from urllib.parse import urlencode

from django import template
from django.template import Context

register = template.Library()

# Other questions of the list (words, dates, places left) are for today: nobody follows them.
SUIVIS = ("secteur", "departement")


@register.simple_tag(takes_context=True)
def choix_suivi(context: Context) -> str:
    """Give the query string of the feeds: the sector and the département of the page's own address, if any."""
    demandes = {question: context["request"].GET.get(question) for question in SUIVIS}
    choix = {question: reponse for question, reponse in demandes.items() if reponse}
    return f"?{urlencode(choix)}" if choix else ""

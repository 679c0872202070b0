"""What search engines and shared links read of a page: its title, its description, what it is about.

On pages meant for search engines (``canonique``, see ``config.moteurs.contexte``), the words are said twice: also for
those who draw a preview of the link (Open Graph); elsewhere, the plain elements alone.
"""

from typing import Any

from django import template
from django.template import Context
from django.utils.html import format_html, json_script, mark_safe
from django.utils.safestring import SafeString

register = template.Library()

# A data block: browsers never run it, and our policy on scripts has nothing to say about it.
TYPE_LD = "application/ld+json"


@register.simple_block_tag(takes_context=True)
def titre(context: Context, content: str) -> SafeString:
    """Draw ``<title>``, and the title of a preview where the page has one. What is inside is already escaped."""
    texte = _attribut(content)
    apercu = format_html('\n  <meta property="og:title" content="{}">', texte) if context.get("canonique") else ""
    return format_html("<title>{}</title>{}", texte, apercu)


@register.simple_block_tag(takes_context=True)
def description(context: Context, content: str) -> SafeString:
    """Draw the description of the page for search engines and previews; nothing when it is empty."""
    texte = _attribut(content)
    if not texte:
        return mark_safe("")
    apercu = format_html('\n  <meta property="og:description" content="{}">', texte)
    return format_html('<meta name="description" content="{}">{}', texte, apercu if context.get("canonique") else "")


@register.simple_tag
def donnees_liees(donnees: dict[str, Any]) -> SafeString:
    """Draw facts as JSON-LD (schema.org). Escaped as ``json_script`` does: no text of ours can end the block."""
    bloc = json_script(donnees)
    return mark_safe(bloc.replace("application/json", TYPE_LD, 1))  # noqa: S308 — escaped by json_script


def _attribut(contenu: str) -> SafeString:
    """Give words drawn by a template as the value of an attribute: on one line, without a quote that would end it."""
    lignes = (ligne.strip() for ligne in contenu.splitlines())
    return mark_safe(" ".join(filter(None, lignes)).replace('"', "&quot;"))  # noqa: S308 — drawn by a template

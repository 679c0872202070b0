"""Figures to look at, for the page of components alone (``noyau`` knows none of them)."""

from typing import Any

from django import template

from pilotage.dessins.temoins import TEMOINS
from pilotage.tableaux.affichage import montrer

register = template.Library()


@register.simple_tag
def figures_temoins() -> list[dict[str, Any]]:
    """Give every drawing in every state, numbers leading nowhere but to the page itself."""
    return [montrer(figure, adresse=lambda _: "#figures", exports=lambda _: "#figures") for figure in TEMOINS]

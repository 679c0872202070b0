"""The aid a hire may open, drawn by one tag on the page of a hire, which gives the day in its context as ``le``."""

from typing import Any

from django import template

from aides.models import DemandeAide
from aides.queries.embauches import peut_ouvrir_une_aide
from insertion.models import Embauche
from referentiels.queries.reglement import reglement_au

register = template.Library()


@register.inclusion_tag("aides/_depuis_embauche.html", takes_context=True)
def aide_pour_l_embauche(context: template.Context, embauche: Embauche | None, *, par_lien: bool) -> dict[str, Any]:
    """Draw the way to an aid where the rules leave room for one, or to the request that exists. ``par_lien``: its
    reader has no account here, and is only told that the aid exists."""
    if embauche is None or not embauche.embauche:
        return {"possible": False, "demande": None}
    ouverte = None if par_lien else DemandeAide.objects.filter(embauche=embauche).order_by("-pk").first()
    possible = ouverte is None and peut_ouvrir_une_aide(
        embauche, reglement=reglement_au(context["le"]), le=context["le"]
    )
    return {"possible": possible, "demande": ouverte, "embauche": embauche, "par_lien": par_lien}

"""Where a session is displayed: drawn on its pages by one tag. The page gives the day in its context, as ``le``."""

from typing import Any

from django import template

from sessions_formation.actions.fiche import fiche_modifiable
from sessions_formation.models import Session
from sessions_formation.queries.diagnostic import diagnostic_de

register = template.Library()


@register.inclusion_tag("sessions/_diffusion.html", takes_context=True)
def diffusion_de_la_session(context: template.Context, session: Session, *, a_nous: bool = False) -> dict[str, Any]:
    """Draw where a session is displayed and why not; ``a_nous``: its reader writes in it, and is led where to."""
    diagnostic = diagnostic_de(session, le=context["le"])
    ecrite = hasattr(diagnostic.session, "fiche")
    redige = a_nous and fiche_modifiable(session, context["le"])
    return {
        "diagnostic": diagnostic,
        "session": session,
        "a_nous": a_nous,
        "ecrite": ecrite,
        "lien_fiche": ecrite or redige,
    }

"""What templates say of invoices."""

from datetime import date, datetime
from typing import Any

from django import template

from factures.queries.session import facturation_de
from heures.regles import mois as regles_du_mois
from sessions_formation.models import Session

register = template.Library()


@register.filter
def nom_du_mois(valeur: date | str) -> str:
    """« novembre 2026 », from its first day (mails keep it as text)."""
    return regles_du_mois.nommer_mois(date.fromisoformat(valeur) if isinstance(valeur, str) else valeur)


@register.filter
def version(prepare_le: datetime | None) -> str:
    """When a draft was prepared, as the form of its page gives it back; nothing for what no hours change."""
    return prepare_le.isoformat() if prepare_le else ""


@register.inclusion_tag("factures/_session.html")
def facturation_de_la_session(session: Session) -> dict[str, Any]:
    """Draw what of a session's hours is invoiced and paid; nothing while nothing is."""
    return {"facturation": facturation_de(session)}

"""What templates say of invoices."""

from datetime import date, datetime
from typing import Any

from django import template
from django.utils.safestring import SafeString

from factures.enums import NatureFacture, StatutFacture
from factures.models import Facture
from factures.queries.session import facturation_de
from heures.regles import mois as regles_du_mois
from referentiels.templatetags.regles import etat
from sessions_formation.models import Session

register = template.Library()
AVOIRS: dict[str, str] = {
    StatutFacture.EMISE: "Émis",
    StatutFacture.SERVICE_FAIT: "Accepté",
    StatutFacture.MANDATEE: "Mandaté",
    StatutFacture.PAYEE: "Soldé",
    StatutFacture.REJETEE: "Rejeté",
}


@register.filter
def nom_du_mois(valeur: date | str) -> str:
    """« novembre 2026 », from its first day (mails keep it as text)."""
    return regles_du_mois.nommer_mois(date.fromisoformat(valeur) if isinstance(valeur, str) else valeur)


@register.filter
def du_mois(valeur: date | str) -> str:
    """« de novembre 2026 », « d’octobre 2026 », from its first day."""
    return regles_du_mois.de_mois(date.fromisoformat(valeur) if isinstance(valeur, str) else valeur)


@register.simple_tag
def etat_de_facture(facture: Facture, suspendue: object = None) -> SafeString:
    """Draw where an invoice stands: what avoirs took back, what the Région waits for before the mere state."""
    if facture.annulee_le is not None:
        return etat("annulee", "Reprise par un avoir")
    if suspendue:
        return etat("a_completer", "Suspendue")
    au_masculin = AVOIRS.get(facture.statut) if facture.nature == NatureFacture.AVOIR else None
    return etat(facture.statut, au_masculin or facture.get_statut_display())


@register.filter
def version(prepare_le: datetime | None) -> str:
    """When a draft was prepared, as the form of its page gives it back; nothing for what no hours change."""
    return prepare_le.isoformat() if prepare_le else ""


@register.inclusion_tag("factures/_session.html")
def facturation_de_la_session(session: Session) -> dict[str, Any]:
    """Draw what of a session's hours is invoiced and paid; nothing while nothing is."""
    return {"facturation": facturation_de(session)}

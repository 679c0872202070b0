"""What is ordered for a session now, its amendments, what is asked on it: drawn on its pages by one tag.

The page gives the day in its context, as ``le``.
"""

from typing import Any

from django import template

from noyau.courriers import Document
from sessions_formation.enums import NatureAvenant
from sessions_formation.models import BonDeCommande, Composante, DemandeAvenant, Session
from sessions_formation.queries.commandes import Commande, a_l_origine
from sessions_formation.queries.demandes_avenant import natures_a_demander

register = template.Library()

BOUTONS = {
    NatureAvenant.PARCOURS: "Demander des parcours supplémentaires",
    NatureAvenant.HEURES: "Demander des heures supplémentaires",
    NatureAvenant.ANNULATION: "Demander l’annulation",
}


@register.inclusion_tag("sessions/_commande.html", takes_context=True)
def commande_de_la_session(context: template.Context, session: Session, *, a_nous: bool) -> dict[str, Any]:
    """Draw the order of a session on a training body's page; ``a_nous``: it may ask for a change of it."""
    faits = _faits(session, context.get("composante"))
    if not faits:
        return {}
    composante, utilisateur = faits["composante"], context["request"].user
    lisible = bool(faits["avenants"]) and (
        BonDeCommande.objects.visibles_pour(utilisateur).filter(pk=composante.bon_id).exists()
    )
    natures = natures_a_demander(session, faits["demandes"], le=context["le"]) if a_nous else []
    return {
        **faits,
        "a_nous": a_nous,
        "documents": _documents(composante.bon_id, faits["avenants"]) if lisible else {},
        "boutons": [(nature, BOUTONS[nature]) for nature in natures],
    }


@register.inclusion_tag("admin/sessions_formation/session/_commande.html", takes_context=True)
def commande_et_avenants(context: template.Context, session: Session) -> dict[str, Any]:
    """Draw the order of a session on the officer's page, with the way to cancel it while it has not begun."""
    faits = _faits(session)
    if not faits:
        return {}
    utilisateur = context["request"].user
    achete = utilisateur.has_perm("sessions_formation.acheter_session")
    natures = natures_a_demander(session, (), le=context["le"])
    return {
        **faits,
        "documents": _documents(faits["composante"].bon_id, faits["avenants"]),
        "annulable": achete and NatureAvenant.ANNULATION in natures,
        "rapprochable": utilisateur.has_perm("factures.view_facture"),
    }


def _faits(session: Session, composante: Composante | None = None) -> dict[str, Any]:
    """Give the order of a session (3 queries at most); nothing when it has none."""
    if composante is None:
        composante = Composante.objects.filter(session=session).select_related("bon").order_by("pk").first()
    if composante is None:
        return {}
    mouvements = composante.mouvements.select_related("avenant").order_by("avenant__pris_le", "avenant", "pk")
    origine = commande = a_l_origine(composante)
    avenants: dict[int, dict[str, Any]] = {}
    for mouvement in mouvements:
        change = Commande(mouvement.parcours, mouvement.heures, mouvement.montant)
        commande = commande.plus(change)
        deja = avenants.get(mouvement.avenant_id)
        avenants[mouvement.avenant_id] = {
            "avenant": mouvement.avenant,
            "change": deja["change"].plus(change) if deja else change,
        }
    demandes = DemandeAvenant.objects.filter(session=session).order_by("-deposee_le", "-pk")
    return {
        "session": session,
        "composante": composante,
        "origine": origine,
        "commande": commande,
        "avenants": list(avenants.values()),
        "demandes": list(demandes),
    }


def _documents(bon: int, avenants: list[dict[str, Any]]) -> dict[str, Document]:
    """Give the letters of amendments, by their number."""
    numeros = [ligne["avenant"].numero for ligne in avenants]
    if not numeros:
        return {}
    lettres = Document.objects.filter(
        objet_type=BonDeCommande._meta.label_lower, objet_id=bon, modele="avenant", reference__in=numeros
    )
    trouvees = {lettre.reference: lettre for lettre in lettres}
    for ligne in avenants:
        ligne["document"] = trouvees.get(ligne["avenant"].numero)
    return trouvees

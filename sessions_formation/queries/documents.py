"""The facts that letters and e-mails about a session say, frozen when they are decided."""

from typing import Any

from django.urls import reverse
from django.utils import timezone

from comptes import acces
from intentions.models import IntentionEmbauche
from referentiels.models import OrganismeFormation
from sessions_formation.enums import TypeSession
from sessions_formation.models import Composante, Session
from sessions_formation.queries.commandes import total_du_bon
from sessions_formation.queries.lots import mandataire_du_lot, montants_du_lot, role_dans_le_groupement


def contexte_session(session: Session) -> dict[str, Any]:
    """Give the facts of a request as plain JSON: who, what, when, where, how much, and the jobs at the end."""
    organisme, lot = session.organisme, session.lot
    mandataire = mandataire_du_lot(lot).organisme
    return {
        "numero": session.numero,
        "intitule": session.intitule,
        "demandee_le": session.demandee_le.isoformat() if session.demandee_le else "",
        "organisme": adresse_de(organisme),
        "role": role_dans_le_groupement(organisme.pk, lot),
        "mandataire": adresse_de(mandataire),
        # Nobody asks for a session of the socle: the Région orders it.
        "demandeur": "" if session.type == TypeSession.SOCLE else session.demandeur.get_full_name(),
        "groupement": lot.groupement.nom,
        "lot": lot.numero,
        "lot_intitule": lot.intitule,
        "marche": lot.marche,
        "certification": str(session.certification) if session.certification_id else "",
        "lieu": session.lieu_affiche,
        "departement": session.commune.departement.nom if session.commune else "",
        "debut": session.debut.isoformat() if session.debut else "",
        "fin": session.fin.isoformat() if session.fin else "",
        "effectif": session.effectif,
        "heures": session.heures,
        "heures_totales": (session.effectif or 0) * (session.heures or 0),
        "prix_heure": session.prix_heure,
        "montant": session.montant,
        "derogations": [c["message"] for c in session.constats if c["niveau"] == "derogation"],
        "postes": _postes(session),
        "chemin": reverse("sessions:demande", args=[session.pk]),
    }


def destinataire_de(session: Session) -> str:
    """Give where the answers to a request go: to who asked, while they act for the training body; afterwards to the
    address of the training body itself, empty when it has none (the letters are in its area)."""
    agit_encore = acces.organismes_de(session.demandeur).filter(organisme=session.organisme_id).exists()
    return session.demandeur.email if agit_encore else session.organisme.courriel


def contexte_bon(composante: Composante) -> dict[str, Any]:
    """Give the facts of an order: its number, this composante, and where the lot stands with it."""
    bon = composante.bon
    montants = montants_du_lot(bon.lot, le=timezone.localtime(composante.ajoutee_le).date())
    return {
        "bon": bon.numero,
        "composante": composante.rang,
        "bon_emis_le": bon.emis_le.isoformat(),
        "bon_total": total_du_bon(bon),
        "lot_commande": montants.commande,
        "lot_reste": montants.reste,
        "chemin_bon": reverse("sessions:bon", args=[bon.pk]),
    }


def contexte_employeur(intention: IntentionEmbauche) -> dict[str, str]:
    """Give what tells an employer which of its intentions a session answers, and where to read it."""
    return {
        "intention": intention.numero or "",
        "contact": intention.contact_nom,
        "chemin_intention": reverse("intentions:detail", args=[intention.pk]),
    }


def adresse_de(organisme: OrganismeFormation) -> dict[str, str]:
    """Give what a letter writes of a training body, at the head of the page."""
    return {
        "nom": organisme.nom,
        "siret": organisme.siret,
        "dirigeant": organisme.dirigeant,
        "adresse": organisme.adresse,
        "code_postal": organisme.code_postal,
        "ville": organisme.ville,
        "nda": organisme.nda,
    }


def _postes(session: Session) -> list[dict[str, Any]]:
    retenues = session.retenues.sans_les_retraits().select_related(
        "intention__employeur", "intention__commune", "intention__metier"
    )
    return [
        {
            "employeur": retenue.intention.employeur.nom if retenue.intention.employeur else "",
            "commune": retenue.intention.commune.nom if retenue.intention.commune else "",
            "contrat": retenue.intention.contrat_affiche,
            "postes": retenue.postes,
        }
        for retenue in retenues
    ]

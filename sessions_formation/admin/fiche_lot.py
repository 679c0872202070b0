"""What the page of a lot says beside its fields: its money, who holds it, what is ordered and asked for, what
changed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pghistory.models
from django.urls import reverse

from comptes.models import Utilisateur
from noyau.journal import LigneJournal
from referentiels.queries.besoins import enquete_du_secteur
from referentiels.regles.typographie import composer, nombre
from sessions_formation.admin.presentation import volume
from sessions_formation.enums import NatureAvenant
from sessions_formation.models import DemandeAvenant, Lot, Session
from sessions_formation.queries.fiche_lot import (
    bons_du_lot,
    certifications_du_lot,
    demandes_en_attente,
    membres_du_lot,
    sessions_du_lot,
    validite_du_lot,
)
from sessions_formation.queries.lots import montants_du_lot

SESSIONS_MONTREES = 50
CHANGEMENTS_MONTRES = 20


def fiche(lot: Lot, *, le: date) -> dict[str, Any]:
    """Give the context of the page of a lot, as it stands on ``le``."""
    montants = montants_du_lot(lot, le=le)
    sessions, avenants = demandes_en_attente([lot.pk])
    return {
        "jauge": montants.jauge(),
        "validite": validite_du_lot(lot, le=le),
        "membres": membres_du_lot(lot),
        "certifications": certifications_du_lot(lot, le=le),
        "bons": list(bons_du_lot(lot)),
        "sessions": [(session, volume(session)) for session in sessions_du_lot(lot)[:SESSIONS_MONTREES]],
        "demandes": [*(ligne_de(session) for session in sessions), *(ligne_de(avenant) for avenant in avenants)],
        "enquete": enquete_du_secteur(lot.secteur_id, lot.departements.order_by().values("pk")),
        "historique": list(LigneJournal.objects.de(lot)[:CHANGEMENTS_MONTRES]),
        "changements": _changements(lot),
    }


def ligne_de(demande: Session | DemandeAvenant) -> dict[str, Any]:
    """Give a pending request as the tables of a lot show it, whatever it asks."""
    if isinstance(demande, Session):
        return {
            "cle": f"s{demande.pk}",
            "titre": demande.intitule,
            "reference": demande.reference,
            "url": reverse("admin:sessions_formation_session_change", args=[demande.pk]),
            "organisme": demande.organisme.nom,
            "objet": volume(demande),
            "depuis": demande.complete_le,
            "montant": demande.montant,
            "etat": demande.statut,
            "etat_libelle": demande.get_statut_display(),
        }
    return {
        "cle": f"a{demande.pk}",
        "titre": demande.session.intitule,
        "reference": f"{demande.session.reference}, {demande.get_nature_display().lower()}",
        "url": reverse("admin:sessions_formation_session_change", args=[demande.session_id]),
        "organisme": demande.session.organisme.nom,
        "objet": _objet(demande),
        "depuis": demande.deposee_le,
        "montant": demande.montant,
        "etat": demande.statut,
        "etat_libelle": demande.get_statut_display(),
    }


def _objet(demande: DemandeAvenant) -> str:
    if demande.nature == NatureAvenant.ANNULATION:
        return "Annulation"
    return f"{demande.parcours} parcours ×\N{NO-BREAK SPACE}{demande.heures}\N{NO-BREAK SPACE}h en plus"


def _changements(lot: Lot) -> list[dict[str, Any]]:
    """The trace kept by the database, newest first, in the form of ``composants/historique.html``."""
    traces = list(
        pghistory.models.Events.objects.tracks(lot).order_by("-pgh_created_at", "-pgh_id")[:CHANGEMENTS_MONTRES]
    )
    auteurs = Utilisateur.objects.in_bulk({_auteur(trace) for trace in traces} - {None})
    return [
        {
            "libelle": "Enregistré" if trace.pgh_label == "insert" else "Modifié",
            "par_nom": str(auteurs.get(_auteur(trace), "une commande du service")),
            "le": trace.pgh_created_at,
            "motif": _differences(trace.pgh_diff),
        }
        for trace in traces
    ]


def _auteur(trace: pghistory.models.Events) -> int | None:
    return (trace.pgh_context or {}).get("user")


def _differences(diff: dict[str, list] | None) -> str:
    """« montant maximum : 320 000, puis 400 000 », a line for each field."""
    lignes = [
        f"{_nom_du_champ(nom)} : {_lisible(avant)}, puis {_lisible(apres)}"
        for nom, (avant, apres) in (diff or {}).items()
    ]
    return composer("\n".join(lignes))


def _nom_du_champ(nom: str) -> str:
    return str(Lot._meta.get_field(nom).verbose_name)


def _lisible(valeur: object) -> str:
    if isinstance(valeur, int | float):
        return nombre(Decimal(str(valeur)))
    return "rien" if valeur is None else str(valeur)

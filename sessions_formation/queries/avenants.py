"""Amendments as letters and pages tell them: what changes, before, after."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.urls import reverse

from comptes.models import Utilisateur
from sessions_formation.models import Avenant, Composante, DemandeAvenant
from sessions_formation.queries.commandes import RIEN, Commande
from sessions_formation.queries.documents import adresse_de, contexte_session
from sessions_formation.queries.lots import ZERO


class Changement(Protocol):
    """A line of an amendment, whoever holds it."""

    @property
    def composante(self) -> Composante: ...
    @property
    def parcours(self) -> int: ...
    @property
    def heures(self) -> int: ...
    @property
    def montant(self) -> Decimal: ...


def contexte_avenant(
    avenant: Avenant, lignes: Iterable[Changement], *, avant: Mapping[int, Commande], bon_avant: Decimal, le: date
) -> dict[str, Any]:
    """Give the facts of an amendment as plain JSON: each composante before and after, the whole order after."""
    bon = avenant.bon
    lot = bon.lot
    composantes: dict[int, Composante] = {}
    changes: dict[int, Commande] = {}
    for ligne in lignes:
        cle = ligne.composante.pk
        composantes[cle] = ligne.composante
        changes[cle] = changes.get(cle, RIEN).plus(Commande(ligne.parcours, ligne.heures, ligne.montant))
    sur_ce_bon = [change.montant for cle, change in changes.items() if composantes[cle].bon_id == bon.pk]
    return {
        "avenant": avenant.numero,
        "nature": avenant.nature,
        "nature_affichee": avenant.get_nature_display(),
        "motif": avenant.motif,
        "bon": bon.numero,
        "bon_emis_le": bon.emis_le.isoformat(),
        "bon_avant": bon_avant,
        "bon_total": bon_avant + sum(sur_ce_bon, ZERO),
        "mandataire": adresse_de(bon.mandataire),
        "groupement": lot.groupement.nom,
        "lot": lot.numero,
        "lot_intitule": lot.intitule,
        "marche": lot.marche,
        "change": sum((change.montant for change in changes.values()), ZERO),
        "lignes": [_ligne(composantes[cle], avant[cle], change) for cle, change in changes.items()],
        **signataire(avenant.par),
        "decidee_le": le.isoformat(),
        "chemin_bon": reverse("sessions:bon", args=[bon.pk]),
    }


def contexte_demande(demande: DemandeAvenant) -> dict[str, Any]:
    """Give the facts of what is asked on a session already ordered, beside those of the session."""
    return {
        **contexte_session(demande.session),
        "nature": demande.nature,
        "nature_affichee": demande.get_nature_display(),
        "ajout_parcours": demande.parcours,
        "ajout_heures": demande.heures,
        "ajout_montant": demande.montant,
        "entree": demande.entree.isoformat() if demande.entree else "",
        "nouvelle_fin": demande.nouvelle_fin.isoformat() if demande.nouvelle_fin else "",
        "pourquoi": demande.motif,
        "demande_par": demande.demandeur.get_full_name(),
    }


def signataire(par: Utilisateur) -> dict[str, str]:
    """Give who follows the file, as the letters name them."""
    return {"suivi_par": par.get_full_name(), "suivi_telephone": par.telephone, "suivi_courriel": par.email}


def _ligne(composante: Composante, avant: Commande, change: Commande) -> dict[str, Any]:
    session = composante.session
    return {
        "composante": composante.rang,
        "bon": composante.bon.numero,
        "session": session.numero,
        "intitule": session.intitule,
        "organisme": session.organisme.nom,
        "avant": avant._asdict(),
        "change": change._asdict(),
        "apres": avant.plus(change)._asdict(),
    }

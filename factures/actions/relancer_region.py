"""Invoices that wait at the Région: a digest to who follows their lots, then an alert to the heads of unit."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.urls import reverse

from comptes.models import Utilisateur
from factures.models import Facture
from factures.queries.file import SUSPENDUE, a_controler
from noyau import courriers
from noyau.relances import RIEN, Bilan, un_par_un
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import dernier_depart, est_ouvre, jours_ouvres_ecoules
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import compter
from sessions_formation.models import AbsenceAgent
from sessions_formation.queries.agents import absences_du, membres_du_groupe, qui_traite

CHEFS = "Chefs d’unité"
RECAPITULATIF, ALERTE = "factures à contrôler", "factures en alerte"
# A digest stays a page; the queue has the rest.
LIGNES_MAX = 50


def relancer_service_fait(*, reglement: Reglement, le: date) -> dict[str, Bilan]:
    """Write what waits for the service fait to officers and heads of unit; nothing on a day off.

    What is suspended waits for somebody else. Safe to repeat, and by several workers at once.
    """
    if not est_ouvre(le, FERIES):
        return dict.fromkeys((RECAPITULATIF, ALERTE), RIEN)
    depart = dernier_depart(le, reglement.relance_service_fait_jours, feries=FERIES)
    attendent = a_controler().filter(emise_le__lte=depart).exclude(SUSPENDUE)
    lues = list(attendent.select_related("emetteur", "bon__lot__agent").order_by("emise_le", "pk"))
    alerte = reglement.alerte_service_fait_jours
    lignes = [(facture, _jours(facture, le)) for facture in lues]
    en_alerte = [(facture, jours) for facture, jours in lignes if jours >= alerte]
    # Who is away matters once something waits: an hour with nothing due does not ask.
    absences = absences_du(le) if lignes else {}
    chefs = membres_du_groupe(CHEFS) if en_alerte else []
    return {
        RECAPITULATIF: un_par_un(
            RECAPITULATIF, _par_personne(lignes, absences).items(), lambda du: _recapituler(*du, alerte=alerte, le=le)
        ),
        ALERTE: un_par_un(ALERTE, chefs, lambda chef: _alerter(chef, en_alerte)),
    }


def _par_personne(
    lignes: list[tuple[Facture, int]], absences: Mapping[int, AbsenceAgent]
) -> dict[Utilisateur | None, list[tuple[Facture, int]]]:
    """By who follows the lot, or replaces who is away; under None, those of nobody present: the Région's own address
    has them."""
    par_personne: dict[Utilisateur | None, list[tuple[Facture, int]]] = {}
    for facture, jours in lignes:
        suit = qui_traite(facture.bon.lot.agent, absences)
        par_personne.setdefault(suit, []).append((facture, jours))
    return par_personne


def _recapituler(personne: Utilisateur | None, siennes: list[tuple[Facture, int]], *, alerte: int, le: date) -> int:
    montrees = [{**_ligne(facture, jours), "depasse": jours >= alerte} for facture, jours in siennes[:LIGNES_MAX]]
    depose = courriers.deposer(
        modele="service_fait_recapitulatif",
        cle=f"service-fait:{le.isoformat()}:{personne.pk if personne else 'region'}",
        destinataire=personne.email if personne else settings.REGION_EMAIL,
        contexte={
            "prenom": personne.get_short_name() if personne else "",
            "le": le.isoformat(),
            "lignes": montrees,
            "combien": len(siennes),
            "autres": max(len(siennes) - LIGNES_MAX, 0),
            "chemin_file": reverse("admin:factures_facture_changelist"),
        },
    )
    return int(depose is not None)


def _alerter(chef: Utilisateur, en_alerte: list[tuple[Facture, int]]) -> int:
    """Tell a head of unit of each invoice that has waited too long, a letter an invoice, once."""
    return courriers.deposer_plusieurs(
        "service_fait_alerte",
        [
            (f"service-fait-alerte:{facture.pk}:{chef.pk}", chef.email, _ligne(facture, jours))
            for facture, jours in en_alerte
        ],
    )


def _ligne(facture: Facture, jours: int) -> dict[str, Any]:
    return {
        "numero": facture.numero,
        "organisme": facture.emetteur.nom,
        "lot": facture.bon.lot.numero,
        "montant": str(facture.montant_ttc),
        "echeance": facture.echeance.isoformat() if facture.echeance else "",
        "attente": compter(jours, "jour ouvré", "jours ouvrés"),
        "chemin": reverse("admin:factures_facture_change", args=[facture.pk]),
    }


def _jours(facture: Facture, le: date) -> int:
    return jours_ouvres_ecoules(facture.emise_le, le, feries=FERIES) if facture.emise_le else 0

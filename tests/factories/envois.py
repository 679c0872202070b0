"""Invoices further in their life, by the real acts: certified, sent to the finance department."""

from uuid import UUID, uuid4

from comptes.models import Utilisateur
from factures.actions.certifier import controler_service_fait
from factures.actions.envoyer import envoyer_aux_finances
from factures.models import EnvoiFinances, Facture
from noyau.horloge import maintenant
from tests.factories.factures import LE


def certifiee(facture: Facture, par: Utilisateur) -> Facture:
    """The invoice, every line done."""
    avis = dict.fromkeys(facture.lignes.values_list("pk", flat=True), "")
    controler_service_fait(facture_id=facture.pk, avis=avis, par=par, le=LE)
    facture.refresh_from_db()
    return facture


def lancer(*factures: Facture, par: Utilisateur, envoi: UUID | None = None) -> EnvoiFinances:
    """Send these to the finance department."""
    return envoyer_aux_finances(
        mois=max(facture.mois for facture in factures),
        factures=[facture.pk for facture in factures],
        envoi=envoi or uuid4(),
        par=par,
        maintenant=maintenant(),
    )


def envoyee(facture: Facture, par: Utilisateur) -> Facture:
    """The invoice, certified then sent alone."""
    lancer(certifiee(facture, par), par=par)
    facture.refresh_from_db()
    return facture

"""The mandataire's journey on a telephone: a draft, a line disputed, corrected, all confirmed, issued, its PDF."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from factures.actions.preparer import preparer_factures
from factures.models import Facture
from tests.factories.emission import fiche
from tests.factories.factures import MOIS, Voulue, bon_de_commande, declarer_heures
from tests.factories.scenario import monde
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

LE = date(2027, 2, 1)

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def ce_jour():
    with time_machine.travel(datetime(2027, 2, 1, 9, tzinfo=UTC), tick=True):
        yield


def test_du_projet_a_la_facture_en_pdf(entrer, live_server):
    le_monde = monde()
    fiche(le_monde.mandataire)
    bon = bon_de_commande(le_monde, Voulue(), Voulue(parcours=2, heures=30, prix=Decimal("11.20")), Voulue())
    premiere, seconde, _ = bon.composantes.order_by("rang")
    declarer_heures(premiere.session, MOIS, [Decimal("35.50"), Decimal(35)])
    declarer_heures(seconde.session, MOIS, [Decimal("35.50"), Decimal(28)])
    preparer_factures(mois=MOIS, le=LE)

    page = entrer(le_monde.au_mandataire, reverse("factures:liste"))
    verifier_aux_deux_largeurs(page, "factures_liste")
    page.get_by_role("link", name="Projet de facture").click()
    verifier_aux_deux_largeurs(page, "factures_projet")

    _contester(page)

    declarer_heures(premiere.session, MOIS, [Decimal("35.50"), Decimal("27.50")])
    preparer_factures(mois=MOIS, le=LE)
    _emettre(page)
    facture = Facture.objects.get()
    # 63 h at 9,50 €, and 60 h at 11,20 €: what is ordered of the second.
    assert (facture.numero, facture.montant_ht) == ("F2027-00001", Decimal("1270.50"))
    with page.expect_download() as attendu:
        page.get_by_role("link", name="Télécharger : Facture").click()
    assert attendu.value.suggested_filename.endswith(".pdf")

    _preparer_un_avoir(page)


def _contester(page) -> None:
    """One line is disputed: the others confirmed, nothing can be issued."""
    page.get_by_role("link", name="Contester : ligne 1").click()
    verifier_aux_deux_largeurs(page, "factures_contester")
    page.get_by_label("Ce qui ne va pas").fill("Nous comptons 63 heures.")
    page.get_by_role("button", name="Contester la ligne").click()
    page.get_by_role("button", name="Tout confirmer").click()
    verifier_aux_deux_largeurs(page, "factures_contestee")
    assert page.get_by_role("link", name="Émettre la facture").count() == 0


def _emettre(page) -> None:
    """The line was corrected: all is confirmed, then issued."""
    page.reload()
    page.get_by_role("button", name="Tout confirmer").click()
    page.get_by_role("link", name="Émettre la facture").click()
    verifier_aux_deux_largeurs(page, "factures_emettre")
    page.get_by_role("button", name="Émettre la facture").click()

    page.get_by_role("heading", name="Facture F2027-00001", level=1).wait_for()
    verifier_aux_deux_largeurs(page, "factures_emise")


def _preparer_un_avoir(page) -> None:
    """The issued invoice is taken back: the avoir waits as a draft."""
    page.get_by_role("link", name="Faire un avoir").click()
    verifier_aux_deux_largeurs(page, "factures_avoir")
    page.get_by_label("Pourquoi").fill("Session d’un autre lot.")
    page.get_by_role("button", name="Préparer l’avoir").click()
    verifier_aux_deux_largeurs(page, "factures_projet_avoir")

"""The card of invoicing in a browser, at both widths: a new account is asked twice."""

import pytest

from factures.models import EmetteurFactures
from tests.factories import comptes
from tests.factories.emission import fiche
from tests.factories.referentiels import OrganismeFormationFactory
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]


def test_changer_de_compte_se_confirme(entrer):
    organisme = OrganismeFormationFactory(nom="Compétences Ouest")
    fiche(organisme)
    page = entrer(comptes.organisme(organisme, prenom="Marc", nom="Bodin"), "/factures/emetteur/", largeur=375)

    verifier_aux_deux_largeurs(page, "fiche")
    page.get_by_label("IBAN du compte à créditer").fill("FR14 2004 1010 0505 0001 3M02 606")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("button", name="Changer de compte").wait_for()
    verifier_aux_deux_largeurs(page, "fiche-confirmer")
    page.get_by_role("button", name="Changer de compte").click()
    page.get_by_text("Votre fiche de facturation est enregistrée.").wait_for()

    assert EmetteurFactures.objects.get().iban == "FR1420041010050500013M02606"

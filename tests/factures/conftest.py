"""The world of invoices: the scenario's, whose mandataire may invoice; an invoice of two lines, without its XML."""

import pytest

from factures.models import Facture
from tests.factories.emission import fiche, projet
from tests.factories.factures import Voulue, bon_de_commande, emettre_nue
from tests.factories.scenario import Monde, monde


@pytest.fixture
def le_monde(db) -> Monde:
    ici = monde()
    fiche(ici.mandataire)
    return ici


@pytest.fixture
def facture(le_monde) -> Facture:
    return emettre_nue(projet(bon_de_commande(le_monde, Voulue(), Voulue())))

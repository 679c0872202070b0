"""« Mes lots » in a real browser: axe finds nothing, nothing overflows."""

import pytest
from django.urls import reverse

from sessions_formation.models import Habilitation
from tests.factories.avenants import session_commandee
from tests.factories.referentiels import CertificationFactory
from tests.factories.scenario import monde
from tests.factories.sessions import autre_lot
from tests.navigateur import chromium, entrer, ouvrir, parcourir

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ce_jour")]


def test_les_lots_d_un_organisme_sont_accessibles_et_tiennent(entrer, live_server, transactional_db):
    le_monde = monde()
    certification = CertificationFactory()
    le_monde.lot.certifications.add(certification)
    Habilitation.objects.create(organisme=le_monde.mandataire, certification=certification)
    session_commandee(le_monde)
    autre_lot(le_monde, secteur="construction")
    adresses = [reverse("sessions:lots"), reverse("sessions:lot", args=[le_monde.lot.pk])]
    page = entrer(le_monde.au_mandataire, adresses[0])
    for largeur in (1280, 375):
        page.set_viewport_size({"width": largeur, "height": 900})
        assert parcourir(page, live_server.url, adresses) == {}

"""The dashboards as one sees them: every page, at a desk and on a phone, charts included."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.urls import reverse

from config.groupes import DIRECTION
from pilotage.actions.compter import compter_postes
from pilotage.tableaux.pages import PAGES
from tests.factories.comptes import UtilisateurFactory
from tests.factories.resultats import socle
from tests.factories.scenario import intention_deposee, monde
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs
from tests.pilotage.agreges import MOIS, agreger

__all__ = ["chromium", "entrer", "ouvrir"]
pytestmark = pytest.mark.django_db(transaction=True)

LE = date(2026, 11, 23)


def test_la_direction_regarde_chaque_page_puis_un_dossier(entrer):
    with time_machine.travel("2026-11-23 10:00+01:00", tick=True):
        m = monde()
        intention = intention_deposee(m)
        session = socle(m, debut=MOIS[0])
        agreger(session, mois=MOIS[0], entres=24)
        compter_postes(le=LE)
        directrice = UtilisateurFactory(is_staff=True, nom="Oger", prenom="Catherine")
        directrice.groups.add(Group.objects.get(name=DIRECTION))

        page = entrer(directrice, reverse("admin:pilotage_apercu"))
        for tableau in PAGES:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.get_by_label("Tableaux de bord").get_by_role("link", name=tableau.titre).click()
            verifier_aux_deux_largeurs(page, f"tableaux_{tableau.code}")
        page.get_by_label("Tableaux de bord").get_by_role("link", name="La chaîne").click()
        page.locator("#chaine tbody a").first.click()
        verifier_aux_deux_largeurs(page, "tableaux_dossiers")
        page.get_by_role("link", name=str(intention)).click()

        assert page.url.endswith(reverse("admin:intentions_intentionembauche_change", args=[intention.pk]))

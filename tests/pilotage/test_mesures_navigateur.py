"""The measures updated by the direction, read by an elected member; the public figures: on a desk, on a telephone."""

import pytest
import time_machine
from django.urls import reverse

from config.groupes import DIRECTION
from pilotage.models import Mesure, ResultatMesure
from tests.factories.scenario import monde
from tests.navigateur import chromium, entrer, ouvrir, verifier, verifier_aux_deux_largeurs
from tests.pilotage.monde_public import publication
from tests.pilotage.plan import agent_du_groupe, elue, le_plan

__all__ = ["chromium", "entrer", "ouvrir"]
GARDEES = (8, 13, 17, 28)
pytestmark = pytest.mark.django_db(transaction=True)


def test_la_direction_met_a_jour_puis_une_elue_lit_et_chacun_voit_les_chiffres(entrer):
    with time_machine.travel("2026-11-25 10:00+01:00", tick=True):
        monde()
        le_plan()
        # Axe reads each line: a few tell as much as forty-three.
        ResultatMesure.objects.exclude(mesure__in=GARDEES).delete()
        Mesure.objects.exclude(pk__in=GARDEES).delete()
        publication(4)
        page = entrer(agent_du_groupe(DIRECTION), reverse("admin:pilotage_mesure_changelist"))
        verifier_aux_deux_largeurs(page, "mesures_admin")
        page.get_by_role("link", name="Aider les TPE-PME à se doter d’une fonction RH").click()
        page.get_by_role("link", name="Mettre à jour").click()
        page.get_by_label("Avancement, de 0 à 100").fill("140")
        page.get_by_role("button", name="Enregistrer").click()
        assert page.get_by_role("alert").count() == 1
        page.get_by_label("Avancement, de 0 à 100").fill("60")
        page.get_by_label("Remarque").fill("Relancée avec les chambres consulaires.")
        page.get_by_role("button", name="Enregistrer").click()
        assert page.get_by_text("La mesure est à jour.").count() == 1
        verifier_aux_deux_largeurs(page, "mesure_agent")

        page = entrer(elue(), reverse("mesures:liste"), largeur=375)
        verifier(page)
        page.get_by_role("link", name="Rapport à imprimer").click()
        verifier_aux_deux_largeurs(page, "mesures_rapport")
        page.get_by_role("link", name="Chiffres et données ouvertes").click()
        verifier_aux_deux_largeurs(page, "chiffres")

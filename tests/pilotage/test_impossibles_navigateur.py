"""Impossible data in a real browser: read on a phone, noted, then looked at by axe at both widths."""

from datetime import UTC, datetime

import pytest

from pilotage.actions import chasser
from pilotage.models import ConstatImpossible
from pilotage.regles.impossibles import Trouvaille
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("un_jour")]

NUIT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def test_un_agent_lit_ce_qui_est_rompu_et_note_ce_qu_il_en_sait(entrer, le_monde):
    chasser.noter(
        [
            Trouvaille("intention-deposee-demain", 63, tuple(range(1, 51))),
            Trouvaille("plus-de-personnes-que-de-places", 1, (7,)),
        ],
        maintenant=NUIT,
        duree=14.7,
    )
    page = entrer(le_monde.agent, "/admin/pilotage/constatimpossible/", largeur=375)
    verifier_aux_deux_largeurs(page, "impossibles-liste")
    page.set_viewport_size({"width": 375, "height": 800})
    page.get_by_role("link", name="Une intention n’est pas déposée dans l’avenir.").click()
    page.get_by_label("Ce que l’on sait").fill("Horloge d’un serveur, remise à l’heure demain.")
    page.get_by_role("button", name="Enregistrer la note").click()
    page.get_by_text("Note enregistrée").wait_for()
    verifier_aux_deux_largeurs(page, "impossibles-fiche")

    assert ConstatImpossible.objects.get(nombre=63).note == "Horloge d’un serveur, remise à l’heure demain."

"""A trainee gives its opinion from a phone, the Région publishes it, the training body answers; axe at both widths."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from django.urls import reverse

from comptes.liens import Usage, chemin
from insertion.models import AvisStagiaire
from tests.insertion.suivis import FIN, sorti
from tests.navigateur import chromium, entrer, examiner, ouvrir, sans_chromium

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [
    pytest.mark.navigateur,
    pytest.mark.lent,
    sans_chromium,
    pytest.mark.django_db(transaction=True),
]
VUES = os.environ.get("VUES")
MOTS = "Les formateurs prennent le temps."


def regarder(page, nom):
    """Nothing out of place on a phone, nor on a desk; ``VUES`` keeps the pictures."""
    for largeur in (1280, 375):
        page.set_viewport_size({"width": largeur, "height": 800})
        if VUES:
            page.screenshot(path=Path(VUES) / f"{nom}_{largeur}.png", full_page=True)
        assert examiner(page) == []


def test_un_avis_du_stagiaire_a_la_reponse(live_server, le_monde, entrer, ouvrir):
    with time_machine.travel(datetime(FIN.year, FIN.month, FIN.day, 10, tzinfo=UTC), tick=True):
        parcours = sorti(le_monde)
        lien = chemin("insertion:avis_lien", Usage.AVIS, parcours.stagiaire.courriel, objet=parcours.pk)
        page = ouvrir(live_server.url + lien, largeur=375)
        regarder(page, "avis")
        for question in page.get_by_role("group").all():
            question.get_by_label("Satisfait", exact=False).last.check()
        page.get_by_label("Ce que vous voulez dire").fill(MOTS)
        page.get_by_role("button", name="Donner mon avis").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Merci pour votre avis"
        regarder(page, "avis_merci")

        page = entrer(le_monde.agent, reverse("admin:insertion_avisstagiaire_changelist"), largeur=375)
        page.get_by_label("Avis n°").check()
        regarder(page, "moderer")
        page.get_by_role("button", name="Publier").click()
        assert page.get_by_role("status").first.inner_text().endswith(": Publié")

        page = entrer(parcours.session.demandeur, reverse("insertion:avis"), largeur=375)
        regarder(page, "avis_organisme")
        page.get_by_role("link", name="Répondre").click()
        regarder(page, "avis_reponse")
        page.get_by_label("Votre réponse").fill("Merci, l’équipe est touchée.")
        page.get_by_role("button", name="Enregistrer ma réponse").click()
        assert "Elle paraîtra une fois lue par la Région." in page.inner_text("main")

        page.goto(live_server.url + reverse("insertion:avis_organisme", args=[parcours.session.organisme_id]))
        assert (MOTS in page.inner_text("main"), "touchée" in page.inner_text("main")) == (True, False)
        regarder(page, "avis_public")
        page.goto(live_server.url + reverse("parcours:bilan", args=[parcours.session_id]))
        regarder(page, "bilan")

    assert AvisStagiaire.objects.get().moyenne == 5

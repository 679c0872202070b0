"""A trainee gives its opinion from a phone, the Région publishes it, the training body answers; axe at both widths."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from comptes.liens import Usage, chemin
from insertion.models import AvisStagiaire
from tests.insertion.suivis import FIN, sorti
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]
MOTS = "Les formateurs prennent le temps."


def test_un_avis_du_stagiaire_a_la_reponse(live_server, le_monde, entrer, ouvrir):
    with time_machine.travel(datetime(FIN.year, FIN.month, FIN.day, 10, tzinfo=UTC), tick=True):
        parcours = sorti(le_monde)
        lien = chemin("insertion:avis_lien", Usage.AVIS, parcours.stagiaire.courriel, objet=parcours.pk)
        page = ouvrir(live_server.url + lien, largeur=375)
        verifier_aux_deux_largeurs(page, "avis")
        for question in page.get_by_role("group").all():
            question.get_by_label("Satisfaisant", exact=False).last.check()
        page.get_by_label("Ce que vous voulez dire").fill(MOTS)
        page.get_by_role("button", name="Donner mon avis").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Merci pour votre avis"
        verifier_aux_deux_largeurs(page, "avis_merci")

        page = entrer(le_monde.agent, reverse("admin:insertion_avisstagiaire_changelist"), largeur=375)
        page.get_by_label("Avis n°").check()
        verifier_aux_deux_largeurs(page, "moderer")
        page.get_by_role("button", name="Publier").click()
        assert page.get_by_role("status").first.inner_text().endswith(": Publié")

        page = entrer(parcours.session.demandeur, reverse("insertion:avis"), largeur=375)
        verifier_aux_deux_largeurs(page, "avis_organisme")
        page.get_by_role("link", name="Répondre").click()
        verifier_aux_deux_largeurs(page, "avis_reponse")
        page.get_by_label("Votre réponse").fill("Merci, l’équipe est touchée.")
        page.get_by_role("button", name="Enregistrer ma réponse").click()
        assert "Elle paraîtra une fois lue par la Région." in page.inner_text("main")

        page.goto(live_server.url + reverse("insertion:avis_organisme", args=[parcours.session.organisme_id]))
        assert (MOTS in page.inner_text("main"), "touchée" in page.inner_text("main")) == (True, False)
        verifier_aux_deux_largeurs(page, "avis_public")
        page.goto(live_server.url + reverse("parcours:bilan", args=[parcours.session_id]))
        verifier_aux_deux_largeurs(page, "bilan")

    assert AvisStagiaire.objects.get().moyenne == 5

"""A person answers from a phone by its link; its referent sees it, and answers too; axe at both widths."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from insertion.actions.repondre import Dit, Qui, repondre
from insertion.enums import Source, Voie
from insertion.queries.suivis import chemin_de_l_employeur, chemin_du_stagiaire
from tests.insertion.suivis import FIN, referent_de, relancer_le, sorti, suivi_de
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]


def test_le_stagiaire_repond_le_referent_le_lit(live_server, le_monde, entrer, ouvrir):
    with time_machine.travel(datetime(FIN.year, FIN.month, FIN.day, 10, tzinfo=UTC) + timedelta(days=1), tick=True):
        nadia = referent_de(le_monde)
        parcours = sorti(le_monde)
        relancer_le(FIN)
        suivi = suivi_de(parcours)
        non = Dit("autre", chez_l_employeur=False)
        repondre(suivi_id=suivi.pk, qui=Qui(Source.EMPLOYEUR, Voie.LIEN), dit=non, le=FIN)

        page = ouvrir(live_server.url + chemin_du_stagiaire(suivi, parcours.stagiaire.courriel), largeur=375)
        verifier_aux_deux_largeurs(page, "stagiaire")
        page.get_by_label("En CDI").check()
        page.get_by_label("Oui", exact=True).check()
        page.get_by_role("button", name="Répondre").click()
        assert page.get_by_role("heading", level=1).inner_text() == "Merci, c’est noté"
        verifier_aux_deux_largeurs(page, "stagiaire_merci")
        page.get_by_role("link", name="Dites-le ici").click()
        verifier_aux_deux_largeurs(page, "stop")

        page = ouvrir(live_server.url + chemin_de_l_employeur(suivi, parcours.intention.contact_courriel), largeur=375)
        page.get_by_role("link", name="Corriger ma réponse").click()
        verifier_aux_deux_largeurs(page, "employeur")

        page = entrer(nadia, reverse("insertion:suivis"), largeur=375)
        verifier_aux_deux_largeurs(page, "suivis")
        page.get_by_role("link", name=parcours.stagiaire.nom_complet).click()
        assert "Le stagiaire se dit en CDI, l’employeur dit qu’il ne l’emploie pas." in page.inner_text("main")
        verifier_aux_deux_largeurs(page, "suivi")
        page.get_by_label("En CDI").check()
        page.get_by_role("button", name="Enregistrer").click()
        assert page.get_by_role("status").first.inner_text().startswith(f"C’est noté pour {parcours.stagiaire}.")

    assert suivi.reponses.get(source="referent").situation == "cdi"

"""On a phone, the employer opens the link of the mail, confirms in one tap, and gives its opinion on the next."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine

from insertion.models import Embauche
from insertion.queries.embauche import chemin_embauche
from parcours.models import AvisEmployeur
from parcours.queries.employeur import chemin_avis, courriel_du
from tests.factories.parcours import parcours_de, session_publiee
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def ce_jour():
    with time_machine.travel(datetime(2027, 5, 10, 9, tzinfo=ZoneInfo("Europe/Paris")), tick=True):
        yield


def test_l_employeur_confirme_une_embauche_et_donne_un_avis_sur_son_telephone(le_monde, live_server, ouvrir, entrer):
    session = session_publiee(le_monde, 3)
    sorti = parcours_de(session, "termine", structure=le_monde.reseau)
    candidate = parcours_de(session, "profil_valide", structure=le_monde.reseau)

    page = ouvrir(live_server.url + chemin_embauche(sorti, courriel_du(sorti)), largeur=375)
    verifier_aux_deux_largeurs(page)
    page.get_by_role("button", name="Oui, comme prévu").click()
    page.get_by_role("heading", name="Merci, c’est noté").wait_for()
    assert Embauche.objects.get().embauche is True
    page.get_by_role("link", name="Corriger le contrat").click()
    verifier_aux_deux_largeurs(page)
    page.get_by_label("Type de contrat").select_option("cdd")
    page.get_by_label("Durée du contrat").fill("7")
    page.get_by_role("button", name="Corriger ma réponse").click()
    page.get_by_text("Ce qui diffère de l’intention").wait_for()
    verifier_aux_deux_largeurs(page)

    page.goto(live_server.url + chemin_avis(candidate, courriel_du(candidate)))
    verifier_aux_deux_largeurs(page)
    page.get_by_label("Favorable", exact=True).check()
    page.get_by_role("button", name="Donner mon avis").click()
    page.get_by_role("heading", name="Merci, votre avis est noté").wait_for()
    assert AvisEmployeur.objects.get().avis == "favorable"

    page = entrer(sorti.intention.employeur.rattachements.get().utilisateur, "/parcours/employeur/", largeur=375)
    verifier_aux_deux_largeurs(page)
    page.goto(f"{live_server.url}/insertion/embauches/?voir=faites")
    verifier_aux_deux_largeurs(page)

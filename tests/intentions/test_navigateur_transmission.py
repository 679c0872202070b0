"""What is written for an employer, in a real browser: on a desk for who transmits, on a phone for who confirms."""

import os
from pathlib import Path

import pytest
from django.urls import reverse

from comptes.liens import Usage, jeton
from intentions.models import IntentionEmbauche
from tests.factories.referentiels import EmployeurFactory
from tests.factories.transmissions import COURRIEL, transmise
from tests.navigateur import aux_deux_largeurs, chromium, deborde, fautes_axe, ouvrir
from tests.noyau.test_televersement import PDF

__all__ = ["chromium", "ouvrir"]


def verifier(page, nom: str = "") -> None:
    if nom and (dossier := os.environ.get("CAPTURES")):
        page.screenshot(path=str(Path(dossier) / f"{nom}-{page.viewport_size['width']}.png"), full_page=True)
    for _ in aux_deux_largeurs(page):
        assert fautes_axe(page) == []
        assert not deborde(page)


@pytest.fixture
def chez_lea(live_server, client, lea, ouvrir):
    """A real browser in which Léa is signed in, at a width."""
    client.force_login(lea)

    def aller(chemin: str, largeur: int):
        page = ouvrir(f"{live_server.url}/aide/", largeur=largeur)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}
        page.context.add_cookies([cookie])
        page.goto(live_server.url + chemin)
        return page

    return aller


def lien(live_server, courriel: str = COURRIEL) -> str:
    return live_server.url + reverse("reponses:confirmer", args=[jeton(Usage.INTENTIONS, courriel)])


def test_confirmer_sur_un_telephone_sans_javascript(live_server, en_attente, ouvrir):
    page = ouvrir(lien(live_server), largeur=375, javascript=False)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")

    page.get_by_role("button", name="Je confirme").click()

    assert page.locator("h1").inner_text() == "Merci, votre intention est confirmée"
    en_attente.refresh_from_db()
    assert en_attente.statut == "recevable"


def test_les_pages_du_lien_sont_accessibles(live_server, en_attente, lea, etablissement, ouvrir):
    transmise(lea, etablissement, intitule="Chaudronnière")
    page = ouvrir(lien(live_server), largeur=375)
    verifier(page, "r-confirmer")
    page.get_by_role("link", name="Ce n’est pas exact").first.click()
    verifier(page, "r-refuser")
    page.get_by_role("button", name="Refuser l’intention").click()
    page.locator(".erreurs").wait_for()
    verifier(page, "r-refuser-erreur")
    page.get_by_role("link", name="Revenir sans rien changer").click()
    page.get_by_role("button", name="Je confirme").first.click()
    page.get_by_text("Merci, votre intention est confirmée").wait_for()
    verifier(page, "r-merci")
    page.goto(f"{live_server.url}/r/nouveau-lien/")
    verifier(page, "r-nouveau-lien")
    page.fill("#id_courriel", COURRIEL)
    page.get_by_role("button", name="M’envoyer un lien").click()
    page.get_by_text("Regardez vos courriels").wait_for()
    verifier(page, "r-envoye")


def test_transmettre_de_bout_en_bout(chez_lea, en_attente, tmp_path):
    etablissement = EmployeurFactory(nom="Ateliers Martin", siae=None)
    page = chez_lea("/transmettre/", 375)
    verifier(page, "t-liste")
    page.get_by_role("link", name="Transmettre une intention").click()
    verifier(page, "t-nouvelle")
    page.get_by_role("button", name="Continuer").click()
    page.locator(".erreurs").first.wait_for()
    verifier(page, "t-nouvelle-erreurs")
    page.fill("#id_siret", etablissement.siret)
    page.locator("[name=insertion][value=non] + span").click()
    page.fill("#id_contact_nom", "Anne Martin")
    page.fill("#id_contact_courriel", "anne@tolerie.example")
    page.get_by_role("button", name="Continuer").click()
    _remplir(page)
    page.get_by_role("button", name="Transmettre l’intention").wait_for()
    verifier(page, "t-verifier")
    page.get_by_role("button", name="Transmettre l’intention").click()
    page.get_by_text("Attend l’employeur depuis le").first.wait_for()
    verifier(page, "t-detail")
    lettre = tmp_path / "lettre.pdf"
    lettre.write_bytes(PDF)
    page.get_by_role("link", name="Joindre l’écrit de l’employeur").click()
    verifier(page, "t-ecrit")
    page.set_input_files("#id_piece", str(lettre))
    page.get_by_role("button", name="Joindre").click()
    page.get_by_text("L’intention est recevable").wait_for()
    verifier(page, "t-recevable")
    assert IntentionEmbauche.objects.get(contact_nom="Anne Martin").ecrit_origine == "piece"


def _remplir(page) -> None:
    page.fill("#id_metier", "Soudeur / Soudeuse (H2913)")
    page.select_option("#id_secteur", "inter-industrie")
    page.fill("#id_nombre_postes", "2")
    page.fill("#id_commune", "Pouzauges (85700)")
    page.get_by_role("button", name="Continuer").click()
    page.locator("[name=contrat_type][value=cdi] + span").click()
    page.fill("#id_heures_hebdo", "35")
    page.fill("#id_embauche_souhaitee", "15/06/2099")
    page.get_by_role("button", name="Continuer").click()
    verifier(page, "t-participation")
    page.locator("[name=engagement_recruter][value=oui] + span").click()
    page.get_by_text("Accueil en stage", exact=True).click()
    page.get_by_role("button", name="Continuer").click()


def test_l_employeur_lit_et_confirme_depuis_son_compte(live_server, chez_claire, en_attente, ouvrir):
    page = ouvrir(f"{live_server.url}/aide/", largeur=375)
    cookie = {"name": "sessionid", "value": chez_claire.cookies["sessionid"].value, "url": live_server.url}
    page.context.add_cookies([cookie])
    page.goto(live_server.url + reverse("intentions:detail", args=[en_attente.pk]))
    verifier(page, "e-detail")
    page.get_by_role("link", name="Ce n’est pas exact").click()
    verifier(page, "e-refuser")

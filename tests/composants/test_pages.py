"""Public prose, error pages and the page of components, without a database."""

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

PAGES = ["aide", "accessibilite", "donnees", "mentions", "sources"]


@pytest.mark.parametrize("nom", PAGES)
def test_page_de_prose_est_publique(client, nom):
    page = client.get(reverse(f"pages:{nom}"))

    assert (page.status_code, page.templates[0].name) == (200, f"pages/{nom}.html")


def test_accueil_est_public(client):
    page = client.get("/")

    assert (page.status_code, page.templates[0].name) == (200, "accueil.html")


@pytest.mark.parametrize("code", [400, 403, 404, 500])
def test_page_d_erreur_se_dessine_sans_contexte(code):
    assert f"Erreur {code}" in render_to_string(f"{code}.html")


@pytest.mark.parametrize(("demonstration", "code"), [(True, 200), (False, 404)])
def test_composants_ne_sont_montres_qu_en_demonstration(client, settings, demonstration, code):
    settings.DEMO = demonstration

    assert client.get(reverse("noyau:composants")).status_code == code


def test_enveloppe_des_courriels_porte_l_objet_et_le_corps():
    page = render_to_string("courriers/_enveloppe.html", {"objet": "Intention déposée", "corps_html": "Bonjour"})

    assert page.count("Intention déposée") == 2
    assert page.count("Bonjour") == 1

"""``robots.txt`` and the plan of the site: all that is public, nothing that is not."""

import json
from urllib.robotparser import RobotFileParser
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings
from django.core.cache import cache
from django.urls import reverse

from config.moteurs.contexte import INDEXEES
from config.moteurs.views.plans import PLANS
from sessions_formation.enums import TransitionSession
from tests.admin.gestes import arbre
from tests.carte import CARTE
from tests.factories.referentiels import DispositifFactory
from tests.html import choisir
from tests.sessions_formation.test_formations import publiee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

ESPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.fixture(autouse=True)
def _plan_dessine_a_chaque_fois():
    cache.clear()


def adresses(client, chemin: str) -> list[str]:
    reponse = client.get(chemin)
    assert reponse["Content-Type"] == "application/xml"
    return [
        lieu.text.removeprefix(settings.SITE_URL)
        for lieu in ET.fromstring(reponse.content).iterfind(".//s:loc", ESPACE)
    ]


def section(client, nom: str) -> list[str]:
    return adresses(client, reverse("plan_section", args=[nom]))


@pytest.fixture
def robots(client) -> RobotFileParser:
    lecteur = RobotFileParser()
    lecteur.parse(client.get("/robots.txt").content.decode().splitlines())
    return lecteur


def test_les_robots_lisent_le_public_et_laissent_le_reste(robots):
    arguments = {
        "formation": ["SE-2026-00001"],
        "insertion:avis_organisme": [1],
        "organisme": [1],
        "dispositif": ["x"],
    }
    public = {nom: reverse(nom, args=arguments.get(nom, [])) for nom in INDEXEES}
    prive = {
        nom: reverse(nom)
        for nom, (besoins, codes) in CARTE.items()
        if not besoins and codes["anonyme"] in {302, 401, 403}
    }

    assert {nom for nom, adresse in public.items() if not robots.can_fetch("*", adresse)} == set()
    assert {nom for nom, adresse in prive.items() if robots.can_fetch("*", adresse)} == set()
    assert [robots.can_fetch("*", adresse) for adresse in ("/admin/", "/connexion/", "/r/x/", "/verifier/")] == [
        False
    ] * 4
    assert robots.site_maps() == [f"{settings.SITE_URL}/plan.xml"]


def test_le_plan_mene_a_ses_sections(client, le_monde):
    lus = [adresse.partition("/plan-")[2] for adresse in adresses(client, reverse("plan"))]

    assert lus == [f"{nom}.xml" for nom in PLANS]


def test_le_plan_dit_tout_ce_qui_est_public_et_ouvert(client, le_monde):
    ouverte, annulee = publiee(le_monde), publiee(le_monde)
    annulee.franchir(TransitionSession.ANNULER, par=None)
    montre, retire = DispositifFactory(actif=True), DispositifFactory(actif=False)

    assert section(client, "formations") == [reverse("formation", args=[ouverte.numero])]
    assert reverse("organisme", args=[ouverte.organisme_id]) in section(client, "organismes")
    dispositifs = section(client, "dispositifs")
    assert reverse("dispositif", args=[montre.code]) in dispositifs
    assert reverse("dispositif", args=[retire.code]) not in dispositifs
    assert section(client, "avis") == []
    seules = {nom for nom in INDEXEES if not CARTE[nom][0]}
    assert sorted(section(client, "pages")) == sorted(map(reverse, seules))


def test_chaque_adresse_du_plan_s_ouvre(client, le_monde):
    publiee(le_monde)
    DispositifFactory(actif=True)

    codes = {adresse: client.get(adresse).status_code for nom in PLANS for adresse in section(client, nom)}

    assert {adresse: code for adresse, code in codes.items() if code != 200} == {}


@pytest.mark.parametrize("nombre", [1, 3])
def test_le_plan_coute_toujours_pareil(client, le_monde, nombre, django_assert_num_queries):
    for rang in range(nombre):
        publiee(le_monde, intitule=f"Session {rang}")

    with django_assert_num_queries(2):  # count, sessions
        section(client, "formations")


def test_une_section_inconnue_n_existe_pas(client, le_monde):
    assert client.get("/plan-secrets.xml").status_code == 404


def test_les_moteurs_lisent_qui_est_l_organisme(client, le_monde, settings):
    settings.SITE_URL = "https://emploi.example"
    organisme = le_monde.cotraitant
    type(organisme).objects.filter(pk=organisme.pk).update(telephone="02 41 00 00 00", courriel="", ville="Angers")

    (bloc,) = choisir(
        arbre(client.get(reverse("organisme", args=[organisme.pk]))), "script[type='application/ld+json']"
    )

    faits = json.loads(bloc.text)
    assert (faits["@type"], faits["name"], faits["telephone"], faits["address"]["addressLocality"]) == (
        "EducationalOrganization",
        organisme.nom,
        "02 41 00 00 00",
        "Angers",
    )
    assert faits["url"] == f"https://emploi.example/organismes/{organisme.pk}/"
    assert "email" not in faits

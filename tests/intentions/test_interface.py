"""The partner's own page: its keys without their secret, its subscriptions, the log of what was posted to it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from intentions.enums import DroitApi
from intentions.models import EnvoiWebhook, StatutEnvoi
from tests.factories import comptes
from tests.factories.partenaires import AbonnementFactory, PartenaireFactory, cle_de
from tests.factories.referentiels import OrganismeFormationFactory
from tests.navigateur import chromium, deborde, fautes_axe, ouvrir

__all__ = ["chromium", "ouvrir"]

pytestmark = pytest.mark.django_db
LONGUE = f"https://partenaire.example/crochet/{'a' * 90}"


@pytest.fixture
def organisme():
    return OrganismeFormationFactory(nom="Formaloire Métiers")


@pytest.fixture
def chez_eux(client, organisme):
    client.force_login(comptes.organisme(organisme))
    return client


def equiper(organisme, envois=1):
    """A partner with a key, a subscription and ``envois`` lines of log."""
    partenaire = PartenaireFactory(organisme_=True, nom="Formaloire Métiers", organisme=organisme)
    cle, _ = cle_de(partenaire, DroitApi.LIRE)
    abonnement = AbonnementFactory(partenaire=partenaire, url=LONGUE)
    for rang in range(envois):
        EnvoiWebhook.objects.create(
            abonnement=abonnement,
            ligne_journal=rang,
            evenement="intention.recevable",
            charge={"numero": f"IE-2026-0000{rang}"},
            statut=StatutEnvoi.ABANDONNE,
            tentatives=11,
            derniere_reponse="500 Internal Server Error",
            prochain_essai_le=timezone.now(),
            cree_le=timezone.now(),
        )
    return cle


def test_la_page_montre_cles_abonnements_et_journal(chez_eux, organisme):
    cle = equiper(organisme)
    ailleurs = AbonnementFactory(partenaire=PartenaireFactory(), url="https://ailleurs.example/")

    page = chez_eux.get(reverse("transmissions:api")).content.decode()

    for attendu in (cle.prefix, "Lire ses intentions", "Jamais", "https://partenaire.example/crochet",
                    "500 Internal Server Error", "Abandonné", "IE-2026-00000 intention.recevable"):  # fmt: skip
        assert attendu in page
    assert ailleurs.url not in page
    assert "whsec_" not in page


def test_la_page_sans_rien_dit_quoi_faire(chez_eux):
    page = chez_eux.get(reverse("transmissions:api")).content.decode()

    assert "Pas encore de clé" in page


def test_la_page_ne_coute_pas_plus_a_trois_lignes(chez_eux, organisme, django_assert_max_num_queries):
    equiper(organisme, envois=3)
    chez_eux.get(reverse("transmissions:api"))

    with django_assert_max_num_queries(16):
        chez_eux.get(reverse("transmissions:api"))


def test_la_page_est_fermee_a_un_employeur(client):
    client.force_login(comptes.employeur())

    assert client.get(reverse("transmissions:api")).status_code == 403


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("largeur", [1280, 375])
def test_la_page_est_accessible_et_tient(chez_eux, organisme, live_server, ouvrir, largeur):
    equiper(organisme, envois=3)
    page = ouvrir(f"{live_server.url}/accessibilite/", largeur=largeur, javascript=largeur == 1280)
    temoin = chez_eux.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": temoin, "url": live_server.url}])
    page.goto(live_server.url + reverse("transmissions:api"))

    assert not deborde(page)
    if largeur == 1280:
        assert fautes_axe(page) == []

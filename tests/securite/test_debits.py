"""Files sent and tables taken away: nobody needs so many, and who is refused is told so."""

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.utils.timezone import now

from noyau.debits import Debit
from tests.factories import comptes
from tests.noyau.test_televersement import PDF

pytestmark = pytest.mark.django_db


@pytest.fixture
def deux_par_heure(monkeypatch):
    cache.clear()
    monkeypatch.setattr(Debit, "THROTTLE_RATES", dict.fromkeys(("televersements", "exports", "recherches"), "2/hour"))
    yield
    cache.clear()


def test_au_dela_le_refus_est_dit_et_ne_touche_que_celui_qui_abuse(deux_par_heure):
    def envoyer(navigateur: Client) -> int:
        return navigateur.post("/compte/", {"prenom": "Claire", "fichier": PDF.decode()}).status_code

    un, autre = Client(), Client()
    un.force_login(comptes.employeur())
    autre.force_login(comptes.employeur())

    assert [envoyer(un) for _ in range(3)] == [200, 200, 429]
    assert envoyer(autre) == 200
    refus = un.post("/compte/", {"prenom": "Claire"})
    assert "ce que vous aviez écrit est encore dans la page" in refus.content.decode()
    assert 0 < int(refus.headers["Retry-After"]) <= 3600


def test_les_tableaux_emportes_se_comptent_les_pages_non(deux_par_heure):
    agent = Client()
    agent.force_login(comptes.agent())

    tableaux = [agent.get("/admin/factures/facture/journal.csv").status_code for _ in range(3)]

    assert tableaux == [200, 200, 429]
    assert agent.get("/compte/").status_code == 200


def test_les_recherches_d_une_adresse_se_comptent_celles_d_un_compte_non(deux_par_heure):
    employeur, faux = Client(), Client()
    employeur.force_login(comptes.employeur())
    faux.cookies[settings.SESSION_COOKIE_NAME] = "inventee"
    adresse = "/referentiels/communes/?q=nantes"

    assert [Client().get(adresse).status_code for _ in range(3)] == [200, 200, 429]
    assert faux.get(adresse).status_code == 429
    assert [employeur.get(adresse).status_code for _ in range(3)] == [200, 200, 200]
    assert [Client().get("/formations/").status_code for _ in range(3)] == [200, 200, 200]
    assert Client().get(adresse, REMOTE_ADDR="192.0.2.7").status_code == 200


def test_security_txt_dit_a_qui_ecrire_et_pour_combien_de_temps(client, settings):
    settings.SECURITE_EMAIL = "securite@region.example"

    lignes = dict(
        ligne.split(": ", 1) for ligne in client.get("/.well-known/security.txt").content.decode().splitlines()
    )

    assert lignes["Contact"] == "mailto:securite@region.example"
    assert f"{now():%Y-%m-%d}" < lignes["Expires"][:10] < f"{now().year + 1}-{now():%m-%d}"

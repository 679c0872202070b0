"""The look-up in Sirene, against a real HTTP server of this machine."""

import json
import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from referentiels import sirene
from referentiels.sirene import Etablissement, chercher_etablissement
from tests.factories.referentiels import siret_de_rang

SIRET = siret_de_rang(42)
CLE = "cle-d-essai"
REPONSE = {
    "header": {"statut": 200, "message": "OK"},
    "etablissement": {
        "siret": SIRET,
        "uniteLegale": {
            "denominationUniteLegale": "TOITURES DU BOCAGE",
            "categorieJuridiqueUniteLegale": "5710",
            "activitePrincipaleUniteLegale": "43.91B",
        },
        "adresseEtablissement": {
            "numeroVoieEtablissement": "3",
            "indiceRepetitionEtablissement": None,
            "typeVoieEtablissement": "RUE",
            "libelleVoieEtablissement": "DES ARDOISES",
            "codePostalEtablissement": "85700",
            "libelleCommuneEtablissement": "POUZAUGES",
            "codeCommuneEtablissement": "85182",
        },
        "periodesEtablissement": [
            {"dateFin": None, "etatAdministratifEtablissement": "A", "activitePrincipaleEtablissement": "43.91A"},
            {"dateFin": "2019-12-31", "etatAdministratifEtablissement": "F"},
        ],
    },
}


@contextmanager
def serveur(corps=REPONSE, statut=200, apres=None):
    """Sirene as it answers `corps` with `statut`, after the event `apres`; gives its address and what it was asked."""
    demandes = []

    class Sirene(BaseHTTPRequestHandler):
        def do_GET(self):
            demandes.append((self.path, self.headers.get("X-INSEE-Api-Key-Integration")))
            if apres:
                apres.wait(10)
            try:
                self.send_response(statut)
                self.end_headers()
                self.wfile.write(corps if isinstance(corps, bytes) else json.dumps(corps).encode())
            except OSError:  # the caller did not wait
                pass

        def log_message(self, *args):
            pass

    with HTTPServer(("127.0.0.1", 0), Sirene) as http:
        fil = threading.Thread(target=http.serve_forever, daemon=True)
        fil.start()
        try:
            yield f"http://127.0.0.1:{http.server_port}/api-sirene/3.11", demandes
        finally:
            if apres:
                apres.set()
            http.shutdown()
            fil.join()


@pytest.fixture
def branche(settings, socket_enabled):
    def brancher(url, cle=CLE):
        settings.SIRENE_URL, settings.SIRENE_CLE = url, cle

    return brancher


def test_un_etablissement_connu_remplit_tout(branche):
    with serveur() as (url, demandes):
        branche(url)
        trouve = chercher_etablissement(f"{SIRET[:9]} {SIRET[9:]}")

    assert demandes == [(f"/api-sirene/3.11/siret/{SIRET}", CLE)]
    assert trouve == Etablissement(
        siret=SIRET,
        nom="TOITURES DU BOCAGE",
        adresse="3 RUE DES ARDOISES",
        code_postal="85700",
        ville="POUZAUGES",
        code_commune="85182",
        departement="85",
        naf="43.91A",
        actif=True,
        public=False,
    )


def test_ce_qu_une_personne_a_fait_cacher_reste_vide(branche):
    cache = json.loads(json.dumps(REPONSE))
    cache["etablissement"]["uniteLegale"] = {
        "denominationUniteLegale": None,
        "prenom1UniteLegale": "[ND]",
        "nomUniteLegale": "[ND]",
        "categorieJuridiqueUniteLegale": "1000",
    }
    cache["etablissement"]["adresseEtablissement"]["libelleVoieEtablissement"] = "[ND]"
    with serveur(cache) as (url, _):
        branche(url)
        trouve = chercher_etablissement(SIRET)

    assert (trouve.nom, trouve.adresse, trouve.ville) == ("", "3 RUE", "POUZAUGES")


def test_une_personne_morale_de_droit_public_est_publique(branche):
    mairie = json.loads(json.dumps(REPONSE))
    mairie["etablissement"]["uniteLegale"]["categorieJuridiqueUniteLegale"] = "7210"
    with serveur(mairie) as (url, _):
        branche(url)

        assert chercher_etablissement(SIRET).public is True


@pytest.mark.parametrize(
    ("corps", "statut", "alertes"),
    [
        pytest.param({"header": {"statut": 404}}, 404, 0, id="inconnu"),
        pytest.param({}, 429, 1, id="trop-de-demandes"),
        pytest.param({}, 500, 1, id="panne"),
        pytest.param(b"<html>maintenance</html>", 200, 1, id="pas-du-json"),
        pytest.param([1], 200, 1, id="autre-forme"),
        pytest.param({"etablissement": {"siret": SIRET, "uniteLegale": None}}, 200, 1, id="incomplet"),
    ],
)
def test_ce_qui_ne_va_pas_ne_se_voit_que_dans_le_journal(branche, caplog, corps, statut, alertes):
    with serveur(corps, statut) as (url, demandes):
        branche(url)

        assert chercher_etablissement(SIRET) is None

    assert len(demandes) == 1
    assert len([ligne for ligne in caplog.records if ligne.name == sirene.__name__]) == alertes


def test_un_service_lent_n_est_pas_attendu(branche, monkeypatch):
    monkeypatch.setattr(sirene, "DELAI_SECONDES", 0.2)
    with serveur(apres=threading.Event()) as (url, _):
        branche(url)

        assert chercher_etablissement(SIRET) is None


def test_un_service_absent_ne_casse_rien(branche):
    with serveur() as (url, _):
        pass
    branche(url)

    assert chercher_etablissement(SIRET) is None


@pytest.mark.parametrize("siret", ["", "123", f"{int(SIRET) + 1}", "../../etc"])
def test_un_siret_faux_n_est_pas_demande(branche, siret):
    with serveur() as (url, demandes):
        branche(url)

        assert chercher_etablissement(siret) is None

    assert demandes == []


def test_sans_cle_rien_n_est_demande(branche):
    with serveur() as (url, demandes):
        branche(url, cle="")

        assert chercher_etablissement(SIRET) is None

    assert demandes == []

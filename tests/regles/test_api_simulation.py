"""`POST /api/v1/simulation/NATURE/`: the same answers as the command, open to all, rate-limited."""

import json
from pathlib import Path

import pytest
from django.core.cache import cache
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from pilotage.api.simulation import SimulationView
from pilotage.simulation.jugement import juger
from referentiels.actions.charger import charger_table
from referentiels.queries.reglement import reglements
from tests.regles.reglements import LE

CAS = json.loads((Path(__file__).parent / "cas_faq.json").read_bytes())
PREMIERS = [next(cas for cas in CAS if cas["nature"] == nature) for nature in ("intention", "session", "aide")]


@pytest.fixture
def referentiels(db):
    cache.clear()
    for table in ("departements", "secteurs", "parametres"):
        charger_table(table)


def poster(client, nature, contenu):
    return client.post(f"/api/v1/simulation/{nature}/", contenu, content_type="application/json")


@pytest.mark.parametrize("cas", PREMIERS, ids=lambda cas: cas["nature"])
def test_simulation_repond_a_un_inconnu_comme_la_commande(client, referentiels, cas):
    contenu = json.dumps(cas["dossier"]).encode()

    reponse = poster(client, cas["nature"], contenu)

    jugement = juger(cas["nature"], contenu, le=LE, reglement_au=reglements())
    assert (reponse.status_code, reponse.json()) == (200, json.loads(jugement.en_json()))
    assert reponse.json()["verdict"] == cas["attendu"]["verdict"]


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        pytest.param('{"couleur": 1}', "couleur\u00a0: cette clé n’existe pas.", id="clé inconnue"),
        pytest.param("[]", "le dossier\u00a0: un objet est attendu.", id="pas un objet"),
        pytest.param("{", "le dossier\u00a0: ce n’est pas du JSON lisible.", id="pas du JSON"),
    ],
)
def test_simulation_dit_ce_qui_n_est_pas_de_la_forme(client, referentiels, contenu, phrase):
    reponse = poster(client, "intention", contenu)

    assert (reponse.status_code, reponse.json()) == (400, {"erreur": phrase})


def test_simulation_d_une_autre_nature_n_existe_pas(client, referentiels):
    assert poster(client, "facture", "{}").status_code == 404


def test_simulation_ne_se_lit_pas(client, referentiels):
    assert client.get("/api/v1/simulation/intention/").status_code == 405


def test_simulation_trop_demandee_fait_attendre(client, referentiels, monkeypatch):
    monkeypatch.setattr(SimulationView.throttle_classes[0], "THROTTLE_RATES", {"simulation": "2/min"})

    reponses = [poster(client, "intention", "{}") for _ in range(3)]

    assert [reponse.status_code for reponse in reponses] == [200, 200, 429]
    assert reponses[2].json() == {"erreur": "Trop de demandes : réessayez dans une minute."}
    assert 0 < int(reponses[2]["Retry-After"]) <= 60


def test_simulation_compte_les_demandes_de_l_adresse_et_non_de_ce_que_dit_l_entete(client, referentiels, monkeypatch):
    """Anyone may write an X-Forwarded-For of their own: only what trusted proxies add to it counts."""
    monkeypatch.setattr(SimulationView.throttle_classes[0], "THROTTLE_RATES", {"simulation": "2/min"})

    reponses = [
        client.post(
            "/api/v1/simulation/intention/",
            "{}",
            content_type="application/json",
            headers={"X-Forwarded-For": f"192.0.2.{rang}"},
        )
        for rang in range(3)
    ]

    assert [reponse.status_code for reponse in reponses] == [200, 200, 429]


def test_simulation_sans_referentiels_dit_de_revenir(client, db):
    cache.clear()

    reponse = poster(client, "intention", "{}")

    assert (reponse.status_code, reponse.json()) == (
        503,
        {"erreur": "Le règlement n’est pas chargé : réessayez plus tard."},
    )


def test_simulation_est_decrite_avec_la_forme_de_chaque_nature():
    schema = SchemaGenerator().get_schema(request=None, public=True)

    [adresse] = [chemin for chemin in schema["paths"] if "simulation" in chemin]
    formes = schema["paths"][adresse]["post"]["requestBody"]["content"]["application/json"]["schema"]["oneOf"]
    assert [forme["title"] for forme in formes] == ["intention", "session", "stagiaire", "aide"]
    assert formes[0]["properties"]["date"]["anyOf"] == [{"type": "string", "format": "date"}, {"type": "null"}]


def test_simulation_a_une_description_openapi_valide():
    schema = SchemaGenerator().get_schema(request=None, public=True)

    validate_schema(schema)
    assert schema["openapi"] == "3.1.0"

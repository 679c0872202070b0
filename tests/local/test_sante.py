"""The probes: what they say of each part, and that they say it to anyone without touching what is down."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from redis import Redis

from config.calendrier import TACHES
from config.celery import app
from noyau.courriers import Courrier
from noyau.veille import CLE_SIGNE_DE_VIE, donner_signe_de_vie


@pytest.fixture
def worker_en_vie(settings):
    donner_signe_de_vie()
    yield
    with Redis.from_url(settings.REDIS_URL) as file:
        file.delete(CLE_SIGNE_DE_VIE)


@pytest.fixture
def courtier_eteint(settings, tmp_path):
    settings.REDIS_URL = f"unix://{tmp_path}/personne.sock"


def courrier(prochain_essai_le) -> Courrier:
    return Courrier.objects.create(
        cle="essai:1",
        message_id="<essai@exemple.fr>",
        modele="essai",
        destinataire="claire@exemple.fr",
        prochain_essai_le=prochain_essai_le,
        depose_le=prochain_essai_le,
    )


def test_sante_repond_sans_la_base_ni_le_courtier(client, courtier_eteint):
    page = client.get("/sante/")

    assert (page.status_code, page.json()) == (200, {"en_vie": True})


@pytest.mark.django_db
def test_pret_quand_tout_est_la(client, worker_en_vie):
    page = client.get("/sante/pret/")

    assert page.status_code == 200
    assert page.json() == {
        "pret": True,
        "base": True,
        "courtier": True,
        "worker": True,
        "courriers": {"a_jour": True, "retard_secondes": 0},
    }


@pytest.mark.django_db
def test_pas_pret_quand_le_courtier_est_eteint(client, courtier_eteint):
    page = client.get("/sante/pret/")

    assert page.status_code == 503
    assert page.json() == {
        "pret": False,
        "base": True,
        "courtier": False,
        "worker": False,
        "courriers": {"a_jour": True, "retard_secondes": 0},
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("retard", "code"),
    [
        pytest.param(timedelta(minutes=-10), 200, id="essai-a-venir"),
        pytest.param(timedelta(minutes=4), 200, id="petit-retard"),
        pytest.param(timedelta(minutes=6), 503, id="grand-retard"),
    ],
)
def test_un_courrier_trop_en_retard_se_voit(client, worker_en_vie, retard, code):
    courrier(timezone.now() - retard)

    page = client.get("/sante/pret/")

    assert page.status_code == code
    assert page.json()["courriers"]["a_jour"] is (code == 200)
    assert page.json()["courriers"]["retard_secondes"] == pytest.approx(max(retard.total_seconds(), 0), abs=2)


@pytest.mark.django_db(transaction=True)
def test_pas_pret_quand_la_base_refuse(client, worker_en_vie, monkeypatch):
    connection.close()
    monkeypatch.setitem(connection.settings_dict, "NAME", "base_qui_n_existe_pas")

    page = client.get("/sante/pret/")
    connection.close()

    assert page.status_code == 503
    assert page.json()["base"] is False
    assert page.json()["courriers"] == {"a_jour": False, "retard_secondes": None}


def test_chaque_ligne_du_calendrier_nomme_une_tache_connue():
    app.loader.import_default_modules()

    assert [tache.nom for tache in TACHES if tache.nom not in app.tasks] == []

"""The probes: what they say of each part, and that they say it to anyone without touching what is down."""

from datetime import timedelta
from threading import Event

import pytest
from django.core.files.storage import FileSystemStorage
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone
from redis import Redis

from config.calendrier import TACHES
from config.celery import app
from noyau import veille
from noyau.courriers import Courrier
from noyau.courtier import (
    CLE_BEAT,
    CLE_SIGNE_DE_VIE,
    DEPOSEE_LE,
    client_du_courtier,
    donner_signe_de_beat,
    donner_signe_de_vie,
)

FILE_A_SOI = {"global_keyprefix": "sante:"}
TOUT_VA = {
    "pret": True,
    "degrade": False,
    "base": True,
    "migrations": True,
    "courtier": True,
    "worker": True,
    "beat": True,
    "documents": True,
    "courriers": {"a_jour": True, "retard_secondes": 0},
    "file": {"a_jour": True, "en_attente": 0, "en_main": 0, "age_secondes": 0},
}


@pytest.fixture
def worker_en_vie(settings):
    donner_signe_de_vie()
    donner_signe_de_beat()
    # A queue of its own: that of the run may hold what a worker killed by another test had in hand.
    settings.CELERY_BROKER_TRANSPORT_OPTIONS = FILE_A_SOI
    yield
    with Redis.from_url(settings.REDIS_URL) as file:
        file.delete(CLE_SIGNE_DE_VIE, CLE_BEAT, *file.keys("sante:*"))


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
    assert page.json() == TOUT_VA


@pytest.mark.django_db
def test_pas_pret_quand_le_courtier_est_eteint(client, courtier_eteint):
    page = client.get("/sante/pret/")

    assert page.status_code == 503
    assert page.json() == TOUT_VA | {
        "pret": False,
        "courtier": False,
        "worker": False,
        "beat": False,
        "file": {"a_jour": False, "en_attente": None, "en_main": None, "age_secondes": None},
    }


@pytest.mark.django_db
def test_ce_qui_tarde_sans_arreter_personne_degrade_sans_fermer(client, worker_en_vie):
    client_du_courtier().delete(CLE_BEAT)

    page = client.get("/sante/pret/")

    assert (page.status_code, page.json()) == (200, TOUT_VA | {"beat": False, "degrade": True})


@pytest.mark.django_db
def test_l_age_de_la_plus_ancienne_tache_se_lit(client, worker_en_vie):
    with app.connection_for_write(transport_options=FILE_A_SOI) as vers_la_file:
        for minutes in (12, 2):
            deposee = timezone.now() - timedelta(minutes=minutes)
            app.send_task("noyau.sceller", headers={DEPOSEE_LE: deposee.isoformat()}, connection=vers_la_file)

    page = client.get("/sante/pret/")

    file = page.json()["file"]
    assert file.pop("age_secondes") == pytest.approx(720, abs=3)
    assert (page.status_code, page.json()["degrade"]) == (200, True)
    assert file == {"a_jour": False, "en_attente": 2, "en_main": 0}


def test_les_migrations_connues_sont_celles_de_django():
    assert veille._migrations_connues() == set(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


@pytest.mark.django_db
def test_pas_pret_tant_qu_une_migration_manque(client, worker_en_vie, monkeypatch):
    monkeypatch.setattr(veille, "_MIGRATIONS", set())
    monkeypatch.setattr(veille, "_migrations_connues", lambda: frozenset([("noyau", "9999_de_demain")]))

    page = client.get("/sante/pret/")

    assert (page.status_code, page.json()) == (503, TOUT_VA | {"pret": False, "migrations": False})


@pytest.mark.django_db
def test_pas_pret_quand_les_lettres_ne_peuvent_pas_etre_gardees(client, worker_en_vie, monkeypatch, tmp_path):
    (tmp_path / "occupe").write_text("un fichier là où il faudrait un dossier")
    ailleurs = FileSystemStorage(tmp_path / "occupe")
    monkeypatch.setattr(veille, "default_storage", ailleurs)
    monkeypatch.setattr(veille, "_documents_inscriptibles", veille._une_fois_par_minute(veille._temoin_ecrit))

    page = client.get("/sante/pret/")

    assert (page.status_code, page.json()) == (503, TOUT_VA | {"pret": False, "documents": False})


def test_un_rangement_qui_ne_repond_pas_ne_retient_pas_les_sondes(monkeypatch):
    monkeypatch.setattr(veille, "PATIENCE_DU_TEMOIN", 0.01)
    reponse, posees = Event(), []

    def question():
        posees.append(1)
        return reponse.wait(5)

    demander = veille._une_fois_par_minute(question)

    assert [demander(), demander(), len(posees)] == [False, False, 1]
    reponse.set()
    monkeypatch.setattr(veille, "PATIENCE_DU_TEMOIN", 5)
    while not demander():
        pass
    assert [demander(), len(posees)] == [True, 1]


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

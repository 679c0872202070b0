import pytest

from config.env import (
    ReglagesManquants,
    base_de_donnees,
    dossier_etat,
    exiger,
    serveurs_embarques,
    url_cache,
    url_courtier,
    url_redis,
)


@pytest.mark.parametrize(
    ("donnee", "courtier", "cache"),
    [
        pytest.param(
            "unix:///A/b.sock?db=0", "redis+socket:///A/b.sock?virtual_host=0", "unix:///A/b.sock?db=1", id="prise"
        ),
        pytest.param("redis://hote:6379/2", "redis://hote:6379/2", "redis://hote:6379/3", id="base-numerotee"),
        pytest.param("rediss://u:p@hote", "rediss://u:p@hote", "rediss://u:p@hote/1", id="sans-numero"),
    ],
)
def test_le_cache_et_la_file_n_ont_pas_la_meme_base(monkeypatch, donnee, courtier, cache):
    monkeypatch.delenv("REDIS_CACHE_URL", raising=False)

    assert (url_courtier(donnee), url_cache(donnee)) == (courtier, cache)


def test_le_cache_peut_etre_ailleurs(monkeypatch):
    monkeypatch.setenv("REDIS_CACHE_URL", "redis://autre/0")

    assert url_cache("redis://hote/0") == "redis://autre/0"


def test_les_serveurs_donnes_remplacent_les_embarques(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://moi:secret@hote:5433/ma_base")
    monkeypatch.setenv("REDIS_URL", "redis://hote/0")

    base = base_de_donnees()

    assert not serveurs_embarques()
    assert (base["HOST"], base["PORT"], base["NAME"]) == ("hote", 5433, "ma_base")
    assert base["CONN_HEALTH_CHECKS"]
    assert url_redis() == "redis://hote/0"


def test_une_seule_adresse_ne_suffit_pas_a_se_passer_des_serveurs_embarques(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://hote/ma_base")
    monkeypatch.delenv("REDIS_URL", raising=False)

    assert serveurs_embarques()


def test_sans_adresse_la_base_est_sur_la_prise_du_dossier_d_etat(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)

    base = base_de_donnees()

    assert (base["NAME"], base["HOST"][0]) == ("emploi_formation", "/")


def test_le_dossier_d_etat_se_choisit(monkeypatch, tmp_path):
    monkeypatch.setenv("ETAT", str(tmp_path))

    assert dossier_etat() == tmp_path


def test_exiger_nomme_tout_ce_qui_manque(monkeypatch):
    monkeypatch.setenv("PRESENT", "oui")
    monkeypatch.setenv("VIDE", "  ")

    with pytest.raises(ReglagesManquants, match=r": VIDE, ABSENT\."):
        exiger("PRESENT", "VIDE", "ABSENT")

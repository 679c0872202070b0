"""Production in a process of its own: settings are read once per process."""

import os
import subprocess
import sys

import pytest

from config.env import RACINE

REGLAGES = {
    "SECRET_KEY": "une-cle-de-cinquante-signes-et-plus-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "emploi-formation.example",
    "SITE_URL": "https://emploi-formation.example",
    "DATABASE_URL": "postgres://compte:secret@base.example:5432/emploi_formation",
    "REDIS_URL": "redis://file.example:6379/0",
    "EMAIL_URL": "submission://compte:secret@relais.example:587",
    "DEFAULT_FROM_EMAIL": "ne-pas-repondre@emploi-formation.example",
    "DOCUMENTS": "/srv/documents",
}


def manage(*arguments: str, **reglages: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=RACINE,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings.production"} | reglages,
        capture_output=True,
        text=True,
        check=False,
    )


def test_la_production_sans_reglage_les_reclame_tous():
    essai = manage("check", **dict.fromkeys(REGLAGES, ""))

    assert essai.returncode != 0
    assert f"Réglages manquants dans l’environnement : {', '.join(REGLAGES)}." in essai.stderr


@pytest.mark.parametrize("absent", ["SECRET_KEY", "DOCUMENTS"])
def test_la_production_reclame_le_seul_reglage_qui_manque(absent):
    essai = manage("check", **REGLAGES | {absent: ""})

    assert f"Réglages manquants dans l’environnement : {absent}." in essai.stderr


def test_la_production_complete_passe_le_controle_de_deploiement():
    essai = manage("check", "--deploy", "--fail-level", "WARNING", **REGLAGES)

    assert (essai.returncode, essai.stderr) == (0, "")

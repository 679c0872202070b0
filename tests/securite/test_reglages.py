"""What production sets, and that no secret has a value in the code."""

import ast
import importlib
import sys

import pytest

from config.env import RACINE
from tests.local.test_production import REGLAGES

SECRET = ("SECRET", "PASSWORD", "JETON", "TOKEN", "_CLE", "DSN")


@pytest.fixture
def production(monkeypatch):
    """The module of settings, read as it would be with its environment."""
    for nom, valeur in REGLAGES.items():
        monkeypatch.setenv(nom, valeur)
    yield importlib.import_module("config.settings.production")
    del sys.modules["config.settings.production"]


def test_la_production_ferme_ce_qui_peut_l_etre(production):
    attendus = {
        "DEBUG": False,
        "DEMO": False,
        "SECRET_KEY": REGLAGES["SECRET_KEY"],
        "SESSION_COOKIE_NAME": "__Host-session",
        "CSRF_COOKIE_NAME": "__Host-csrf",
        "SESSION_COOKIE_SECURE": True,
        "CSRF_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # Seconds, then minutes.
        "SESSION_COOKIE_AGE": 43200,
        "INACTIVITE_DES_AGENTS": 120,
        "SECURE_SSL_REDIRECT": True,
        "SECURE_REDIRECT_EXEMPT": ["^sante/", "^metriques/$"],
        "SECURE_HSTS_SECONDS": 31536000,
        "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
        "SECURE_PROXY_SSL_HEADER": ("HTTP_X_FORWARDED_PROTO", "https"),
        "MFA_AGENTS_EXIGEE": True,
        "SENTRY_DSN": "",
        "METRIQUES_JETON": "",
    }

    assert {nom: getattr(production, nom) for nom in attendus} == attendus
    assert production.CONTENT_SECURITY_POLICY["DIRECTIVES"]["upgrade-insecure-requests"] is True
    assert production.LOGGING["handlers"]["console"]["formatter"] == "json"


def _textes_donnes(fichier) -> list[str]:
    """Settings named like a secret whose value is a text written in the file."""
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    return [
        f"{fichier.name}: {cible.id}"
        for noeud in ast.walk(arbre)
        if isinstance(noeud, ast.Assign)
        and isinstance(noeud.value, ast.Constant)
        and isinstance(noeud.value.value, str)
        for cible in noeud.targets
        if isinstance(cible, ast.Name) and any(mot in cible.id for mot in SECRET)
    ]


def _defauts_donnes(fichier) -> list[str]:
    """Secrets read from the environment with a default that is not empty."""
    arbre = ast.parse(fichier.read_text(encoding="utf-8"))
    appels = [noeud for noeud in ast.walk(arbre) if isinstance(noeud, ast.Call) and noeud.args]
    return [
        f"{fichier.name}: {appel.args[0].value}"
        for appel in appels
        if isinstance(appel.args[0], ast.Constant) and any(mot in str(appel.args[0].value) for mot in SECRET)
        for mot_cle in appel.keywords
        if mot_cle.arg == "default" and ast.literal_eval(mot_cle.value)
    ]


def test_aucun_secret_n_est_ecrit_dans_les_reglages():
    fichiers = [*(RACINE / "config/settings").glob("*.py"), RACINE / "config/env.py"]

    ecrits = {trouve for fichier in fichiers for trouve in (*_textes_donnes(fichier), *_defauts_donnes(fichier))}
    assert ecrits == {"dev.py: SECRET_KEY", "test.py: SECRET_KEY"}

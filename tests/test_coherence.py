"""Rules of the house that no tool expresses, read off the code itself."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db import models
from django.template.loader import get_template

from noyau.automates import ModeleAutomate

RACINE = Path(settings.BASE_DIR)
APPLICATIONS = (
    "config", "noyau", "referentiels", "comptes", "intentions", "sessions_formation", "comites", "aides", "pilotage",
    "stagiaires", "parcours", "insertion", "heures", "factures",
)  # fmt: skip
MODELES = [m for m in apps.get_models() if m._meta.app_label in APPLICATIONS and not m.__name__.endswith("Event")]
GABARITS = sorted((RACINE / "templates").rglob("*.html"))
TEXTES = sorted((RACINE / "templates/courriers").glob("*.txt"))
SOURCES = sorted(chemin for app in (*APPLICATIONS, "tests") for chemin in (RACINE / app).rglob("*.py"))
# Mails carry their style in themselves, since mail readers drop style sheets.
SANS_FEUILLE_DE_STYLE = ("courriers",)


def relatif(chemin):
    return str(chemin.relative_to(RACINE))


@pytest.mark.parametrize("modele", MODELES, ids=lambda m: m._meta.label)
def test_rien_ne_s_efface_en_cascade(modele):
    cascades = [
        champ.name
        for champ in modele._meta.get_fields()
        if getattr(champ, "remote_field", None)
        and not champ.auto_created
        and getattr(champ.remote_field, "on_delete", None) is models.CASCADE
    ]

    assert cascades == []


@pytest.mark.parametrize("modele", [m for m in MODELES if issubclass(m, ModeleAutomate)], ids=lambda m: m._meta.label)
def test_un_etat_ne_se_saisit_pas_et_la_base_le_garde(modele):
    assert not modele._meta.get_field("statut").editable
    assert "automate" in [declencheur.name for declencheur in modele._meta.triggers]


@pytest.mark.parametrize("gabarit", GABARITS, ids=relatif)
def test_un_gabarit_n_a_ni_style_ni_script_en_ligne(gabarit):
    if gabarit.parent.name in SANS_FEUILLE_DE_STYLE:
        pytest.skip("Les courriels portent leur style en eux.")
    texte = gabarit.read_text()

    assert re.findall(r"\sstyle=\"|\son[a-z]+=\"|<style|<script(?![^>]*(\ssrc=|application/json))", texte) == []


@pytest.mark.parametrize("texte", TEXTES, ids=relatif)
def test_un_courriel_n_est_pas_echappe(texte):
    assert "{% autoescape off %}" in texte.read_text() or "{% extends" in texte.read_text()


@pytest.mark.parametrize("corps", [t for t in TEXTES if t.stem.endswith("_corps")], ids=relatif)
def test_un_courriel_dit_pourquoi_il_vient(corps):
    raison = corps.with_name(f"{corps.stem.removesuffix('_corps')}_raison.txt")

    assert raison.is_file(), f"{raison.name} manque : une phrase, « Vous recevez ce courriel parce que… »"
    # One sentence to the reader, who may never have heard of the service.
    assert re.search(r"Vous recevez ce \w+ parce qu", raison.read_text())


@pytest.mark.parametrize("gabarit", GABARITS, ids=relatif)
def test_aucun_gabarit_n_est_orphelin(gabarit):
    nom = str(gabarit.relative_to(RACINE / "templates"))
    if nom.startswith(("admin/", "account/", "mfa/", "socialaccount/", "django/")) or gabarit.stem[0].isdigit():
        pytest.skip("Appelé par son nom par Django ou allauth.")
    sources = [*SOURCES, *GABARITS]
    par_modele = f"{gabarit.stem}" if gabarit.parent.name == "documents" else None

    cites = [
        s for s in sources if s != gabarit and (nom in (t := s.read_text()) or (par_modele and f'"{par_modele}"' in t))
    ]

    assert cites, f"{nom} n’est appelé nulle part"


@pytest.mark.parametrize("gabarit", [*GABARITS, *TEXTES], ids=relatif)
def test_chaque_gabarit_se_lit(gabarit):
    get_template(str(gabarit.relative_to(RACINE / "templates")))


@pytest.mark.parametrize("source", SOURCES, ids=relatif)
def test_un_fichier_reste_une_piece(source):
    if "migrations" in source.parts:
        pytest.skip("Les migrations sont écrites par Django.")

    assert len(source.read_text().splitlines()) <= 300
    assert source.name not in {"utils.py", "helpers.py", "services.py"}


@pytest.mark.parametrize("composant", sorted((RACINE / "templates/composants").glob("*.html")), ids=lambda c: c.stem)
def test_un_composant_dit_ses_parametres(composant):
    premiere_ligne = composant.read_text().lstrip()

    assert premiere_ligne.startswith(("{% comment %}", "{% load", "{#"))
    assert f"composants/{composant.name}" in premiere_ligne[:400]

"""The register says all that is kept: no model, no field about a person escapes it, and what it says is done."""

import re
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from config.conservation import TERMES
from insertion.actions.effacer import VIDE
from insertion.regles.registre import CONSERVES, EFFACEUR, STAGIAIRES
from pilotage.registre import MAISON, REGISTRE, SANS_PERSONNE
from tests.factories import comptes

MAISONS = (
    "noyau", "comptes", "referentiels", "intentions", "sessions_formation", "comites", "aides", "pilotage",
    "stagiaires", "parcours", "insertion", "heures", "factures",
)  # fmt: skip
DES_PERSONNES = ("stagiaires", "parcours", "insertion")
DECLARES = {champ for traitement in REGISTRE for champ in traitement.champs}


def modeles(*applications):
    return [modele for nom in applications for modele in apps.get_app_config(nom).get_models()]


def test_chaque_modele_est_au_registre_ou_ne_dit_rien_de_personne():
    cites = {".".join(champ.split(".")[:2]) for champ in DECLARES | CONSERVES}
    noms = {modele._meta.label for modele in modeles(*MAISONS)}

    assert noms - cites - SANS_PERSONNE == set()
    assert (cites | SANS_PERSONNE) - noms == set()
    assert {nom for nom in DECLARES if nom.count(".") == 1} & SANS_PERSONNE == set()


def test_chaque_champ_sur_une_personne_a_un_terme_ou_ne_la_nomme_pas():
    suivis = [*modeles(*DES_PERSONNES), apps.get_model("sessions_formation", "Parcours")]
    champs = {
        f"{modele._meta.label}.{champ.name}"
        for modele in suivis
        if modele._meta.label not in SANS_PERSONNE
        for champ in modele._meta.concrete_fields
        if not champ.primary_key
    }
    du_registre = {champ for traitement in STAGIAIRES for champ in traitement.champs if champ.count(".") == 2}

    assert champs - du_registre - CONSERVES == set()
    assert (du_registre | CONSERVES) - champs == set()
    assert du_registre & CONSERVES == set()


def test_ce_que_le_registre_dit_efface_l_est():
    fonctions = {terme.effacer.__name__ for terme in TERMES}
    identite = next(traitement for traitement in STAGIAIRES if traitement.nom == "Identité et coordonnées")

    assert {traitement.effacement for traitement in REGISTRE if traitement.effacement} - fonctions == set()
    assert {f"stagiaires.Stagiaire.{nom}" for nom in VIDE} == set(identite.champs)
    assert EFFACEUR in fonctions


def test_la_documentation_cite_chaque_modele_du_registre():
    texte = (Path(settings.BASE_DIR) / "docs" / "donnees-personnelles.md").read_text()
    cites = set(re.findall(r"\b[A-Z][A-Za-z]+\b", texte))
    # Models whose name says what the table already says in words.
    evenements = {nom for nom in DECLARES if nom.endswith("Event")}

    assert {nom.split(".")[1] for nom in DECLARES - evenements} - cites == set()


@pytest.mark.django_db
def test_le_registre_se_lit_par_les_agents_seulement(client):
    client.force_login(comptes.agent())
    page = client.get("/donnees-personnelles/registre/").content.decode()
    assert [t.nom for t in (*STAGIAIRES, *MAISON) if t.nom.replace("'", "&#x27;") not in page] == []

    client.force_login(comptes.employeur())
    assert client.get("/donnees-personnelles/registre/").status_code == 403

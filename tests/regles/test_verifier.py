"""`manage.py verifier`: standard input or a file, standard output, exit status."""

import io
import json
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from referentiels.actions.charger import charger_table

pytestmark = pytest.mark.django_db

CAS = json.loads((Path(__file__).parent / "cas_faq.json").read_bytes())
NATURES = ["intention", "session", "stagiaire", "aide"]


@pytest.fixture
def referentiels():
    for table in ("departements", "secteurs", "parametres"):
        charger_table(table)


@pytest.fixture
def entree(monkeypatch):
    """Put bytes on the standard input."""

    def poser(contenu):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(contenu)))

    return poser


def verifier(*arguments):
    sortie, plaintes = io.StringIO(), io.StringIO()
    try:
        call_command("verifier", *arguments, stdout=sortie, stderr=plaintes)
    except CommandError as erreur:
        return erreur.returncode, sortie.getvalue(), str(erreur)
    return 0, sortie.getvalue(), plaintes.getvalue()


@pytest.mark.parametrize("nature", NATURES)
def test_verifier_juge_un_fichier_dans_l_ordre(nature, tmp_path, referentiels):
    cas = [cas for cas in CAS if cas["nature"] == nature]
    fichier = tmp_path / "dossiers.json"
    fichier.write_text(json.dumps([un["dossier"] for un in cas]))

    code, sortie, plaintes = verifier(nature, str(fichier))

    assert (code, plaintes) == (0, "")
    assert [un["verdict"] for un in json.loads(sortie)] == [un["attendu"]["verdict"] for un in cas]


def test_verifier_lit_l_entree_standard_et_garde_la_place_d_un_dossier_fautif(entree, referentiels):
    entree(json.dumps([{"contrat": {"heures_hebdo": "dix"}}, CAS[0]["dossier"]]).encode())

    code, sortie, phrase = verifier("intention")

    fautif, bon = json.loads(sortie)
    assert (code, phrase) == (1, "1 dossier n’a pas la forme attendue, sur 2.")
    assert fautif == {"erreur": "contrat.heures_hebdo\u00a0: un nombre est attendu."}
    assert bon["verdict"] == "eligible"


def test_verifier_une_liste_vide_rend_une_liste_vide(entree):
    entree(b"[]")

    code, sortie, _ = verifier("aide")

    assert (code, json.loads(sortie)) == (0, [])


def test_verifier_plus_de_dossiers_qu_une_ecriture_n_en_contient(entree, referentiels):
    entree(b"[" + b",".join([b"{}"] * 450) + b"]")

    code, sortie, _ = verifier("stagiaire")

    assert (code, len(json.loads(sortie))) == (0, 450)


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        pytest.param(b"{}", "Une liste de dossiers est attendue : [ {…}, {…} ].", id="pas une liste"),
        pytest.param(
            b"[{]", "Ce n’est pas du JSON : il s’arrête d’être lisible ligne 1, colonne 3.", id="pas du JSON"
        ),
    ],
)
def test_verifier_refuse_un_fichier_illisible_sans_rien_ecrire(contenu, phrase, entree):
    entree(contenu)

    assert verifier("aide") == (2, "", phrase)


def test_verifier_dit_qu_un_fichier_n_existe_pas(tmp_path):
    absent = tmp_path / "absent.json"

    assert verifier("aide", str(absent)) == (2, "", f"Le fichier « {absent} » ne peut pas être lu.")


def test_verifier_sans_referentiels_charges_juge_par_les_fichiers_fournis(entree):
    entree(json.dumps([CAS[0]["dossier"]]).encode())

    code, sortie, plaintes = verifier("intention")

    assert (code, [un["verdict"] for un in json.loads(sortie)]) == (0, ["eligible"])
    assert plaintes.startswith("Les référentiels ne sont pas chargés")

"""What a dated value changes: held to the rules themselves, and counted on files."""

import ast
from pathlib import Path

import pytest

from pilotage.impact import CHANGENT_UN_VERDICT, REGLENT, Comptage, Groupe, Nature, Rejuge
from referentiels.regles.constats import Verdict
from referentiels.regles.grandeurs import CODES

RACINE = Path(__file__).parent.parent.parent
# The modules whose findings make the verdict of each nature.
REGLES = {
    Nature.INTENTION: ("intentions/regles/intention.py", "intentions/regles/contrat.py"),
    Nature.SESSION: (
        "sessions_formation/regles/session.py",
        "sessions_formation/regles/achat.py",
        "sessions_formation/regles/groupe.py",
        "sessions_formation/regles/calendrier.py",
    ),
    Nature.AIDE: ("aides/regles/aide.py",),
}
# Read by a rule whose finding is only worth knowing.
INFORMENT = {"heures_session_info", "aide_heures_max"}


def valeurs_lues(nature: Nature) -> set[str]:
    """The dated values that the rules of this nature read: ``reglement.xxx``."""
    lues = set()
    for module in REGLES[nature]:
        for noeud in ast.walk(ast.parse((RACINE / module).read_text(encoding="utf-8"))):
            if isinstance(noeud, ast.Attribute) and getattr(noeud.value, "id", "") == "reglement":
                lues.add(noeud.attr)
    return lues & set(CODES)


def test_chaque_valeur_change_un_verdict_ou_dit_ce_qu_elle_regle():
    assert set(CHANGENT_UN_VERDICT) | set(REGLENT) == set(CODES)
    assert set(CHANGENT_UN_VERDICT) & set(REGLENT) == set()


@pytest.mark.parametrize("nature", list(Nature))
def test_les_valeurs_qui_changent_un_verdict_sont_celles_que_lisent_les_regles(nature):
    attendues = {code for code, de in CHANGENT_UN_VERDICT.items() if de == nature}

    assert valeurs_lues(nature) - INFORMENT == attendues


def rejuge(groupe, avant, apres, pk=1):
    return Rejuge(Nature.INTENTION, groupe, pk, f"IE-2026-{pk:05d}", avant, apres)


def test_le_comptage_separe_les_groupes_et_cite_les_ouverts_d_abord():
    comptage = Comptage()
    passes = [rejuge(Groupe.PASSE, Verdict.ELIGIBLE, Verdict.DEROGATION, pk) for pk in range(1, 31)]
    comptage.ajouter([*passes, rejuge(Groupe.PASSE, Verdict.ELIGIBLE, Verdict.ELIGIBLE, 99)])
    comptage.ajouter([rejuge(Groupe.OUVERT, Verdict.DEROGATION, Verdict.ELIGIBLE, 40)])
    comptage.ajouter([rejuge(Groupe.BROUILLON, Verdict.DEROGATION, Verdict.ELIGIBLE, 50)])

    resultat = comptage.resultat()

    assert resultat["lus"] == {"ouvert": 1, "passe": 31, "brouillon": 1}
    assert [(c["groupe"], c["avant"], c["apres"], c["nombre"]) for c in resultat["changements"]] == [
        ("ouvert", "derogation", "eligible", 1),
        ("passe", "eligible", "derogation", 30),
        ("brouillon", "derogation", "eligible", 1),
    ]
    assert len(resultat["exemples"]) == 20
    assert resultat["exemples"][0]["pk"] == 40
    assert 50 not in {exemple["pk"] for exemple in resultat["exemples"]}

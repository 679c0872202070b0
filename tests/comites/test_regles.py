"""Where a point goes, and what an issue does: pure."""

import pytest

from comites.regles.issues import acte_de, obstacles
from comites.regles.ordre import place_de

ORDRE = ["demande", "besoin", "lot", "libre"]


@pytest.mark.parametrize(
    ("nature", "presentes", "place"),
    [
        pytest.param("besoin", [], 0, id="premier"),
        pytest.param("besoin", ["demande", "besoin", "libre"], 2, id="derriere-les-siens"),
        pytest.param("lot", ["demande", "libre"], 1, id="avant-ce-qui-vient-apres"),
        pytest.param("demande", ["libre", "lot"], 0, id="en-tete"),
        pytest.param("besoin", ["libre", "demande", "lot"], 2, id="quelqu-un-a-deplace"),
        pytest.param("libre", ["demande", "libre"], 2, id="a-la-fin"),
    ],
)
def test_place_d_un_point_suit_l_ordre_des_natures(nature, presentes, place):
    assert place_de(nature, presentes, ordre=ORDRE) == place


@pytest.mark.parametrize(
    ("nature", "issue", "acte"),
    [
        ("demande", "favorable", "Autoriser et commander"),
        ("demande", "ajourne", ""),
        ("derogation", "defavorable", "Refuser la dérogation"),
        ("derogation", "a_completer", ""),
        ("besoin", "favorable", ""),
        ("avenant", "favorable", ""),
    ],
)
def test_acte_d_une_issue(nature, issue, acte):
    assert acte_de(nature, issue) == acte


@pytest.mark.parametrize(
    ("nature", "issue", "motif", "precisions", "champs"),
    [
        ("demande", "favorable", "besoin_avere", "", set()),
        ("demande", "favorable", "", "", {"motif"}),
        ("demande", "defavorable", "hors_lot", " ", {"precisions"}),
        ("demande", "a_completer", "", "", {"motif", "precisions"}),
        ("demande", "ajourne", "", "", set()),
        ("derogation", "favorable", "", "", {"precisions"}),
        ("besoin", "favorable", "", "", set()),
    ],
)
def test_ce_qui_manque_se_dit_en_seance(nature, issue, motif, precisions, champs):
    assert set(obstacles(nature, issue, motif=motif, precisions=precisions)) == champs

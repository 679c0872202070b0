"""Every reminder exactly once, in two processes that are killed: the short form of the proof (``make banc`` has the
year of 2 000 parcours)."""

import pytest

from tests.insertion.annee import preparer_l_annee, vivre
from tests.insertion.bilan import examiner

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.lent]


def test_chaque_relance_part_une_fois_quoi_qu_il_arrive():
    annee = preparer_l_annee(25, sorties_sur=6, jours=66, graine=5)

    vivre(annee, mises_a_mort=3)

    rapport = examiner(annee)
    assert annee.tues == 3
    assert rapport.ecrites.total() > 60
    assert {
        "doublées": rapport.doublees,
        "perdues": rapport.perdues,
        "en trop": rapport.en_trop,
        "après une réponse": rapport.apres_reponse,
        "un jour chômé": rapport.jours_chomes,
    } == {"doublées": [], "perdues": [], "en trop": [], "après une réponse": [], "un jour chômé": []}

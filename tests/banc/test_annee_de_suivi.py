"""The year of 2 000 parcours: every reminder due exactly once, none after an answer, none on a day off.

``make banc OPTIONS="-k annee_de_suivi"`` prints the report kept in docs/exploitation/volumes.md.
"""

import os

import pytest

from tests.insertion.annee import preparer_l_annee, vivre
from tests.insertion.bilan import examiner

pytestmark = pytest.mark.django_db(transaction=True)

COMBIEN = int(os.environ.get("PARCOURS", "2000"))
MISES_A_MORT = int(os.environ.get("MISES_A_MORT", "40"))


def test_une_annee_de_suivi_de_deux_mille_parcours():
    annee = preparer_l_annee(COMBIEN, sorties_sur=160, jours=366, graine=2027)

    vivre(annee, mises_a_mort=MISES_A_MORT)

    rapport = examiner(annee)
    print(f"\n{rapport.texte(annee)}")  # noqa: T201
    assert rapport.ecrites.total() > 10 * COMBIEN
    restes = (rapport.doublees, rapport.perdues, rapport.en_trop, rapport.apres_reponse, rapport.jours_chomes)
    assert [len(reste) for reste in restes] == [0, 0, 0, 0, 0]

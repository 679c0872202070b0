"""Ten years after a meeting nothing is left of what people typed in it, nor of who did; not a day before."""

from datetime import date

import pytest

from comites.actions.noter import Note, noter_point
from comites.actions.tenir import clore_comite
from comites.models import PointComite
from config.conservation import purger
from tests.factories.comites import en_seance, groupe_technique
from tests.factories.scenario import session_demandee

pytestmark = pytest.mark.django_db


def vides(le: date) -> int:
    return next(nombre for terme, nombre in purger(le=le) if terme.effacer.__name__ == "vider_comites")


def test_comite_est_vide_dix_ans_apres(le_monde):
    session_demandee(le_monde)
    comite = en_seance(groupe_technique(le_monde), le_monde)
    point = PointComite.objects.get(comite=comite, nature="demande")
    noter_point(point_id=point.pk, par=le_monde.agent, note=Note("note", precisions="Mes mots."), version=0)
    clore_comite(comite_id=comite.pk, par=le_monde.agent, compte_rendu="Compte rendu.")

    assert vides(date(2036, 12, 8)) == 0
    assert vides(date(2036, 12, 9)) == 1

    comite.refresh_from_db()
    point.refresh_from_db()
    assert (comite.compte_rendu, comite.agents.count()) == ("", 0)
    assert (point.texte, point.reserve, point.precisions, point.note_par) == ("", "", "", None)
    assert (point.issue, point.titre) == ("note", "Soudeur assembleur industriel, Formaloire Métiers")
    assert vides(date(2036, 12, 9)) == 0

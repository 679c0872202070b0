"""A decision is carried out once and stays as it was carried out, whoever notes or runs it at the same moment."""

import pytest

from comites.actions.executer import executer_decisions
from comites.actions.noter import Note, noter_point
from comites.models import PointComite
from comites.queries.execution import points_a_executer
from noyau.erreurs import TransitionImpossible
from sessions_formation.models import Composante
from tests.factories import comptes
from tests.factories.comites import en_seance, groupe_technique
from tests.factories.scenario import LE, monde, session_demandee
from tests.sessions_formation.test_verrous_de_l_achat import pendant_ce_temps
from tests.simultane import ensemble

pytestmark = pytest.mark.django_db(transaction=True)

FAVORABLE = Note("favorable", motif="besoin_avere", precisions="Cinq candidats.")


@pytest.fixture
def le_monde(transactional_db):
    return monde()


@pytest.fixture
def seance(le_monde):
    session_demandee(le_monde)
    session_demandee(le_monde, intitule="Chaudronnier")
    comite = en_seance(groupe_technique(le_monde), le_monde)
    for point in points(comite):
        noter_point(point_id=point.pk, par=le_monde.agent, note=FAVORABLE, version=0)
    return comite


def points(comite):
    return PointComite.objects.filter(comite=comite, nature="demande").order_by("rang")


def executer(comite, par, lues):
    return executer_decisions(comite_id=comite.pk, par=par, le=LE, lus=lues)


def lues(comite):
    return {ligne.point.pk: ligne.lu for ligne in points_a_executer(comite)}


def test_deux_personnes_qui_executent_ensemble_ne_commandent_qu_une_fois(le_monde, seance):
    collegue = comptes.agent(prenom="Antoine", nom="Lemercier")
    ce_qui_est_lu = lues(seance)

    bilans = ensemble([lambda par=par: executer(seance, par, ce_qui_est_lu) for par in (le_monde.agent, collegue)])

    assert sum(bilan.empechees for bilan in bilans) == 0
    assert Composante.objects.count() == 2
    assert all("autorisée et commandée" in point.resultat for point in points(seance))


def test_ce_qui_vient_d_etre_execute_ne_se_note_plus(le_monde, seance):
    point = points(seance).first()
    version = point.version

    def noter_autre_chose():
        note = Note("defavorable", motif="autre", precisions="Tout compte fait, non.")
        return noter_point(point_id=point.pk, par=le_monde.agent, note=note, version=version)

    fait, note = pendant_ce_temps(lambda: executer(seance, le_monde.agent, lues(seance)), noter_autre_chose)

    point.refresh_from_db()
    assert fait.faites == 2
    assert isinstance(note, TransitionImpossible)
    assert (point.issue, point.executee_le is not None) == ("favorable", True)


def test_decision_renotee_depuis_la_lecture_ne_s_execute_pas_sans_etre_relue(le_monde, seance):
    ce_qui_est_lu = lues(seance)
    change = points(seance).first()
    note = Note("defavorable", motif="autre", precisions="Tout compte fait, non.")
    noter_point(point_id=change.pk, par=le_monde.agent, note=note, version=change.version)

    bilan = executer(seance, le_monde.agent, ce_qui_est_lu)

    change.refresh_from_db()
    assert bilan.empechees >= 1
    assert change.session.statut == "demandee"
    assert "noté autrement" in change.resultat

"""The officer's reader: in two queries, what the separate readings give one by one."""

from datetime import timedelta

import pytest
import time_machine

from intentions.queries.confiance import signaux_de
from referentiels.queries.reglement import reglement_au
from sessions_formation.enums import StatutSession
from sessions_formation.models import Session
from sessions_formation.queries.dossier import dossier_de, faits_du_lot
from sessions_formation.queries.file import position_de
from sessions_formation.queries.lecture import Lecture, lecture_de, lire, signaux_des
from sessions_formation.queries.lots import montants_du_lot
from tests.factories import comptes
from tests.factories.scenario import LE, intention_deposee, session_demandee
from tests.factories.sessions import autre_lot

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def horloge():
    with time_machine.travel("2026-11-23T09:00:00+01:00", tick=False) as arretee:
        yield arretee


def lecture(session: Session) -> Lecture:
    return lecture_de(lire(session.pk, utilisateur=comptes.agent(), le=LE).get(), le=LE)


@pytest.mark.parametrize("nombre", [1, 3])
def test_un_dossier_se_lit_en_deux_requetes(le_monde, django_assert_num_queries, nombre):
    sessions = [session_demandee(le_monde) for _ in range(nombre)]

    agent = comptes.agent()

    with django_assert_num_queries(2):
        lu = lecture_de(lire(sessions[0].pk, utilisateur=agent, le=LE).get(), le=LE)
        lu.dossier(le=LE)

    assert len(lu.pendantes) == nombre - 1


def test_le_dossier_lu_d_un_coup_est_celui_que_les_regles_jugent(le_monde):
    session = session_demandee(le_monde)
    session_demandee(le_monde)

    lu = lecture(session)

    assert lu.dossier(le=LE) == dossier_de(session, le=LE)
    assert lu.faits.montants == montants_du_lot(le_monde.lot, le=LE)
    assert (lu.faits.role, lu.faits.mandataire) == ("cotraitant", "Compétences Ouest")


def test_les_faits_du_lot_d_une_demande_se_lisent_en_une_requete(le_monde, django_assert_num_queries):
    session = Session.objects.select_related("lot").get(pk=session_demandee(le_monde).pk)

    with django_assert_num_queries(1):
        faits = faits_du_lot(session, le=LE)

    assert faits == lecture(session).faits


def test_un_membre_limite_a_un_autre_lot_est_exterieur_a_celui_ci(le_monde):
    session = session_demandee(le_monde)
    membre = le_monde.lot.groupement.membres.get(organisme=le_monde.cotraitant)
    membre.lots.set([autre_lot(le_monde, secteur="construction")])

    assert lecture(session).faits.role == "exterieur"


def test_la_place_se_dit_dans_la_file_et_sur_le_lot(le_monde, horloge):
    sessions = []
    for _ in range(3):
        sessions.append(session_demandee(le_monde))
        horloge.shift(timedelta(minutes=1))
    ailleurs = autre_lot(le_monde, secteur="construction")
    Session.objects.filter(pk=sessions[0].pk).update(lot=ailleurs)

    lu = lecture(sessions[2])

    assert lu.place is not None
    assert (lu.place.rang, lu.place.total, lu.place.rang_du_lot, lu.place.total_du_lot) == (3, 3, 2, 2)
    position = position_de(sessions[2], delais=reglement_au(LE), le=LE)
    assert (position.rang, position.devant_sur_le_lot) == (3, 1)
    assert (lu.place.precedente.pk, lu.place.suivante) == (sessions[1].pk, None)
    assert [(autre.pk, autre.avant) for autre in lu.pendantes] == [(sessions[1].pk, True)]
    assert lu.devancees == 1


def test_une_demande_a_completer_ne_devance_plus_personne(le_monde, horloge):
    premiere = session_demandee(le_monde)
    horloge.shift(timedelta(minutes=1))
    seconde = session_demandee(le_monde)
    Session.objects.filter(pk=premiere.pk).update(statut=StatutSession.EN_INSTRUCTION)
    Session.objects.filter(pk=premiere.pk).update(statut=StatutSession.A_COMPLETER)

    lu = lecture(seconde)

    assert lu.devancees == 0
    assert [(autre.pk, autre.avant) for autre in lu.pendantes] == [(premiere.pk, False)]


def test_les_signaux_lus_avec_la_page_sont_ceux_qu_on_lirait_un_a_un(le_monde):
    session = session_demandee(le_monde)
    intention = session.retenues.get().intention
    intention.employeur.effectif = 2
    intention.employeur.save()
    autre = intention_deposee(le_monde, nom="Une autre entreprise")
    for deposee in (intention, autre):
        deposee.contact_courriel = le_monde.au_cotraitant.email
        deposee.save()

    reglement = reglement_au(LE)
    lus = {
        ligne["intention"].pk: ligne["signaux"]
        for ligne in signaux_des(lecture(session).retenues, reglement=reglement)
    }

    intention.refresh_from_db()
    assert lus == signaux_de([intention], le=LE)
    assert [signal.code for signal in lus[intention.pk]] == ["C-DOMAINE", "C-PARTAGE", "C-EFFECTIF"]

"""Who opens a place and who takes the session away wait for one another in one order, on real connections."""

import time
from threading import Event, Thread

import pytest
from django.db import connection, transaction

from intentions.actions.retirer import retirer_intention
from noyau.erreurs import RegleViolee
from sessions_formation.actions.annuler import annuler_session
from sessions_formation.enums import StatutParcours, StatutSession
from sessions_formation.models import Parcours
from tests.factories.avenants import demande_de_parcours, refuser, session_commandee
from tests.factories.candidats import candidat
from tests.factories.scenario import LE

pytestmark = pytest.mark.django_db(transaction=True)
DELAI = 20


def quelqu_un_attend() -> bool:
    with connection.cursor() as curseur:
        # A transaction keeps who was connected when it first asked: the other may have come since.
        curseur.execute("SELECT pg_stat_clear_snapshot()")
        curseur.execute(
            "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
            " WHERE NOT l.granted AND a.datname = current_database()"
        )
        return curseur.fetchone()[0] > 0


def pendant_ce_temps(premier, second):
    """Do ``premier``, then commit it only once ``second``, begun meanwhile on another connection, waits for it; give
    what each gave or raised."""
    issues, fait = {}, Event()

    def jouer(nom, acte):
        try:
            issues[nom] = acte()
        except Exception as faute:  # noqa: BLE001 what was raised is what is looked at
            issues[nom] = faute
        finally:
            connection.close()

    def garder():
        with transaction.atomic():
            resultat = premier()
            fait.set()
            limite = time.monotonic() + DELAI
            while not quelqu_un_attend() and time.monotonic() < limite:
                time.sleep(0.02)
        return resultat

    def suivre():
        fait.wait(DELAI)
        return second()

    fils = [Thread(target=jouer, args=["premier", garder]), Thread(target=jouer, args=["second", suivre])]
    for fil in fils:
        fil.start()
    for fil in fils:
        fil.join()
    return issues["premier"], issues["second"]


@pytest.fixture
def session(le_monde):
    return session_commandee(le_monde)


@pytest.fixture
def intention(session):
    return session.retenues.order_by("pk").first().intention


def test_positionner_pendant_que_la_region_annule_ne_bloque_personne(le_monde, session, intention):
    ouvert, annulee = pendant_ce_temps(
        lambda: candidat(session, intention.pk),
        lambda: annuler_session(session_id=session.pk, par=le_monde.agent, motif="Plateau technique fermé.", le=LE),
    )

    session.refresh_from_db()
    assert (type(ouvert).__name__, type(annulee).__name__) == ("Parcours", "Avenant")
    assert session.statut == StatutSession.ANNULEE
    assert Parcours.objects.get().statut == StatutParcours.NON_RETENU


def test_positionner_pendant_que_l_employeur_se_retire_ne_bloque_personne(session, intention):
    ouvert, retiree = pendant_ce_temps(
        lambda: candidat(session, intention.pk),
        lambda: retirer_intention(intention_id=intention.pk, par=intention.deposant, motif="Chantier perdu.", le=LE),
    )

    assert not isinstance(ouvert, Exception), ouvert
    assert not isinstance(retiree, Exception) or isinstance(retiree, RegleViolee), retiree


def test_personne_ne_se_positionne_sur_ce_que_la_region_n_a_pas_accorde(le_monde, session):
    demande = demande_de_parcours(le_monde, session)
    demandee = demande.retenues.get().intention

    with pytest.raises(RegleViolee, match="n’a pas encore accordé"):
        candidat(session, demandee.pk)

    refuser(demande, le_monde.agent)
    assert Parcours.objects.count() == 0

"""What an officer decides happens once, whoever decides at the same moment and whatever is down."""

from decimal import Decimal

import pytest
from celery import current_app
from kombu import pools

from noyau.courriers import Courrier, StatutCourrier
from noyau.expedition import expedier_les_dus
from noyau.horloge import maintenant
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante, IntentionRetenue
from tests.factories import comptes
from tests.factories.scenario import LE, demande, intention_deposee, session_demandee
from tests.simultane import ensemble, noms


@pytest.fixture
def courtier_arrete():
    """Nobody listens at the broker's address: what Celery meets when its server is down."""
    adresse = current_app.conf.broker_url
    _oublier_les_connexions()
    current_app.conf.broker_url = "redis://127.0.0.1:9/0"
    yield
    current_app.conf.broker_url = adresse
    _oublier_les_connexions()


def _oublier_les_connexions():
    pools.reset()
    current_app._pool = None
    current_app.amqp._producer_pool = None


def autoriser(session, par, **autres):
    # Who comes first is chance: the reason is there for the one that would be authorised before its turn.
    arguments = {"motif": "besoin_avere", "precisions": "", "le": LE, "hors_tour": "Les deux pressent.", **autres}
    return autoriser_session(session_id=session.pk, par=par, **arguments)


@pytest.mark.django_db(transaction=True)
def test_deux_agents_au_meme_instant_ne_decident_qu_une_fois(le_monde):
    session = session_demandee(le_monde)
    agents = [le_monde.agent, comptes.agent(prenom="Antoine", nom="Lemercier")]

    issues = ensemble([lambda par=par: autoriser(session, par) for par in agents])

    assert noms(issues) == ["Session", "TransitionImpossible"]
    assert Composante.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_deux_decisions_sur_les_derniers_euros_d_un_lot_ne_le_depassent_pas(le_monde):
    sessions = [session_demandee(le_monde), session_demandee(le_monde)]
    le_monde.lot.montant_max = Decimal("30000.00")
    le_monde.lot.save()

    issues = ensemble([lambda session=session: autoriser(session, le_monde.agent) for session in sessions])

    assert noms(issues) == ["RegleViolee", "Session"]
    assert sum(ligne.montant for ligne in Composante.objects.all()) == Decimal("19950.00")


@pytest.mark.django_db(transaction=True)
def test_deux_organismes_au_meme_instant_n_engagent_l_intention_qu_une_fois(le_monde):
    intention = intention_deposee(le_monde, nombre_postes=5)
    brouillons = [demande(le_monde, [intention]), demande(le_monde, [intention], par=le_monde.au_mandataire)]

    issues = ensemble(
        [
            lambda brouillon=brouillon: demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)
            for brouillon in brouillons
        ]
    )

    assert noms(issues) == ["RegleViolee", "Session"]
    assert IntentionRetenue.objects.filter(active=True).count() == 1


@pytest.mark.django_db(transaction=True)
def test_le_courtier_arrete_la_decision_tient_et_les_lettres_partent_a_son_retour(le_monde, courtier_arrete, caplog):
    session = session_demandee(le_monde)

    autoriser(session, le_monde.agent)

    assert "on_commit" in caplog.text
    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE
    en_attente = Courrier.objects.filter(statut=StatutCourrier.A_EXPEDIER)
    assert set(en_attente.values_list("modele", flat=True)) >= {"autorisation", "bon_commande"}

    expedier_les_dus(maintenant=maintenant)

    assert set(Courrier.objects.values_list("statut", flat=True)) == {StatutCourrier.EXPEDIE}

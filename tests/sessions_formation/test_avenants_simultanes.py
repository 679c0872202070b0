"""What changes an order happens once, on real connections, whoever acts at the same moment."""

from decimal import Decimal

import pytest

from intentions.enums import StatutIntention
from sessions_formation.actions.annuler import annuler_session
from sessions_formation.actions.demandes_avenant import retirer_demande_avenant
from sessions_formation.enums import StatutDemandeAvenant, StatutSession
from sessions_formation.models import Avenant, DemandeAvenant, Lot
from sessions_formation.queries.commandes import commande_de
from sessions_formation.queries.lots import montants_du_lot
from tests.factories import comptes
from tests.factories.avenants import (
    accorder,
    demande_d_annulation,
    demande_d_heures,
    demande_de_parcours,
    session_commandee,
)
from tests.factories.scenario import LE
from tests.simultane import ensemble, noms

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def session(le_monde):
    return session_commandee(le_monde)


def retirer(demande):
    return retirer_demande_avenant(demande_id=demande.pk, par=demande.demandeur, le=LE)


def annuler(session, par):
    return annuler_session(session_id=session.pk, par=par, motif="Plateau technique fermé.", le=LE)


def test_deux_agents_n_accordent_qu_une_fois(le_monde, session):
    demande = demande_de_parcours(le_monde, session)
    collegue = comptes.agent(prenom="Antoine", nom="Lemercier")

    issues = noms(ensemble([lambda: accorder(demande, le_monde.agent), lambda: accorder(demande, collegue)]))

    assert issues == ["DemandeAvenant", "TransitionImpossible"]
    assert (Avenant.objects.count(), commande_de(session).parcours) == (1, 6)


def test_accorder_ou_retirer_l_un_des_deux_l_emporte(le_monde, session):
    demande = demande_de_parcours(le_monde, session)
    intention = demande.retenues.get().intention

    issues = noms(ensemble([lambda: accorder(demande, le_monde.agent), lambda: retirer(demande)]))

    assert issues == ["DemandeAvenant", "TransitionImpossible"]
    demande.refresh_from_db()
    intention.refresh_from_db()
    accordee = demande.statut == StatutDemandeAvenant.ACCORDEE
    assert Avenant.objects.count() == int(accordee)
    assert (intention.statut == StatutIntention.ENGAGEE) is accordee


def test_accorder_et_annuler_laissent_une_session_annulee_sans_commande(le_monde, session):
    demande = demande_d_heures(le_monde, session)
    collegue = comptes.agent(prenom="Antoine", nom="Lemercier")

    ensemble([lambda: accorder(demande, le_monde.agent), lambda: annuler(session, collegue)])

    demande.refresh_from_db()
    session.refresh_from_db()
    assert session.statut == StatutSession.ANNULEE
    assert demande.statut in {StatutDemandeAvenant.ACCORDEE, StatutDemandeAvenant.REFUSEE}
    assert commande_de(session).montant == Decimal("0.00")
    assert montants_du_lot(le_monde.lot, le=LE).engage == Decimal("0.00")


def test_deux_annulations_n_en_font_qu_une(le_monde, session):
    demande = demande_d_annulation(session)
    collegue = comptes.agent(prenom="Antoine", nom="Lemercier")

    issues = noms(ensemble([lambda: accorder(demande, le_monde.agent), lambda: annuler(session, collegue)]))

    assert issues in (["DemandeAvenant", "TransitionImpossible"], ["Avenant", "TransitionImpossible"])
    assert Avenant.objects.count() == 1
    assert commande_de(session).heures == 0


def test_les_derniers_euros_du_lot_ne_s_ajoutent_qu_une_fois(le_monde, session):
    autre = session_commandee(le_monde)
    demandes = [demande_d_heures(le_monde, session), demande_d_heures(le_monde, autre)]
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_max=Decimal("42000.00"))

    issues = noms(ensemble([lambda demande=demande: accorder(demande, le_monde.agent) for demande in demandes]))

    assert issues == ["DemandeAvenant", "RegleViolee"]
    assert montants_du_lot(le_monde.lot, le=LE).commande == Decimal("41800.00")
    assert DemandeAvenant.objects.filter(statut=StatutDemandeAvenant.DEPOSEE).count() == 1


def test_les_avenants_d_un_bon_se_numerotent_sans_trou(le_monde, session):
    demandes = [
        demande_d_heures(le_monde, session),
        demande_de_parcours(le_monde, session),
        demande_d_heures(le_monde, session_commandee(le_monde)),
    ]

    ensemble([lambda demande=demande: accorder(demande, le_monde.agent) for demande in demandes])

    assert sorted(Avenant.objects.values_list("rang", flat=True)) == [1, 2, 3]

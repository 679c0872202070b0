"""More than 32 767 heures-stagiaires: what two smallints of PostgreSQL may not hold, an order may."""

from decimal import Decimal

import pytest
from django.urls import reverse

from sessions_formation.actions.decider import autoriser_session
from sessions_formation.queries.lots import montants_du_lot
from tests.factories.avenants import accorder, demande_d_heures
from tests.factories.scenario import LE, session_demandee

pytestmark = pytest.mark.django_db

GRANDE = {"postes": 20, "effectif": 20, "heures": 1700, "prix_heure": Decimal("1.10")}
MONTANT = Decimal("37400.00")


def test_une_grande_demande_s_engage_se_lit_et_se_commande(client, le_monde, ce_jour):
    session = session_demandee(le_monde, **GRANDE)
    assert montants_du_lot(le_monde.lot, le=LE).engage == MONTANT

    client.force_login(le_monde.agent)
    autre = session_demandee(le_monde)
    for lue in (session, autre):
        assert client.get(reverse("admin:sessions_formation_session_change", args=[lue.pk])).status_code == 200
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)

    assert montants_du_lot(le_monde.lot, le=LE).commande == MONTANT


def test_la_liste_des_sessions_se_trie_par_montant(odile, le_monde):
    session_demandee(le_monde, **GRANDE)

    assert odile.get(reverse("sessions:liste"), {"tri": "montant"}).status_code == 200


def test_beaucoup_d_heures_de_plus_se_demandent_et_s_accordent(le_monde):
    session = session_demandee(le_monde, **GRANDE)
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)
    demande = demande_d_heures(le_monde, session, parcours=20, heures=1700, prix_heure=Decimal("0.10"))
    assert montants_du_lot(le_monde.lot, le=LE).engage == Decimal("3400.00")

    accorder(demande, le_monde.agent)

    assert montants_du_lot(le_monde.lot, le=LE).commande == Decimal("40800.00")

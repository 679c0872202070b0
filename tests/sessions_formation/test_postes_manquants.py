"""How many posts a session misses: what is ordered needs one each, what is only asked for changes nothing."""

import pytest
from django.urls import reverse

from intentions.actions.retirer import retirer_intention
from sessions_formation.queries.postes import postes_manquants
from tests.factories.avenants import accorder, demande_de_parcours, session_commandee
from tests.factories.scenario import LE, intention_deposee

pytestmark = pytest.mark.django_db


def test_il_manque_ce_que_la_commande_veut_et_rien_de_ce_qui_n_est_que_demande(le_monde):
    session = session_commandee(le_monde)
    demande = demande_de_parcours(le_monde, session)
    de_plus, d_abord = demande.retenues.get().intention, session.retenues.get(demande=None).intention
    assert postes_manquants(session) == 0

    accorder(demande, le_monde.agent)
    retirer_intention(intention_id=de_plus.pk, par=de_plus.deposant, motif="Chantier perdu.", le=LE)
    assert postes_manquants(session) == 1

    retirer_intention(intention_id=d_abord.pk, par=d_abord.deposant, motif="Chantier perdu.", le=LE)
    demande_de_parcours(le_monde, session, [intention_deposee(le_monde, nom="Encore une")])
    assert postes_manquants(session) == 6


def test_le_public_ne_lit_pas_les_postes_qui_ne_sont_que_demandes(client, le_monde, ce_jour):
    session = session_commandee(le_monde)
    demande = demande_de_parcours(le_monde, session)

    def au_bout():
        detail = client.get(reverse("formation", args=[session.numero])).context["emplois"]
        [ligne] = client.get(reverse("formations")).context["lignes"]
        return ligne.postes, sum(postes for _, postes in detail)

    assert au_bout() == (5, 5)
    accorder(demande, le_monde.agent)
    assert au_bout() == (6, 6)

"""The officer's pages in a real browser: axe finds nothing, nothing overflows, the policy on content holds."""

import pytest
from django.urls import reverse

from sessions_formation.actions.decider import autoriser_session
from tests.factories.scenario import LE, intention_deposee, session_demandee
from tests.navigateur import chromium, entrer, examiner_aux_deux_largeurs, fautes_axe, ouvrir, parcourir

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_les_pages_de_l_agent_sont_accessibles_et_tiennent(entrer, live_server, le_monde):
    decidee = session_demandee(le_monde)
    autoriser_session(session_id=decidee.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)
    attend = session_demandee(le_monde, lieu=None, autre_lieu="Atelier-école", motif_derogation="Sans car.")
    courte = intention_deposee(le_monde, contrat_type="cdd", duree_mois=4)
    adresses = [
        reverse(f"admin:{nom}", args=cles)
        for nom, *cles in (
            ("index",),
            ("sessions_formation_session_changelist",),
            ("sessions_formation_session_change", attend.pk),
            ("sessions_formation_session_change", decidee.pk),
            ("sessions_formation_lot_change", le_monde.lot.pk),
            ("sessions_formation_bondecommande_change", decidee.composante.bon_id),
            ("sessions_formation_groupement_change", le_monde.lot.groupement_id),
            ("intentions_intentionembauche_changelist",),
            ("intentions_intentionembauche_change", courte.pk),
        )
    ]
    page = entrer(le_monde.agent, adresses[0], largeur=375)

    assert parcourir(page, live_server.url, adresses, regarder=examiner_aux_deux_largeurs) == {}


@pytest.mark.parametrize("javascript", [True, False])
def test_decider_au_telephone_de_la_barre_a_la_confirmation(entrer, le_monde, javascript):
    session = session_demandee(le_monde)
    dossier = reverse("admin:sessions_formation_session_change", args=[session.pk])
    page = entrer(le_monde.agent, dossier, largeur=375, javascript=javascript)

    page.click(".verdict-bas[href='#decision']")
    page.select_option("[name=motif]", "besoin_avere")
    page.fill("[name=precisions]", "Besoin urgent.")
    page.click("button[value=autoriser]")
    if javascript:
        assert fautes_axe(page) == []
    page.click("button[value=confirmer]")

    assert page.inner_text(".avis p").startswith("La session SE-2026-00001 est autorisée")
    session.refresh_from_db()
    assert session.statut == "publiee"

"""The officer's pages in a real browser: axe finds nothing, nothing overflows, the policy on content holds."""

import pytest
from django.urls import reverse

from sessions_formation.actions.decider import autoriser_session
from tests.factories.scenario import LE, intention_deposee, session_demandee
from tests.navigateur import chromium, deborde, fautes_axe, ouvrir, sans_chromium

__all__ = ["chromium", "ouvrir"]

pytestmark = [pytest.mark.navigateur, pytest.mark.django_db(transaction=True), sans_chromium]


@pytest.fixture
def page(connecte, live_server, ouvrir):
    """The officer's own page, signed in."""
    ouverte = ouvrir(f"{live_server.url}/accessibilite/")
    temoin = connecte.cookies["sessionid"].value
    ouverte.context.add_cookies([{"name": "sessionid", "value": temoin, "url": live_server.url}])
    return ouverte


@pytest.mark.parametrize("largeur", [1280, 375])
def test_les_pages_de_l_agent_sont_accessibles_et_tiennent(page, live_server, le_monde, largeur):
    decidee = session_demandee(le_monde)
    autoriser_session(session_id=decidee.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)
    attend = session_demandee(le_monde, lieu=None, autre_lieu="Atelier-école", motif_derogation="Sans car.")
    courte = intention_deposee(le_monde, contrat_type="cdd", duree_mois=4)
    page.set_viewport_size({"width": largeur, "height": 900})
    fautes = {}
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
    ):
        page.goto(live_server.url + reverse(f"admin:{nom}", args=cles))
        fautes[nom, *cles] = [*fautes_axe(page), *(["déborde"] if deborde(page) else [])]

    assert {adresse: trouvees for adresse, trouvees in fautes.items() if trouvees} == {}


@pytest.mark.parametrize("javascript", [True, False])
def test_decider_au_telephone_de_la_barre_a_la_confirmation(connecte, live_server, ouvrir, le_monde, javascript):
    session = session_demandee(le_monde)
    page = ouvrir(f"{live_server.url}/accessibilite/", largeur=375, javascript=javascript)
    temoin = connecte.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": temoin, "url": live_server.url}])
    page.goto(live_server.url + reverse("admin:sessions_formation_session_change", args=[session.pk]))

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

"""The pages of what changes an order, in a real browser: axe, overflow, rules that speak as one types, no scripts."""

from decimal import Decimal

import pytest
from django.urls import reverse

from sessions_formation.actions.avenants import Ligne, prendre_avenant
from sessions_formation.enums import NatureAvenant
from sessions_formation.models import Composante, DemandeAvenant
from tests.factories.avenants import accorder, demande_d_heures, demande_de_parcours, session_commandee
from tests.factories.scenario import LE, intention_deposee
from tests.navigateur import chromium, entrer, examiner_aux_deux_largeurs, fautes_axe, ouvrir, parcourir

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def commandee(le_monde):
    """A session with an amendment, a demand that waits, and an intention to take."""
    session = session_commandee(le_monde)
    accorder(demande_d_heures(le_monde, session), le_monde.agent)
    demande_de_parcours(le_monde, session)
    intention_deposee(le_monde, nom="Coteaux")
    return session


def test_les_pages_de_l_organisme_sont_accessibles_et_tiennent(entrer, live_server, le_monde, commandee):
    demande = DemandeAvenant.objects.get(nature="parcours")
    autre = session_commandee(le_monde)
    page = entrer(le_monde.au_cotraitant, reverse("sessions:demande", args=[commandee.pk]), largeur=375)
    adresses = [
        reverse("sessions:demande", args=[commandee.pk]),
        reverse("sessions:avenant_nouveau", args=[autre.pk, "parcours"]),
        reverse("sessions:avenant_nouveau", args=[autre.pk, "heures"]),
        reverse("sessions:avenant_nouveau", args=[autre.pk, "annulation"]),
        reverse("sessions:avenant_retirer", args=[commandee.pk, demande.pk]),
    ]

    assert parcourir(page, live_server.url, adresses, regarder=examiner_aux_deux_largeurs) == {}


def test_le_bon_du_mandataire_est_accessible_et_tient(entrer, live_server, le_monde, commandee):
    composante = Composante.objects.select_related("bon__lot__groupement", "session__organisme").get()
    prendre_avenant(
        bon=composante.bon,
        nature=NatureAvenant.FONGIBILITE,
        lignes=[Ligne(composante, 0, -50, Decimal("9.50"))],
        motif="Un stagiaire est entré plus tard.",
        par=le_monde.agent,
        le=LE,
    )
    bon = reverse("sessions:bon", args=[composante.bon_id])
    page = entrer(le_monde.au_mandataire, bon, largeur=375)

    assert parcourir(page, live_server.url, [bon, reverse("sessions:bons")], regarder=examiner_aux_deux_largeurs) == {}


def test_les_pages_de_l_agent_sont_accessibles_et_tiennent(entrer, live_server, le_monde, commandee):
    attend = DemandeAvenant.objects.get(nature="parcours")
    decidee = DemandeAvenant.objects.get(nature="heures")
    page = entrer(le_monde.agent, reverse("admin:index"), largeur=375)
    adresses = [
        reverse("admin:sessions_formation_demandeavenant_changelist"),
        reverse("admin:sessions_formation_demandeavenant_change", args=[attend.pk]),
        reverse("admin:sessions_formation_demandeavenant_change", args=[decidee.pk]),
        reverse("admin:sessions_formation_session_annuler", args=[commandee.pk]),
        reverse("admin:sessions_formation_session_change", args=[commandee.pk]),
        reverse("admin:sessions_formation_bondecommande_change", args=[commandee.composante.bon_id]),
    ]

    assert parcourir(page, live_server.url, adresses, regarder=examiner_aux_deux_largeurs) == {}

    page.goto(live_server.url + adresses[1])
    page.select_option("[name=motif]", "besoin_avere")
    page.click("button[value=accorder]")
    page.get_by_role("button", name="Accorder : parcours supplémentaires").wait_for()
    assert fautes_axe(page) == []
    page.get_by_role("button", name="Accorder : parcours supplémentaires").click()
    page.get_by_text("La demande est accordée").wait_for()


def test_les_regles_parlent_pendant_la_saisie(entrer, le_monde):
    session = session_commandee(le_monde)
    intention = intention_deposee(le_monde, nom="Coteaux")
    page = entrer(le_monde.au_cotraitant, reverse("sessions:avenant_nouveau", args=[session.pk, "parcours"]))
    page.locator("#constats .verdict--a_completer").wait_for()

    page.check(f"input[name=intentions][value='{intention.pk}']")
    page.fill("#id_entree", "18/01/2027")

    page.locator("#constats .verdict--eligible").wait_for()
    page.fill("#id_parcours", "2")
    page.locator("#constats .verdict--non_eligible").wait_for()
    assert "2 × 420" in page.inner_text("#montant-demande").replace("\N{NO-BREAK SPACE}", " ")
    assert not DemandeAvenant.objects.exists()


def test_sans_scripts_on_demande_et_on_reprend(entrer, le_monde):
    session = session_commandee(le_monde)
    page = entrer(
        le_monde.au_cotraitant, reverse("sessions:demande", args=[session.pk]), javascript=False, largeur=375
    )
    page.get_by_role("link", name="Demander des heures supplémentaires").click()
    page.fill("#id_parcours", "2")
    page.fill("#id_heures", "100")
    page.fill("#id_motif", "Jusqu’au titre.")
    page.get_by_role("button", name="Envoyer à la Région").click()
    page.get_by_text("Votre demande est envoyée à la Région").wait_for()

    page.get_by_role("link", name="Reprendre cette demande").click()
    page.get_by_role("button", name="Reprendre la demande").click()

    page.get_by_text("Votre demande est reprise").wait_for()
    assert DemandeAvenant.objects.get().statut == "retiree"

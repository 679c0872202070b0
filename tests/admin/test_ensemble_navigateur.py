"""Deciding together and signing second, in a real browser: by keyboard or finger, with JavaScript and without."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone

from config.groupes import CHEFS
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.decider_ensemble import executer_les_decisions
from sessions_formation.enums import StatutSession
from tests.factories import comptes
from tests.factories.scenario import LE, session_demandee
from tests.navigateur import chromium, entrer, ouvrir, verifier, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)

LISTE = reverse("admin:sessions_formation_session_changelist")


@pytest.fixture
def chef(db):
    personne = comptes.agent(is_superuser=False, prenom="Yann", nom="Tessier")
    personne.groups.set(Group.objects.filter(name=CHEFS))
    return personne


def page_du(nom, session):
    return reverse(f"admin:sessions_formation_session_{nom}", args=[session.pk])


def test_decider_ensemble_de_la_file_au_resultat(entrer, chef, le_monde):
    laissee = session_demandee(le_monde)
    demandes = [session_demandee(le_monde, postes=30, effectif=30), session_demandee(le_monde)]
    page = entrer(chef, LISTE, largeur=375)
    verifier_aux_deux_largeurs(page)

    for session in demandes:
        page.check(f".action-select[value='{session.pk}']")
    page.select_option("select[name=action]", "decider_ensemble")
    page.click(".actions button[type=submit]")
    page.wait_for_selector("#decision")
    verifier_aux_deux_largeurs(page)
    page.select_option("[name=motif]", "besoin_avere")
    page.click("button[value=autoriser]")
    page.wait_for_selector(".erreurs")
    verifier_aux_deux_largeurs(page)
    page.fill("[name=hors_tour]", f"{laissee.numero} attend une pièce.")
    page.click("button[value=autoriser]")
    page.wait_for_selector(".confirmation")
    verifier_aux_deux_largeurs(page)
    page.click("button[value=confirmer]")
    page.wait_for_selector("#avancement")
    verifier_aux_deux_largeurs(page)

    executer_les_decisions(le=LE, maintenant=timezone.now)
    page.wait_for_selector("#avancement:not([hx-get])", timeout=15_000)
    verifier_aux_deux_largeurs(page)
    assert page.inner_text("#avancement .avance") == "2 sur 2"
    demandes[1].refresh_from_db()
    assert demandes[1].statut == StatutSession.PUBLIEE


@pytest.mark.parametrize(("largeur", "javascript"), [(1280, True), (375, True), (375, False)])
def test_la_seconde_personne_lit_et_signe(entrer, chef, le_monde, largeur, javascript):
    session = session_demandee(le_monde, postes=30, effectif=30)
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="Oui.", le=LE)
    page = entrer(chef, page_du("change", session), largeur=largeur, javascript=javascript)
    if javascript:
        verifier(page)

    page.click("#t-signature ~ .boutons a >> nth=0")
    if javascript:
        verifier(page)
        page.goto(page.url.replace("contresigner", "renvoyer"))
        verifier(page)
        page.goto(page.url.replace("renvoyer", "contresigner"))
    page.click(".confirmation button")

    assert page.inner_text(".avis p").startswith(f"La session {session.numero} est autorisée")
    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE

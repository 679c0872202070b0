"""Completing, correcting and duplicating in a real browser: no axe fault, nothing that overflows, without a script."""

import os
from datetime import date
from pathlib import Path

import pytest
from django.urls import reverse

from intentions.actions.preciser import demander_complement
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from tests.factories import comptes
from tests.navigateur import aux_deux_largeurs, chromium, deborde, fautes_axe, ouvrir

__all__ = ["chromium", "ouvrir"]


LE = date(2026, 3, 2)


def verifier(page, nom):
    if dossier := os.environ.get("CAPTURES"):
        page.screenshot(path=Path(dossier) / f"{nom}-{page.viewport_size['width']}.png", full_page=True)
    for _ in aux_deux_largeurs(page):
        assert fautes_axe(page) == []
        assert not deborde(page)


@pytest.fixture
def aller(live_server, client, ouvrir):
    """A real browser in which somebody is signed in, at a width."""

    def _aller(personne, chemin, largeur, *, javascript=True):
        client.force_login(personne)
        page = ouvrir(f"{live_server.url}/aide/", largeur=largeur, javascript=javascript)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + chemin)
        return page

    return _aller


def test_completer_sans_script(aller, claire, deposee):
    intention = deposee(contrat_type="", duree_mois=None, nombre_postes=None)
    page = aller(claire, reverse("intentions:detail", args=[intention.pk]), 375, javascript=False)
    page.get_by_role("link", name="Compléter").click()
    page.locator("[name=contrat_type][value=cdd] + span").click()
    page.fill("#id_nombre_postes", "trois")
    page.fill("#id_duree_mois", "4")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    assert page.input_value("#id_nombre_postes") == "trois"
    page.fill("#id_nombre_postes", "3")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.fill("#id_motif_derogation", "La saison dure quatre mois.")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.get_by_text("Un agent de la Région va se prononcer").first.wait_for()
    intention.refresh_from_db()
    assert (intention.statut, intention.nombre_postes) == (StatutIntention.DEROGATION_DEMANDEE, 3)


def test_pages_de_ce_qui_est_demande_sont_accessibles(aller, claire, deposee):
    intention = deposee()
    agent = comptes.agent(prenom="Hélène")
    demandes = [("lieu", "L’atelier de Pouzauges ou le chantier ?"), ("precisions", "Dites les horaires.")]
    demander_complement(intention_id=intention.pk, demandes=demandes, par=agent, le=LE)
    page = aller(claire, reverse("intentions:detail", args=[intention.pk]), 375)
    verifier(page, "detail-a-completer")
    page.get_by_role("link", name="Compléter").click()
    verifier(page, "completer")
    page.get_by_role("button", name="Envoyer mes réponses").click()
    page.locator(".erreurs").wait_for()
    verifier(page, "completer-erreur")


def test_corriger_montre_ce_qui_change_puis_corrige(aller, claire, deposee):
    intention = deposee()
    page = aller(claire, reverse("intentions:detail", args=[intention.pk]), 375)
    verifier(page, "detail")
    page.get_by_role("link", name="Corriger : le contrat").click()
    verifier(page, "corriger")
    page.fill("#id_duree_mois", "4")
    page.fill("#id_motif_derogation", "La saison.")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="Ce qui change").wait_for()
    verifier(page, "corriger-confirmer")
    page.get_by_role("button", name="Corriger l’intention").click()
    page.get_by_text("Intention corrigée").wait_for()
    intention.refresh_from_db()
    assert (intention.statut, intention.duree_mois) == (StatutIntention.DEROGATION_DEMANDEE, 4)


def test_dupliquer_puis_dire_que_c_est_un_autre_besoin(aller, claire, deposee):
    intention = deposee()
    page = aller(claire, reverse("intentions:liste"), 375)
    verifier(page, "liste")
    page.get_by_role("button", name="Dupliquer").click()
    page.get_by_text("Ce besoin est peut-être déjà connu").wait_for()
    verifier(page, "verifier-doublon")
    page.get_by_role("button", name="Déposer l’intention").click()
    page.locator(".erreurs").wait_for()
    verifier(page, "verifier-doublon-erreur")
    page.locator("[name=autre_besoin] + span").click()
    page.get_by_role("button", name="Déposer l’intention").click()
    page.get_by_text("Et ensuite").wait_for()
    assert IntentionEmbauche.objects.exclude(pk=intention.pk).get().statut == StatutIntention.RECEVABLE


def test_l_agent_demande_une_precision(aller, deposee):
    intention = deposee()
    autre = deposee()
    agent = comptes.agent(prenom="Hélène")
    page = aller(agent, reverse("admin:intentions_intentionembauche_change", args=[intention.pk]), 375)
    page.get_by_text("Demander une précision").click()
    page.select_option("#id_champ_1", "lieu")
    verifier_admin(page, "admin-dossier")
    page.get_by_role("button", name="Demander", exact=True).click()
    page.locator(".erreurs").wait_for()
    verifier_admin(page, "admin-erreur")
    page.fill("#id_commentaire_1", "L’atelier ou le chantier ?")
    page.get_by_role("button", name="Demander", exact=True).click()
    page.locator(".confirmation").wait_for()
    verifier_admin(page, "admin-confirmer")
    page.get_by_role("button", name="Demander", exact=True).click()
    page.get_by_text("Réponses attendues").wait_for()
    verifier_admin(page, "admin-attendues")
    intention.refresh_from_db()
    autre.refresh_from_db()
    assert (intention.statut, autre.statut) == (StatutIntention.A_COMPLETER, StatutIntention.RECEVABLE)


def verifier_admin(page, nom):
    if dossier := os.environ.get("CAPTURES"):
        page.screenshot(path=Path(dossier) / f"{nom}-{page.viewport_size['width']}.png", full_page=True)
    for _ in aux_deux_largeurs(page):
        assert fautes_axe(page, etiquettes=("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")) == []

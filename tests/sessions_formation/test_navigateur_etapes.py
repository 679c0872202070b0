"""Dated steps in a real browser: planned without scripts, answered by the link on a phone, axe."""

import pytest
from django.urls import reverse

from comptes.liens import Usage, jeton
from sessions_formation.models import EtapeSession
from tests.factories.etapes import etape_planifiee
from tests.factories.scenario import monde, session_demandee
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def session(transactional_db):
    return session_demandee(monde())


def test_pages_des_etapes_sont_accessibles_et_tiennent(entrer, session, live_server):
    etape = etape_planifiee(session, precisions="Demandez Odile à l’accueil.\nParking derrière l’atelier.")
    invitation = etape.invitations.get()
    page = entrer(session.demandeur, reverse("sessions:etape_nouvelle", args=[session.pk]), largeur=375)
    verifier_aux_deux_largeurs(page)
    page.get_by_role("button", name="Fixer et inviter").click()
    verifier_aux_deux_largeurs(page)
    for nom in ("etape", "etape_deplacer", "etape_annuler"):
        page.goto(live_server.url + reverse(f"sessions:{nom}", args=[session.pk, etape.pk]))
        verifier_aux_deux_largeurs(page)
    page.goto(live_server.url + reverse("sessions:demande", args=[session.pk]))
    verifier_aux_deux_largeurs(page)
    claire = invitation.intention.deposant
    for chemin in (reverse("rendez_vous:liste"), reverse("rendez_vous:detail", args=[invitation.pk])):
        verifier_aux_deux_largeurs(entrer(claire, chemin, largeur=375))
    EtapeSession.objects.filter(pk=etape.pk).update(debut="2026-11-20T09:00Z", fin="2026-11-20T11:00Z")
    page.goto(live_server.url + reverse("sessions:etape", args=[session.pk, etape.pk]))
    verifier_aux_deux_largeurs(page)


def test_fixer_puis_repondre_par_le_lien_sans_scripts(entrer, session, ouvrir, live_server):
    intention = session.retenues.get().intention
    intention.contact_courriel = "claire@heulin.example"
    intention.save(update_fields=["contact_courriel"])
    chemin = reverse("sessions:etape_nouvelle", args=[session.pk])
    page = entrer(session.demandeur, chemin, javascript=False)
    page.get_by_text("Jury de fin de formation", exact=True).click()
    page.fill("#id_jour", "01/12/2026")
    page.fill("#id_debut", "9h30")
    page.fill("#id_fin", "11 h")
    page.fill("#id_lieu", "Salle 2, Cholet")
    page.get_by_role("button", name="Fixer et inviter").click()
    assert (
        page.inner_text("h2#t-quand")
        == "Mardi 1er décembre 2026, de 9\N{NO-BREAK SPACE}h\N{NO-BREAK SPACE}30 à 11\N{NO-BREAK SPACE}h"
    )

    invitation = EtapeSession.objects.get().invitations.get()
    lien = reverse("rendez_vous:lien", args=[jeton(Usage.ETAPE, intention.contact_courriel, objet=invitation.pk)])
    telephone = ouvrir(live_server.url + lien, largeur=375, javascript=False)
    telephone.get_by_text("Je viendrai", exact=True).click()
    telephone.get_by_role("button", name="Répondre").click()

    assert telephone.locator(".etat--viendra").inner_text().strip() == "Viendra"
    page.reload()
    assert page.locator(".etat--viendra").count() == 1

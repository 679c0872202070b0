"""The sheet of a session in a real browser: written, seen before it is saved, refused, read by the mandataire."""

import pytest
from django.urls import reverse

from sessions_formation.actions.decider import autoriser_session
from sessions_formation.models import FicheSession
from tests.factories.fiches import MOTS
from tests.factories.scenario import LE, monde, session_demandee
from tests.navigateur import chromium, entrer, ouvrir, verifier, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ce_jour")]


def test_la_fiche_s_ecrit_sur_un_telephone_et_la_session_s_affiche(entrer, live_server, transactional_db):
    le_monde = monde()
    session = session_demandee(le_monde, prerequis="Lire un plan simple.")
    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)
    adresse = reverse("sessions:fiche", args=[session.pk])
    page = entrer(le_monde.au_cotraitant, reverse("sessions:affichage"), largeur=375)
    verifier_aux_deux_largeurs(page, "affichage")
    page.get_by_role("link", name="Écrivez-la").click()
    verifier_aux_deux_largeurs(page, "fiche-vide")

    page.get_by_label("Ce que l’on saura faire").fill(MOTS["objectif"])
    page.get_by_label("Le programme").fill(MOTS["contenu"])
    page.get_by_role("button", name="Enregistrer la fiche").click()
    assert page.get_by_label("Le programme").input_value() == MOTS["contenu"]
    verifier_aux_deux_largeurs(page, "fiche-refusee")

    page.get_by_label("Ce que l’on obtient").fill("Une attestation de compétences.")
    page.get_by_label("Sur place").check()
    page.get_by_label("Le rythme").fill("Temps plein, 35 heures par semaine")
    page.get_by_label("Le niveau pour entrer").select_option("1")
    page.get_by_role("button", name="Voir l’aperçu").click()
    verifier_aux_deux_largeurs(page, "fiche-apercu")
    assert not FicheSession.objects.exists()

    page.get_by_role("button", name="Enregistrer la fiche").click()
    assert page.get_by_text("elle part dans l’heure").is_visible()
    verifier(page)

    page = entrer(le_monde.au_mandataire, adresse, largeur=375)
    assert page.get_by_role("heading", name="Ce que le public lit").is_visible()
    verifier_aux_deux_largeurs(page, "fiche-lue")
    page = entrer(le_monde.au_cotraitant, reverse("sessions:demande", args=[session.pk]))
    verifier_aux_deux_largeurs(page, "session-affichee")

"""A person's page on a phone, then on a desk: read, noted on, corrected, arranged; axe finds nothing."""

import pytest
from django.urls import reverse

from parcours.models import Amenagement, Interruption, ModuleParcours, NoteParcours
from sessions_formation.enums import StatutParcours as S
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import monde
from tests.factories.stagiaires import StagiaireFactory
from tests.navigateur import chromium, entrer, ouvrir, verifier

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_referente_lit_note_corrige_et_amenage_sur_son_telephone(entrer):
    le_monde = monde()
    session = session_publiee(le_monde, 3, structure=le_monde.reseau)
    samira = StagiaireFactory(prenom="Samira", nom="Lenoir", structure=le_monde.reseau, commune=le_monde.commune)
    parcours = parcours_de(session, S.ENTRE, stagiaire=samira, structure=le_monde.reseau)
    ModuleParcours.objects.create(parcours=parcours, rang=1, intitule="Soudage MIG", heures=120)
    Interruption.objects.create(
        parcours=parcours, debut=parcours.entre_le, motif="famille", declaree_le=parcours.cree_le
    )
    page = entrer(comptes.referent(le_monde.reseau), reverse("parcours:liste"), largeur=375)
    verifier(page)
    page.get_by_role("link", name="Samira Lenoir", exact=True).click()
    verifier(page)
    noter(page)
    corriger(page)
    samira.refresh_from_db()
    assert samira.telephone == "0798765432"
    amenager(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    verifier(page)


def noter(page):
    page.get_by_label("Ajouter une note").fill("Joignable le matin.")
    page.get_by_role("button", name="Enregistrer la note").click()
    page.get_by_text("La note est enregistrée.").wait_for()
    assert NoteParcours.objects.get().texte == "Joignable le matin."


def corriger(page):
    page.get_by_role("link", name="Corriger la fiche").click()
    page.get_by_label("Téléphone").fill("06 12")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("heading", name="Une réponse est à revoir").wait_for()
    verifier(page)
    page.get_by_label("Téléphone").fill("07 98 76 54 32")
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("La fiche est corrigée.").wait_for()


def amenager(page):
    page.get_by_role("link", name="Besoins d’aménagement").click()
    page.get_by_label("Horaires ou rythme aménagés").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("C’est enregistré.").wait_for()
    verifier(page)
    assert Amenagement.objects.get().mesures == ["rythme"]
    page.get_by_role("link", name="Effacer").click()
    page.get_by_role("button", name="Effacer").click()
    page.get_by_text("C’est effacé.").wait_for()
    assert not Amenagement.objects.exists()

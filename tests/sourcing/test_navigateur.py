"""The référent's journey on a phone: finds a session, opens a person's file, positions it, validates its profile."""

import pytest
from django.urls import reverse

from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import monde
from tests.factories.stagiaires import StagiaireFactory
from tests.navigateur import chromium, entrer, ouvrir, verifier, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_referente_positionne_une_personne_nouvelle_et_valide_sur_son_telephone(entrer, ce_jour):
    le_monde = monde()
    session = session_publiee(le_monde, 2, 1, structure=le_monde.reseau, prerequis="Savoir lire un plan.")
    parcours_de(session, stagiaire=StagiaireFactory(prenom="Paul", nom="Anselme", structure=le_monde.reseau))
    page = entrer(comptes.referent(le_monde.reseau), reverse("parcours:sessions"), largeur=375)
    verifier_aux_deux_largeurs(page)
    page.get_by_role("link", name="Soudeur assembleur industriel").click()
    verifier_aux_deux_largeurs(page)

    page.get_by_role("link", name="Positionner quelqu’un").click()
    ouvrir_une_fiche(page)
    dire_sa_situation(page)
    page.get_by_role("button", name="Positionner").dblclick()

    page.get_by_role("link", name="Valider le profil").click()
    verifier(page)
    page.get_by_role("button", name="Valider le profil").click()
    page.get_by_text("Le profil est validé").wait_for()
    samira = Parcours.objects.get(stagiaire__nom="Lenoir")
    assert (samira.statut, samira.intention.employeur.nom) == ("profil_valide", "Employeur 2")
    page.goto(f"{page.url}retirer/")
    verifier(page)


def ouvrir_une_fiche(page) -> None:
    """Nobody of that name is known: a file is opened, after a first try without any way to reach the person."""
    page.get_by_label("Nom ou identifiant France Travail").fill("lenoir")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_text("Personne de ce nom").wait_for()
    verifier(page)
    page.get_by_label("Prénom").fill("Samira")
    page.locator("#id_nom").fill("Lenoir")
    page.get_by_label("Date de naissance").fill("17/05/1994")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="Une réponse est à revoir").wait_for()
    page.get_by_label("Téléphone").fill("06 98 76 54 32")
    page.get_by_role("button", name="Continuer").click()


def dire_sa_situation(page) -> None:
    """What was first said misses a date; then the employer is chosen, and what comes next is read."""
    page.get_by_label("En contrat dans une structure d’insertion").check()
    page.get_by_label("Être salariée ou salarié").check()
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_role("heading", name="Une réponse est à revoir").wait_for()
    verifier(page)
    page.get_by_label("Demandeuse ou demandeur d’emploi").check()
    page.get_by_label("Employeur 2").check()
    page.get_by_role("button", name="Vérifier").click()
    page.get_by_text("Un poste est gardé pour cette personne : Employeur 2.").wait_for()
    verifier(page)

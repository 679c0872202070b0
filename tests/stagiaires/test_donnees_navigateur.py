"""The personal data of one person on a phone: read by its référente, by itself, then erased by an officer."""

import pytest
from django.urls import reverse

from comptes import liens
from comptes.liens import Usage
from parcours.models import Amenagement, NoteParcours
from stagiaires.enums import Lecture
from stagiaires.models import Consultation
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import monde
from tests.factories.stagiaires import StagiaireFactory
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


def test_les_donnees_d_une_personne_se_lisent_et_s_effacent(live_server, entrer, ouvrir):
    le_monde = monde()
    personne = StagiaireFactory(structure=le_monde.reseau, prenom="Samira", nom="Lenoir")
    parcours = parcours_de(session_publiee(le_monde, 1), "non_retenu", stagiaire=personne, structure=le_monde.reseau)
    NoteParcours.objects.create(parcours=parcours, texte="Préfère le matin.", le=parcours.cree_le)
    Amenagement.objects.create(parcours=parcours, mesures=["rythme"], saisi_par=le_monde.agent)
    for lecture in Lecture.values:
        Consultation.objects.create(
            stagiaire=personne, par=le_monde.agent, qualite="Région", page=lecture, le=parcours.cree_le
        )

    page = entrer(comptes.referent(le_monde.reseau), reverse("parcours:fiche", args=[parcours.pk]), largeur=375)
    page.get_by_role("link", name="Ce qui est gardé, pourquoi, qui l’a lu").click()
    page.get_by_role("heading", name="Qui a ouvert cette fiche").wait_for()
    verifier_aux_deux_largeurs(page, "donnees")

    jeton = liens.jeton(Usage.DONNEES, personne.courriel, objet=personne.pk)
    page = ouvrir(live_server.url + reverse("insertion:donnees_lien", args=[jeton]), largeur=375)
    page.get_by_text("Horaires ou rythme aménagés").wait_for()
    verifier_aux_deux_largeurs(page, "lien")

    page = entrer(le_monde.agent, reverse("insertion:donnees", args=[parcours.pk]), largeur=375)
    page.get_by_role("link", name="Effacer avant ce terme").click()
    verifier_aux_deux_largeurs(page, "effacer")
    page.get_by_label("La personne l’a demandé").check()
    page.get_by_role("button", name="Effacer ces données").click()
    page.get_by_role("heading", name="Ces données sont effacées depuis le").wait_for()
    verifier_aux_deux_largeurs(page, "effacees")
    page.goto(live_server.url + reverse("pages:registre"))
    verifier_aux_deux_largeurs(page, "registre")

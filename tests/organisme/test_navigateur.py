"""A training body on its telephone: it admits, declares entries and a dropout; the next in line takes the place."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from sessions_formation.enums import StatutParcours as P
from sessions_formation.models import Parcours
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import DEBUT, monde
from tests.factories.stagiaires import StagiaireFactory
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]

NOMS = [("Karim", "Baud"), ("Léa", "Chesnais"), ("Samira", "Lenoir"), ("Théo", "Marquis")]


@pytest.fixture(autouse=True)
def premier_jour():
    """The first day of the session."""
    with time_machine.travel(datetime(DEBUT.year, DEBUT.month, DEBUT.day, 9, tzinfo=UTC), tick=True):
        yield


@pytest.fixture
def session(transactional_db):
    """Three places: two people admitted, one to decide on, one on the waiting list."""
    le_monde = monde()
    session = session_publiee(le_monde, 3, structure=le_monde.reseau)
    statuts = [P.ADMIS, P.ADMIS, P.PROFIL_VALIDE]
    for (prenom, nom), statut in zip(NOMS, [*statuts, P.POSITIONNE], strict=True):
        elle = StagiaireFactory(prenom=prenom, nom=nom, structure=le_monde.reseau)
        parcours_de(session, statut, stagiaire=elle, structure=le_monde.reseau, en_attente=statut == P.POSITIONNE)
    return session


def test_admettre_declarer_les_entrees_un_abandon_et_remplacer(entrer, session, live_server):
    page = entrer(session.demandeur, reverse("sessions:demande", args=[session.pk]), largeur=375)
    page.get_by_role("link", name="Stagiaires de la session").click()
    verifier_aux_deux_largeurs(page)
    page.get_by_role("link", name="Admettre Samira Lenoir").click()
    page.get_by_text("La progression pédagogique permet").click()
    verifier_aux_deux_largeurs(page)
    page.get_by_role("button", name="Admettre", exact=True).click()
    page.get_by_role("link", name="Déclarer les entrées").click()
    for nom in ("Karim Baud", "Samira Lenoir"):
        page.get_by_text(f"{nom} a commencé la formation").click()
    verifier_aux_deux_largeurs(page)
    page.get_by_role("button", name="Déclarer", exact=True).click()
    page.get_by_role("link", name="Sortie de Karim Baud").click()
    page.get_by_text("La personne abandonne").click()
    page.get_by_role("button", name="Déclarer", exact=True).click()
    verifier_aux_deux_largeurs(page)
    page.select_option("#id_raison", "mobilite")
    page.get_by_role("button", name="Déclarer", exact=True).click()
    verifier_aux_deux_largeurs(page)

    remplace = Parcours.objects.get(stagiaire__nom="Marquis")
    assert (remplace.remplace.stagiaire.nom, remplace.en_liste_d_attente) == ("Baud", False)
    entre = Parcours.objects.get(stagiaire__nom="Lenoir")
    for nom in ("interruption", "programme", "rectifier", "poste"):
        page.goto(live_server.url + reverse(f"parcours:{nom}", args=[entre.pk]))
        verifier_aux_deux_largeurs(page)

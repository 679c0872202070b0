"""The same thread where no script runs: every step is a form, and every form answers."""

import pytest
from django.urls import reverse

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from sessions_formation.enums import StatutSession
from sessions_formation.models import Session
from tests.factories import comptes
from tests.factories.referentiels import EmployeurFactory
from tests.factories.scenario import intention_deposee

pytestmark = pytest.mark.lent


@pytest.fixture
def claire(le_monde):
    """Somebody who acts for an establishment that the service already knows."""
    atelier = EmployeurFactory(nom="Atelier Heulin", departement=le_monde.commune.departement, siae=False, etti=False)
    return comptes.employeur(atelier, prenom="Claire", nom="Heulin", email="claire.heulin@atelier.example")


def simuler_puis_deposer(visiteur, courriel: str) -> None:
    page = visiteur.page
    visiteur.se_connecter(courriel)
    visiteur.aller(reverse("simulateur"))
    page.select_option("#id_secteur", "inter-industrie")
    visiteur.choisir("contrat_type", "cdi")
    page.fill("#id_heures_hebdo", "35")
    page.fill("#id_nombre_postes", "5")
    page.fill("#id_commune", "Cholet (49300)")
    visiteur.choisir("insertion", "non")
    visiteur.choisir("engagement_recruter", "oui")
    page.get_by_text("Jury de fin de formation", exact=True).click()
    visiteur.cliquer("Voir le résultat")
    assert page.locator("#constats .verdict--eligible").count() == 1

    visiteur.suivre("Déposer cette intention")
    visiteur.cliquer("Continuer")
    page.fill("#id_metier", "Soudeur / Soudeuse (H2913)")
    visiteur.cliquer("Continuer")
    page.fill("#id_embauche_souhaitee", "15/05/2027")
    visiteur.cliquer("Continuer")
    visiteur.cliquer("Continuer")
    visiteur.cliquer("Déposer l’intention")
    assert visiteur.lire(".verdict h2") == "Votre intention est recevable"


def demander(visiteur, courriel: str) -> None:
    page = visiteur.page
    visiteur.se_connecter(courriel)
    page.get_by_role("checkbox", name="Atelier Heulin").check()
    visiteur.cliquer("Réunir en une session")
    visiteur.saisir("Début", "11/01/2027")
    visiteur.saisir("Fin", "30/04/2027")
    visiteur.saisir("Heures de chacun", "420")
    visiteur.cliquer("Vérifier le regroupement")
    assert page.locator("#constats .verdict--a_completer").count() == 1
    page.get_by_label("Lieu", exact=True).select_option(index=1)
    visiteur.cliquer("Demander l’ouverture")


def autoriser(visiteur, courriel: str, session: Session) -> None:
    visiteur.se_connecter(courriel)
    visiteur.suivre(session.intitule)
    visiteur.page.get_by_label("Motif").select_option("besoin_avere")
    visiteur.cliquer("Autoriser")
    visiteur.cliquer("Autoriser et commander")


def test_le_fil_entier_se_deroule_sans_script(maison, le_monde, agents, claire):
    intention_deposee(le_monde, nom="Gaborit", nombre_postes=2)
    simuler_puis_deposer(maison.entrer(javascript=False), claire.email)
    intention = IntentionEmbauche.objects.get(deposant=claire)
    assert (intention.statut, intention.nombre_postes) == (StatutIntention.RECEVABLE, 5)

    demander(maison.entrer(javascript=False), le_monde.au_cotraitant.email)
    session = Session.objects.get()
    assert (session.statut, session.effectif, session.heures) == (StatutSession.DEMANDEE, 5, 420)

    autoriser(maison.entrer(javascript=False), agents[0].email, session)
    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE

"""The whole thread, as five people live it: an employer's need, a training body's request, the Région's decision."""

from decimal import Decimal

import pytest

from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from sessions_formation.enums import StatutSession
from sessions_formation.models import BonDeCommande, Composante, Session
from tests.factories.scenario import intention_deposee
from tests.parcours.conftest import code_lu, manquent

pytestmark = pytest.mark.lent

MONTANT = "19 950,00 €"
LUC = "luc.boisseau@chaudronnerie.example"


def essayer_le_simulateur(visiteur) -> None:
    page = visiteur.page
    visiteur.aller("/")
    visiteur.suivre("Voir si mon besoin convient")
    page.select_option("#id_secteur", "inter-industrie")
    visiteur.choisir("contrat_type", "cdd")
    page.fill("#id_duree_mois", "8")
    page.locator("#constats .verdict--a_completer").wait_for()
    page.fill("#id_heures_hebdo", "18")
    page.locator("#constats .verdict--non_eligible").wait_for()
    visiteur.voir()
    page.fill("#id_heures_hebdo", "35")
    page.fill("#id_nombre_postes", "2")
    page.fill("#id_commune", "chol")
    page.locator("#id_commune_liste option").first.wait_for(state="attached")
    page.fill("#id_commune", "Cholet (49300)")
    visiteur.choisir("insertion", "non")
    visiteur.choisir("engagement_recruter", "oui")
    page.get_by_text("Accueil en stage", exact=True).click()
    page.locator("#constats .verdict--eligible").wait_for()
    visiteur.voir()


def creer_un_compte(maison, visiteur, boite) -> None:
    visiteur.suivre("Déposer cette intention")
    assert visiteur.titre() == "Se connecter"
    visiteur.suivre("Créer un compte employeur")
    visiteur.saisir("Prénom", "Luc")
    visiteur.saisir("Nom", "Boisseau")
    visiteur.saisir("Courriel", LUC)
    visiteur.cliquer("Créer mon compte")
    maison.expedier()
    texte = maison.lire_courriel(boite, LUC, "Le code qui confirme")
    visiteur.saisir("Code reçu par courriel", code_lu(texte))
    visiteur.cliquer("Valider le code")


def deposer(visiteur, siret: str) -> None:
    """The establishment is new to the service; everything said to the simulator is already there."""
    page = visiteur.page
    assert page.is_checked("[name=insertion][value=non]")
    assert page.input_value("#id_contact_courriel") == LUC
    visiteur.saisir("Numéro SIRET", siret)
    visiteur.cliquer("Continuer")
    assert page.get_by_role("heading", name="Cet établissement est nouveau pour nous").is_visible()
    visiteur.saisir("Nom de l’établissement", "Chaudronnerie Boisseau")
    visiteur.saisir("Adresse", "8 rue des Forges")
    visiteur.saisir("Code postal", "49300")
    visiteur.saisir("Commune", "Cholet")
    visiteur.cliquer("Continuer")

    assert [page.input_value(f"#id_{nom}") for nom in ("secteur", "nombre_postes", "commune")] == [
        "inter-industrie",
        "2",
        "Cholet (49300)",
    ]
    page.fill("#id_metier", "Soudeur / Soudeuse (H2913)")
    visiteur.cliquer("Continuer")

    assert page.is_checked("[name=contrat_type][value=cdd]")
    assert [page.input_value(f"#id_{nom}") for nom in ("duree_mois", "heures_hebdo")] == ["8", "35"]
    page.fill("#id_embauche_souhaitee", "15/05/2027")
    visiteur.cliquer("Continuer")

    assert page.is_checked("[name=engagement_recruter][value=oui]")
    assert page.is_checked("[name=etapes][value=stage]")
    page.get_by_label("Organisme de formation").select_option("Formaloire Métiers")
    visiteur.cliquer("Continuer")

    assert visiteur.lire(".verdict h3") == "Votre intention sera recevable"
    visiteur.cliquer("Déposer l’intention")


def demander_la_session(organisme, intention, le_monde) -> None:
    """Two intentions first, a post short; then a third, and the request leaves."""
    page = organisme.page
    organisme.se_connecter(le_monde.au_cotraitant.email)
    assert organisme.titre() == "Intentions à prendre"
    organisme.suivre("Chaudronnerie Boisseau")
    assert intention.numero in organisme.lire(".chapeau")
    page.go_back()
    page.get_by_role("checkbox", name="Chaudronnerie Boisseau").check()
    page.get_by_role("checkbox", name="Gaborit").check()
    organisme.cliquer("Réunir en une session")

    organisme.saisir("Intitulé de la session", "Soudeur assembleur industriel")
    page.get_by_label("Lieu", exact=True).select_option(index=1)
    organisme.saisir("Début", "11/01/2027")
    organisme.saisir("Fin", "30/04/2027")
    organisme.saisir("Parcours", "5")
    organisme.saisir("Heures de chacun", "420")
    page.get_by_text("5 parcours × 420").wait_for()
    assert organisme.lire("#constats .verdict h3") == "La demande ne peut pas partir ainsi"
    assert organisme.lire(".regroupement__phrase") == "2 employeurs, 4 postes : il en manque 1"
    organisme.voir()
    page.get_by_role("checkbox", name="Coteaux").check()
    page.locator("#constats .verdict--eligible").wait_for()
    organisme.voir()
    organisme.cliquer("Demander l’ouverture")

    assert page.get_by_role("heading", name="La demande est la première de la file").is_visible()


def ouvrir_le_dossier(agent, courriel: str, session: Session) -> None:
    agent.se_connecter(courriel)
    agent.aller("/admin/sessions_formation/session/")
    agent.suivre("Soudeur assembleur industriel")
    assert session.numero in agent.lire("#content")


def decider(agent, *, bouton: str, motif: str, precisions: str) -> None:
    agent.page.get_by_label("Motif").select_option(motif)
    agent.saisir("Précisions", precisions)
    agent.cliquer(bouton)


def decider_a_deux(maison, agents, session: Session) -> None:
    """Two officers read the same request: the first authorises it, the second learns so and changes nothing."""
    premier, second = maison.entrer(), maison.entrer()
    ouvrir_le_dossier(premier, agents[0].email, session)
    ouvrir_le_dossier(second, agents[1].email, session)
    decider(premier, bouton="Autoriser", motif="besoin_avere", precisions="Les cinq postes sont confirmés.")
    premier.cliquer("Autoriser et commander")
    assert f"La session {session.numero} est autorisée" in premier.lire(".avis")
    ecrit = LigneJournal.objects.count(), Courrier.objects.count(), Composante.objects.count()

    decider(second, bouton="Refuser", motif="session_existante", precisions="Une autre session suffit.")

    assert "« Autorisée » par Hélène Pasquier" in second.lire(".avis")
    session.refresh_from_db()
    assert session.statut == StatutSession.PUBLIEE
    assert (LigneJournal.objects.count(), Courrier.objects.count(), Composante.objects.count()) == ecrit


def lire_les_lettres(maison, boite, le_monde, session: Session) -> None:
    bon = BonDeCommande.objects.get()
    assert session.montant == Decimal("19950.00")
    maison.lire_courriel(boite, le_monde.au_cotraitant.email, f"Vous pouvez démarrer la session {session.numero}")
    lettre = boite.pdf("autorisation")
    noms = ("Formaloire Métiers", "Chaudronnerie Boisseau", "Hélène Pasquier")
    assert manquent(lettre, session.numero, bon.numero, MONTANT, *noms) == []

    maison.lire_courriel(boite, le_monde.mandataire.courriel, f"Bon de commande {bon.numero}")
    commande = boite.pdf("composante-1")
    noms = ("Compétences Ouest", "Formaloire Métiers")
    assert manquent(commande, session.numero, bon.numero, MONTANT, *noms) == []

    maison.lire_courriel(boite, le_monde.reseau.courriel, "Vous suivez cette session")
    maison.lire_courriel(boite, LUC, "Une session s’ouvre pour votre intention")


def relire_dans_les_espaces(luc, mandataire, le_monde) -> None:
    bon = BonDeCommande.objects.get()
    mandataire.se_connecter(le_monde.au_mandataire.email)
    mandataire.page.locator("header summary", has_text="Plus").click()
    mandataire.suivre("Bons de commande")
    mandataire.suivre(bon.numero)
    assert MONTANT in mandataire.lire("main")

    luc.aller("/espace/")
    luc.suivre("Soudeur")
    assert luc.histoire() == [
        "Session autorisée : Soudeur assembleur industriel par Hélène Pasquier, Région",
        "Engagée dans une demande de session par Odile Charrier",
        "Recevable par le service",
        "Déposée par Luc Boisseau",
    ]


def test_un_besoin_devient_une_autorisation(maison, le_monde, agents, siret):
    for nom, postes in (("Gaborit", 2), ("Coteaux", 1)):
        intention_deposee(le_monde, nom=nom, nombre_postes=postes)
    luc, organisme, mandataire, boite = (maison.entrer() for _ in range(4))

    essayer_le_simulateur(luc)
    creer_un_compte(maison, luc, boite)
    deposer(luc, siret)
    intention = IntentionEmbauche.objects.get(employeur__siret=siret)
    assert luc.lire(".verdict h2") == "Votre intention est recevable"
    maison.expedier()
    maison.lire_courriel(boite, LUC, f"Votre intention {intention.numero} est recevable")
    assert manquent(boite.pdf("accuse"), intention.numero, "Chaudronnerie Boisseau") == []

    demander_la_session(organisme, intention, le_monde)
    session = Session.objects.get()
    maison.expedier()
    lue = maison.lire_courriel(boite, le_monde.mandataire.courriel, "Formaloire Métiers demande une session")
    assert session.numero in lue

    decider_a_deux(maison, agents, session)
    maison.expedier()
    lire_les_lettres(maison, boite, le_monde, session)
    relire_dans_les_espaces(luc, mandataire, le_monde)

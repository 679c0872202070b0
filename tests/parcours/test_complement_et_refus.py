"""The other ends of the thread, on a phone: the Région asks for more, then refuses; everyone reads why."""

import pytest
from django.urls import reverse

from intentions.enums import StatutIntention
from sessions_formation.enums import StatutSession
from tests.factories.scenario import session_demandee
from tests.parcours.conftest import manquent
from tests.parcours.visiteur import TELEPHONE

pytestmark = pytest.mark.lent


def ecrire(agent, session, *, bouton: str, confirmer: str, motif: str, precisions: str) -> None:
    """What an officer does with a request: choose, write, confirm."""
    agent.aller(reverse("admin:sessions_formation_session_change", args=[session.pk]))
    agent.page.get_by_label("Motif").select_option(motif)
    agent.saisir("Précisions", precisions)
    agent.cliquer(bouton)
    agent.cliquer(confirmer)


def completer(organisme, session) -> None:
    organisme.suivre(session.intitule)
    assert "Qui encadre le plateau ?" in organisme.lire("main")
    organisme.suivre("Compléter la demande")
    organisme.saisir("Heures de chacun", "400")
    organisme.cliquer("Renvoyer à la Région")
    assert organisme.page.get_by_role("heading", name="La demande est la première de la file").is_visible()


def test_la_region_fait_completer_puis_refuse(maison, le_monde, agents):
    session = session_demandee(le_monde)
    intention = session.retenues.get().intention
    agent, organisme, employeur, boite = (maison.entrer(largeur=TELEPHONE) for _ in range(4))
    agent.se_connecter(agents[0].email)
    ecrire(
        agent,
        session,
        bouton="Demander un complément",
        confirmer="Demander le complément",
        motif="dossier_incomplet",
        precisions="Qui encadre le plateau ?",
    )
    maison.expedier()
    assert "Qui encadre le plateau ?" in maison.lire_courriel(boite, le_monde.au_cotraitant.email, "est à compléter")

    organisme.se_connecter(le_monde.au_cotraitant.email)
    organisme.suivre("Mes sessions")
    completer(organisme, session)

    ecrire(
        agent,
        session,
        bouton="Refuser",
        confirmer="Refuser la demande",
        motif="session_existante",
        precisions="La session de Saumur a encore six places.",
    )
    maison.expedier()
    maison.lire_courriel(boite, le_monde.au_cotraitant.email, f"La session {session.numero} n’est pas autorisée")
    lettre = boite.pdf("refus")
    assert manquent(lettre, session.numero, "Formaloire Métiers", "La session de Saumur a encore six places.") == []

    organisme.aller(reverse("sessions:demande", args=[session.pk]))
    assert organisme.histoire() == [
        "Refusée par Hélène Pasquier, Région",
        "Complétée par Odile Charrier",
        "Complément demandé par Hélène Pasquier, Région",
        "Demandée par Odile Charrier",
    ]
    employeur.se_connecter(intention.deposant.email)
    employeur.suivre("Soudeur")
    assert employeur.lire(".verdict h2") == "Votre intention est recevable"
    session.refresh_from_db()
    intention.refresh_from_db()
    assert (session.statut, intention.statut) == (StatutSession.REFUSEE, StatutIntention.RECEVABLE)

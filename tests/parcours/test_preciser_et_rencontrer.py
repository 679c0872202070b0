"""What is asked, granted, dated and said along the way: by an officer, an employer on a phone, a training body."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.urls import reverse

from intentions.enums import StatutIntention
from sessions_formation.enums import Presence
from sessions_formation.models import EtapeSession
from tests.factories.etapes import session_a_trois
from tests.factories.scenario import LE, intention_deposee
from tests.parcours.conftest import lien_lu, manquent
from tests.parcours.visiteur import TELEPHONE

pytestmark = pytest.mark.lent

CLAIRE = "claire@heulin.example"
PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


def valider(agent, bouton: str) -> None:
    """Click the button of exactly that name: others of the page begin alike."""
    with agent.page.expect_navigation():
        agent.page.get_by_role("button", name=bouton, exact=True).click()
    agent.voir()


def demander_une_precision(agent, dossier: str) -> None:
    agent.aller(dossier)
    agent.page.get_by_text("Demander une précision").click()
    agent.page.select_option("#id_champ_1", "lieu")
    agent.page.fill("#id_commentaire_1", "L’atelier ou le chantier ?")
    for _ in ("ask", "confirm"):
        valider(agent, "Demander")


def accorder(agent, dossier: str) -> None:
    agent.aller(dossier)
    agent.page.fill("#id_motif", "La même équipe chaque été.")
    agent.page.fill("#id_limites", "Pour la saison 2027 seulement.")
    agent.page.fill("#id_fin", "30/09/2027")
    agent.cliquer("Accorder la dérogation")
    with agent.page.expect_navigation():
        agent.page.locator("[name=etape][value=confirmer]").click()
    agent.voir()


def test_la_region_demande_une_precision_puis_accorde_une_derogation(maison, le_monde, agents):
    intention = intention_deposee(
        le_monde, nom="Serres du Payré", contrat_type="cdd", duree_mois=4, motif_derogation="La saison."
    )
    dossier = reverse("admin:intentions_intentionembauche_change", args=[intention.pk])
    agent, employeur, organisme = maison.entrer(), maison.entrer(largeur=TELEPHONE), maison.entrer()
    agent.se_connecter(agents[0].email)
    demander_une_precision(agent, dossier)

    employeur.se_connecter(intention.deposant.email)
    employeur.suivre("Soudeur")
    employeur.suivre("Compléter")
    assert "L’atelier ou le chantier ?" in employeur.lire(".demande")
    ouvertes = employeur.page.locator("main form :is(input, select, textarea):visible")
    assert [champ.get_attribute("name") for champ in ouvertes.all()] == ["commune", "departement"]
    employeur.page.fill("#id_commune", "Cholet (49300)")
    employeur.cliquer("Envoyer mes réponses")
    intention.refresh_from_db()
    assert intention.statut == StatutIntention.DEROGATION_DEMANDEE

    accorder(agent, dossier)
    organisme.se_connecter(le_monde.au_cotraitant.email)
    assert organisme.page.locator("tr", has_text="Serres du Payré").locator(".etat--derogation").count() == 1
    organisme.suivre("Serres du Payré")
    assert manquent(organisme.lire("main"), "Pour la saison 2027 seulement.", "30 septembre 2027") == []


def fixer(organisme, session) -> None:
    organisme.aller(reverse("sessions:demande", args=[session.pk]))
    organisme.suivre("Fixer un rendez-vous")
    organisme.page.get_by_text("Jury de fin de formation", exact=True).click()
    organisme.page.fill("#id_jour", f"{LE:%d/%m/%Y}")
    organisme.page.fill("#id_debut", "14 h")
    organisme.page.fill("#id_fin", "15h30")
    organisme.page.fill("#id_lieu", "Salle 2, Cholet")
    organisme.cliquer("Fixer et inviter")


def noter(organisme, invitation) -> None:
    organisme.page.reload()
    organisme.choisir(f"presence_{invitation.pk}", "present")
    organisme.cliquer("Noter les présences")
    invitation.refresh_from_db()
    assert invitation.presence == Presence.PRESENT


def ecrire(organisme, intention) -> None:
    organisme.aller(reverse("messages:intention", args=[intention.pk]))
    organisme.page.fill("#id_texte", "Merci d’être venue. Voici le compte rendu.")
    piece = {"name": "compte-rendu.pdf", "mimeType": "application/pdf", "buffer": PDF}
    organisme.page.set_input_files("#id_piece_1", piece)
    organisme.cliquer("Envoyer")


def test_un_rendez_vous_est_fixe_accepte_tenu_puis_raconte(maison, le_monde):
    session = session_a_trois(le_monde)
    organisme, boite = maison.entrer(), maison.entrer()
    organisme.se_connecter(session.demandeur.email)
    fixer(organisme, session)
    invitation = EtapeSession.objects.get().invitations.get(intention__contact_courriel=CLAIRE)
    maison.expedier()
    texte = maison.lire_courriel(boite, CLAIRE, "Viendrez-vous")
    agenda = boite.page.get_by_role("link", name=".ics").get_attribute("href")
    assert b"BEGIN:VCALENDAR" in boite.page.context.request.get(boite.base + agenda).body()

    telephone = maison.entrer(largeur=TELEPHONE)
    telephone.aller(lien_lu(texte, "/employeur/rendez-vous/lien/"))
    telephone.page.get_by_text("Je viendrai", exact=True).click()
    telephone.cliquer("Répondre")
    invitation.refresh_from_db()
    assert invitation.viendra is True

    with time_machine.travel(datetime(LE.year, LE.month, LE.day, 17, tzinfo=UTC), tick=True):
        noter(organisme, invitation)
        ecrire(organisme, invitation.intention)
        employeur = maison.entrer(largeur=TELEPHONE)
        employeur.se_connecter(invitation.intention.deposant.email)
        employeur.aller(reverse("messages:intention", args=[invitation.intention_id]))
        assert "Voici le compte rendu." in employeur.lire(".messages-fil")
        piece = employeur.page.locator(".messages-fil a", has_text="compte-rendu.pdf").get_attribute("href")
        assert employeur.page.context.request.get(employeur.base + piece).body() == PDF

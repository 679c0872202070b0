"""An employer who never opened an account, and one who chooses among training bodies, then withdraws."""

import pytest
from django.urls import reverse

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from sessions_formation.models import Session
from tests.factories import comptes
from tests.factories.besoins import besoin_libre, interet
from tests.factories.referentiels import EmployeurFactory
from tests.factories.sessions import concurrent
from tests.parcours.conftest import lien_lu
from tests.parcours.visiteur import TELEPHONE

pytestmark = pytest.mark.lent

ANNE = "anne.martin@ateliers.example"


def transmettre(conseillere, siret: str) -> None:
    """What an adviser writes for an employer, step after step."""
    page = conseillere.page
    conseillere.aller(reverse("transmissions:liste"))
    conseillere.suivre("Transmettre une intention")
    conseillere.saisir("Numéro SIRET de l’employeur", siret)
    conseillere.choisir("insertion", "non")
    page.fill("#id_contact_nom", "Anne Martin")
    page.fill("#id_contact_courriel", ANNE)
    conseillere.cliquer("Continuer")
    page.fill("#id_metier", "Soudeur / Soudeuse (H2913)")
    page.select_option("#id_secteur", "inter-industrie")
    page.fill("#id_nombre_postes", "2")
    page.fill("#id_commune", "Cholet (49300)")
    conseillere.cliquer("Continuer")
    conseillere.choisir("contrat_type", "cdi")
    page.fill("#id_heures_hebdo", "35")
    page.fill("#id_embauche_souhaitee", "15/06/2027")
    conseillere.cliquer("Continuer")
    conseillere.choisir("engagement_recruter", "oui")
    page.get_by_text("Accueil en stage", exact=True).click()
    conseillere.cliquer("Continuer")
    conseillere.cliquer("Transmettre l’intention")
    assert page.get_by_text("Attend l’employeur depuis le").count() == 1


def test_l_employeur_confirme_sur_son_telephone_ce_qu_un_conseiller_a_ecrit(maison, le_monde):
    etablissement = EmployeurFactory(nom="Ateliers Martin", siae=None, departement=le_monde.commune.departement)
    nadia = comptes.referent(le_monde.reseau, prenom="Nadia", nom="Le Goff")
    conseillere, boite = maison.entrer(), maison.entrer()
    conseillere.se_connecter(nadia.email)
    transmettre(conseillere, etablissement.siret)
    maison.expedier()
    texte = maison.lire_courriel(boite, ANNE, "France Travail Cholet")

    telephone = maison.entrer(largeur=TELEPHONE)
    telephone.aller(lien_lu(texte, "/r/confirmer/"))
    intention = IntentionEmbauche.objects.get()
    assert intention.statut == StatutIntention.A_COMPLETER
    telephone.cliquer("Je confirme")
    assert telephone.titre() == "Merci, votre intention est confirmée"

    organisme = maison.entrer()
    organisme.se_connecter(le_monde.au_cotraitant.email)
    organisme.suivre("Ateliers Martin")
    assert intention.numero in organisme.lire(".chapeau")
    intention.refresh_from_db()
    assert (intention.statut, intention.deposant) == (StatutIntention.RECEVABLE, nadia)


def choisir(employeur, nom: str) -> None:
    """The employer reads who is interested, and chooses."""
    assert employeur.lire("#t-interets") == "2 organismes intéressés"
    employeur.suivre(f"Choisir {nom}")
    employeur.cliquer(f"Choisir {nom}")
    assert employeur.page.get_by_text("Vous l’avez choisi.").count() == 1


def demander_depuis_le_regroupement(organisme) -> None:
    organisme.aller(reverse("besoins:regroupements"))
    assert organisme.lire(".regroupement__phrase") == "3 employeurs, 5 postes : le compte y est"
    organisme.cliquer("Demander une session avec ces intentions")
    organisme.saisir("Intitulé de la session", "Soudeur assembleur industriel")
    organisme.page.get_by_label("Lieu", exact=True).select_option(index=1)
    organisme.saisir("Début", "11/01/2027")
    organisme.saisir("Fin", "30/04/2027")
    organisme.saisir("Heures de chacun", "420")
    organisme.page.locator("#constats .verdict--eligible").wait_for()
    organisme.cliquer("Demander l’ouverture")


def test_deux_organismes_s_interessent_l_employeur_choisit_puis_se_retire(maison, le_monde, settings):
    besoin, *_ = [
        besoin_libre(le_monde, nom=nom, nombre_postes=postes)
        for nom, postes in (("Tôlerie Heulin", 2), ("Ateliers du Lathan", 2), ("Charpentes Gaborit", 1))
    ]
    claire = comptes.employeur(besoin.employeur, prenom="Claire", email="claire@heulin.example")
    lucie = concurrent(le_monde)
    autre = lucie.rattachements.get().organisme
    interet(besoin, lucie)
    organisme, employeur, boite = (maison.entrer() for _ in range(3))
    organisme.se_connecter(le_monde.au_cotraitant.email)
    organisme.suivre("Tôlerie Heulin")
    organisme.suivre("Dire notre intérêt à l’employeur")
    organisme.page.get_by_label("Votre message").fill("Une session s’ouvre à Cholet en janvier.")
    organisme.cliquer("Dire notre intérêt")

    employeur.se_connecter(claire.email)
    employeur.suivre("Soudeur")
    choisir(employeur, "Formaloire Métiers")
    maison.expedier()
    assert "Formaloire" not in maison.lire_courriel(boite, autre.courriel, "a choisi un autre organisme")

    demander_depuis_le_regroupement(organisme)
    employeur.aller(reverse("intentions:detail", args=[besoin.pk]))
    employeur.suivre("Retirer l’intention")
    employeur.page.locator("textarea[name=motif]").fill("Le chantier est reporté d’un an.")
    employeur.cliquer("Retirer l’intention")

    maison.expedier()
    for destinataire in (le_monde.au_cotraitant.email, settings.REGION_EMAIL):
        assert "reporté d’un an" in maison.lire_courriel(boite, destinataire, "Tôlerie Heulin retire")
    organisme.aller(reverse("sessions:demande", args=[Session.objects.get().pk]))
    assert "Il manque 2 postes" in organisme.lire("main")
    besoin.refresh_from_db()
    assert besoin.statut == StatutIntention.DESISTEE

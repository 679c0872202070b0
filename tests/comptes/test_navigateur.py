"""The account pages in a real browser: axe finds nothing, nothing overflows on a phone, a security key works."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from comptes.actions.rattacher import rattacher_employeur
from noyau.courriers import Courrier
from noyau.expedition import composer, expedier_les_dus
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory, employeur
from tests.navigateur import chromium, examiner_aux_deux_largeurs, ouvrir

__all__ = ["chromium", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def compteurs_d_essais_a_zero():
    cache.clear()


def entrer(ouvrir, live_server, courriel: str, largeur: int = 1280):
    page = ouvrir(live_server.url + reverse("account_login"), largeur=largeur)
    page.get_by_role("textbox", name="Courriel").nth(1).fill(courriel)
    page.get_by_role("textbox", name="Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Se connecter").click()
    return page


def test_les_pages_d_entree_sont_accessibles(live_server, ouvrir):
    fautes = {}
    for nom in ["account_login", "account_signup", "account_reset_password", "account_request_login_code"]:
        fautes[nom] = examiner_aux_deux_largeurs(ouvrir(live_server.url + reverse(nom), largeur=375))

    assert {nom: trouvees for nom, trouvees in fautes.items() if trouvees} == {}


def test_les_pages_du_compte_sont_accessibles(live_server, ouvrir):
    membre = employeur()
    demande = rattacher_employeur(
        par=UtilisateurFactory(),
        siret=membre.rattachements.get().employeur.siret,
        fiche=None,
        maintenant=timezone.now(),
    )
    page = entrer(ouvrir, live_server, membre.email, 375)
    adresses = [
        reverse("comptes:compte"),
        reverse("comptes:etablissements"),
        reverse("comptes:etablissement_ajouter"),
        reverse("comptes:rattachement_repondre", args=[demande.pk]),
        reverse("comptes:bienvenue"),
        reverse("mfa_index"),
        reverse("account_email"),
        reverse("account_logout"),
    ]
    fautes = {}
    for adresse in adresses:
        page.goto(live_server.url + adresse)
        fautes[adresse] = examiner_aux_deux_largeurs(page)

    assert {adresse: trouvees for adresse, trouvees in fautes.items() if trouvees} == {}


def test_entrer_par_code_sans_javascript(live_server, ouvrir):
    personne = UtilisateurFactory()
    page = ouvrir(live_server.url + reverse("account_login"), javascript=False)
    page.get_by_role("textbox", name="Courriel").first.fill(personne.email)
    page.get_by_role("button", name="Recevoir un code").click()

    [code] = re.findall(r"^ {4}(\S+)$", composer(Courrier.objects.get()).body, re.MULTILINE)
    page.get_by_label("Code reçu par courriel").fill(code.lower())
    page.get_by_role("button", name="Valider le code").click()

    assert page.get_by_role("heading", level=1).inner_text() == "Vous êtes…"


def test_la_boite_de_demonstration_recoit_sans_qu_on_recharge(live_server, ouvrir, settings):
    settings.DEMO = True
    settings.EMAIL_BACKEND = "noyau.boite.BoiteDeDemonstration"
    boite = ouvrir(live_server.url + reverse("noyau:boite"))
    vide = examiner_aux_deux_largeurs(boite)
    page = ouvrir(live_server.url + reverse("account_request_login_code"))
    page.get_by_role("textbox", name="Courriel").fill(UtilisateurFactory().email)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_role("heading", name="Votre code de connexion").wait_for()
    expedier_les_dus(maintenant=timezone.now)

    boite.get_by_role("link", name="Votre code de connexion").click(timeout=8000)

    assert boite.get_by_role("heading", level=1).inner_text() == "Votre code de connexion"
    assert [vide, examiner_aux_deux_largeurs(boite)] == [[], []]


def test_une_cle_de_securite_s_ajoute_puis_ouvre_la_session(live_server, ouvrir):
    personne = UtilisateurFactory()
    page = entrer(ouvrir, live_server, personne.email)
    outils = page.context.new_cdp_session(page)
    outils.send("WebAuthn.enable")
    cle = {"protocol": "ctap2", "transport": "usb", "automaticPresenceSimulation": True, "isUserVerified": True}
    outils.send(
        "WebAuthn.addVirtualAuthenticator",
        {"options": {**cle, "hasResidentKey": True, "hasUserVerification": True}},
    )

    page.goto(live_server.url + reverse("mfa_add_webauthn"))
    page.get_by_role("textbox", name="Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Continuer").click()
    page.get_by_label("Nom de la clé").fill("Clé du bureau")
    ajout = examiner_aux_deux_largeurs(page)
    page.get_by_role("button", name="Ajouter cette clé").click()
    page.get_by_role("heading", name="Vos codes de secours").wait_for()
    page.goto(live_server.url + reverse("account_logout"))
    page.get_by_role("main").get_by_role("button", name="Se déconnecter").click()

    page.goto(live_server.url + reverse("account_login"))
    page.get_by_role("textbox", name="Courriel").nth(1).fill(personne.email)
    page.get_by_role("textbox", name="Mot de passe").fill(MOT_DE_PASSE)
    page.get_by_role("button", name="Se connecter").click()
    second = examiner_aux_deux_largeurs(page)
    page.get_by_role("button", name="Utiliser ma clé de sécurité").click()
    page.get_by_role("heading", name="Vous êtes…").wait_for()

    assert Authenticator.objects.filter(user=personne, type="webauthn").count() == 1
    assert [ajout, second] == [[], []]

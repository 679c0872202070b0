"""Somebody opens an account on the address of another, and waits for them to come."""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comptes.models import Utilisateur
from tests.comptes.test_connexion import code_du_courrier, demander_un_code

pytestmark = pytest.mark.django_db

VICTIME, MOT_DE_PASSE = "odile.charrier@formaloire.example", "La-phrase-de-l-intrus-2026"


@pytest.fixture(autouse=True)
def compteurs_d_essais_a_zero():
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def intrus():
    """The browser of who signed up with somebody else's address, and never had its code."""
    navigateur = Client()
    navigateur.post(
        reverse("account_signup"),
        {"email": VICTIME, "prenom": "Odile", "nom": "Charrier", "password1": MOT_DE_PASSE},
    )
    assert not Utilisateur.objects.get(email=VICTIME).emailaddress_set.get().verified
    return navigateur


def entrer_par_code(navigateur: Client) -> None:
    envoi = demander_un_code(navigateur, VICTIME)
    navigateur.post(envoi["Location"], {"code": code_du_courrier("code_connexion")})
    assert "_auth_user_id" in navigateur.session


def test_le_mot_de_passe_d_un_inconnu_ne_survit_pas_a_la_preuve_de_l_adresse(intrus, client):
    entrer_par_code(client)

    autre = Client()
    autre.post(reverse("account_login"), {"login": VICTIME, "password": MOT_DE_PASSE})

    assert "_auth_user_id" not in autre.session
    assert "_auth_user_id" in client.session
    assert client.get(reverse("comptes:compte")).status_code == 200


def test_l_inscription_laissee_ouverte_n_entre_pas_apres_la_preuve_de_l_adresse(intrus, client):
    entrer_par_code(client)

    for page in ("account_email_verification_sent", "account_login", "comptes:espace", "comptes:compte"):
        intrus.get(reverse(page), follow=True)
        assert "_auth_user_id" not in intrus.session


def test_qui_prouve_l_adresse_de_son_inscription_garde_son_mot_de_passe(intrus):
    """The same browser has typed the password and read the code: it is one person."""
    intrus.post(reverse("account_email_verification_sent"), {"code": code_du_courrier("code_courriel")})
    assert "_auth_user_id" in intrus.session

    autre = Client()
    autre.post(reverse("account_login"), {"login": VICTIME, "password": MOT_DE_PASSE})

    assert "_auth_user_id" in autre.session


def test_changer_de_courriel_apres_etre_entre_par_code_garde_le_mot_de_passe(intrus, settings):
    intrus.post(reverse("account_email_verification_sent"), {"code": code_du_courrier("code_courriel")})
    client = Client()
    entrer_par_code(client)
    client.post(reverse("account_email"), {"email": "nouvelle@formaloire.example", "action_add": ""})
    client.post(reverse("account_email_verification_sent"), {"code": code_du_courrier("code_courriel")})

    personne = Utilisateur.objects.get()
    assert personne.email == "nouvelle@formaloire.example"
    assert personne.check_password(MOT_DE_PASSE)

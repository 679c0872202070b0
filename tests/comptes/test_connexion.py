"""Signing in and signing up, as people do it: through the pages, the code read in the outbox row."""

import re
import time

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from comptes.models import Utilisateur
from noyau.courriers import Courrier
from noyau.expedition import composer, expedier_les_dus
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory, agent

pytestmark = pytest.mark.django_db

CODE = re.compile(r"^ {4}([A-Z0-9]{4}-[A-Z0-9]{4})$", re.MULTILINE)


@pytest.fixture(autouse=True)
def compteurs_d_essais_a_zero():
    cache.clear()
    yield
    cache.clear()


def code_du_courrier(modele: str) -> str:
    """Read the code as the person does: in the message composed from the row."""
    [courrier] = Courrier.objects.filter(modele=modele).order_by("-pk")[:1]
    return CODE.search(composer(courrier).body)[1]


def demander_un_code(client, courriel: str, **suite):
    return client.post(reverse("account_request_login_code"), {"email": courriel, **suite})


def test_la_page_de_connexion_offre_le_code_et_le_mot_de_passe(client):
    page = client.get(reverse("account_login"))

    assert page.status_code == 200
    texte = page.content.decode()
    assert texte.count("<form") == 2
    assert "Recevoir un code" in texte
    assert "Mot de passe" in texte


def test_le_code_du_courrier_ouvre_la_session(client):
    personne = UtilisateurFactory()

    envoi = demander_un_code(client, personne.email)
    saisie = client.post(envoi["Location"], {"code": code_du_courrier("code_connexion")})

    assert envoi["Location"] == reverse("account_confirm_login_code")
    assert saisie["Location"] == reverse("comptes:espace")
    assert client.session["_auth_user_id"] == str(personne.pk)


def test_le_code_mene_a_la_page_demandee(client):
    personne = UtilisateurFactory()

    envoi = demander_un_code(client, personne.email, next=reverse("comptes:compte"))
    saisie = client.post(
        envoi["Location"], {"code": code_du_courrier("code_connexion"), "next": reverse("comptes:compte")}
    )

    assert saisie["Location"] == reverse("comptes:compte")


def test_le_mot_de_passe_ouvre_la_session(client):
    personne = UtilisateurFactory()

    reponse = client.post(reverse("account_login"), {"login": personne.email, "password": MOT_DE_PASSE})

    assert reponse["Location"] == reverse("comptes:espace")
    assert Courrier.objects.count() == 0


def test_le_code_est_efface_de_la_base_une_fois_parti(client, mailoutbox):
    personne = UtilisateurFactory()
    demander_un_code(client, personne.email)
    courrier = Courrier.objects.get()
    code = courrier.contexte["code"]

    assert expedier_les_dus(maintenant=lambda: courrier.depose_le) == 1

    courrier.refresh_from_db()
    assert courrier.contexte == {}
    assert code in mailoutbox[0].body
    assert code not in mailoutbox[0].subject


def test_le_code_n_est_jamais_ecrit_dans_un_journal(client, caplog):
    caplog.set_level(0)
    demander_un_code(client, UtilisateurFactory().email)

    code = Courrier.objects.get().contexte["code"]
    assert [ligne for ligne in caplog.messages if code in ligne] == []


def test_un_code_perime_ne_sert_plus(client):
    personne = UtilisateurFactory()
    envoi = demander_un_code(client, personne.email)
    code = code_du_courrier("code_connexion")

    with time_machine.travel(time.time() + settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT + 1):
        reponse = client.post(envoi["Location"], {"code": code})

    assert reponse["Location"] == reverse("account_request_login_code")
    assert "_auth_user_id" not in client.session


def test_trois_codes_faux_mettent_fin_a_l_essai(client):
    personne = UtilisateurFactory()
    envoi = demander_un_code(client, personne.email)

    for _ in range(3):
        reponse = client.post(envoi["Location"], {"code": "FAUX-FAUX"})

    assert reponse["Location"] == reverse("account_request_login_code")
    bon = client.post(envoi["Location"], {"code": code_du_courrier("code_connexion")})
    assert bon["Location"] == reverse("account_request_login_code")
    assert "_auth_user_id" not in client.session


def test_un_quatrieme_code_dans_la_minute_est_refuse():
    personne = UtilisateurFactory()

    statuts = [demander_un_code(Client(), personne.email).status_code for _ in range(4)]

    assert statuts == [302, 302, 302, 200]
    assert Courrier.objects.count() == 3


def test_les_mots_de_passe_faux_sont_comptes_par_adresse(client):
    personne = UtilisateurFactory()
    for _ in range(5):
        client.post(reverse("account_login"), {"login": personne.email, "password": "pas-le-bon"})

    bon = client.post(reverse("account_login"), {"login": personne.email, "password": MOT_DE_PASSE})

    assert bon.status_code == 200
    assert bon.context["form"].non_field_errors() == ["Trop d’essais. Attendez quelques minutes, puis recommencez."]


def test_une_adresse_inconnue_ne_se_distingue_pas(client, django_user_model):
    connue = UtilisateurFactory()

    reponse_connue = demander_un_code(client, connue.email)
    page_connue = client.get(reponse_connue["Location"]).content.decode()
    client.logout()
    client.cookies.clear()
    reponse_inconnue = demander_un_code(client, "personne@ailleurs.fr")
    page_inconnue = client.get(reponse_inconnue["Location"]).content.decode()

    assert reponse_inconnue["Location"] == reponse_connue["Location"]
    assert sans_ce_qui_change(page_inconnue, "personne@ailleurs.fr") == sans_ce_qui_change(page_connue, connue.email)
    assert list(Courrier.objects.order_by("pk").values_list("modele", flat=True)) == [
        "code_connexion",
        "compte_inconnu",
    ]


def sans_ce_qui_change(page: str, courriel: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page).replace(courriel, "COURRIEL")


def inscrire(client, **champs):
    donnees = {"prenom": "Luc", "nom": "Boisseau", "email": "luc@menuiserie.fr", "password1": "", **champs}
    return client.post(reverse("account_signup"), donnees)


def test_s_inscrire_sans_mot_de_passe_puis_confirmer_par_code(client):
    envoi = inscrire(client)
    saisie = client.post(envoi["Location"], {"code": code_du_courrier("code_courriel")})

    luc = Utilisateur.objects.get(email="luc@menuiserie.fr")
    assert envoi["Location"] == reverse("account_email_verification_sent")
    assert saisie["Location"] == reverse("comptes:espace")
    assert (luc.get_full_name(), luc.has_usable_password(), luc.is_staff) == ("Luc Boisseau", False, False)
    assert luc.emailaddress_set.get().verified


def test_sans_le_code_l_inscription_n_ouvre_rien(client):
    inscrire(client)

    assert client.get(reverse("comptes:espace"))["Location"].startswith(reverse("account_login"))


def test_s_inscrire_avec_une_adresse_prise_ne_le_revele_pas(client):
    neuve = inscrire(client)
    page_neuve = client.get(neuve["Location"]).content.decode()
    client.cookies.clear()
    UtilisateurFactory(email="prise@menuiserie.fr")

    prise = inscrire(client, email="prise@menuiserie.fr")
    page_prise = client.get(prise["Location"]).content.decode()

    assert prise["Location"] == neuve["Location"]
    assert sans_ce_qui_change(page_prise, "prise@menuiserie.fr") == sans_ce_qui_change(page_neuve, "luc@menuiserie.fr")
    assert Courrier.objects.filter(destinataire="prise@menuiserie.fr").get().modele == "compte_existant"
    assert Utilisateur.objects.filter(email="prise@menuiserie.fr").count() == 1


def test_un_mot_de_passe_trop_court_est_refuse_a_l_inscription(client):
    reponse = inscrire(client, password1="court")

    assert reponse.status_code == 200
    assert list(reponse.context["form"].errors) == ["password1"]
    assert Utilisateur.objects.count() == 0


def test_le_mot_de_passe_oublie_se_change_par_code(client):
    personne = UtilisateurFactory()
    envoi = client.post(reverse("account_reset_password"), {"email": personne.email})
    suite = client.post(envoi["Location"], {"code": code_du_courrier("code_mot_de_passe")})

    nouveau = {"password1": "Un-autre-secret-2027", "password2": "Un-autre-secret-2027"}
    fin = client.post(suite["Location"], nouveau)

    personne.refresh_from_db()
    assert personne.check_password("Un-autre-secret-2027")
    assert fin.status_code == 302
    assert Courrier.objects.filter(modele="compte_modifie").count() == 1


def test_les_majuscules_de_l_adresse_ne_comptent_pas(client):
    personne = UtilisateurFactory(email="Claire.Heulin@Exemple.fr")

    demander_un_code(client, "CLAIRE.HEULIN@exemple.FR")

    assert personne.email == "claire.heulin@exemple.fr"
    assert Courrier.objects.get().modele == "code_connexion"


def test_un_compte_ferme_n_entre_pas(client):
    personne = UtilisateurFactory(is_active=False)

    demander_un_code(client, personne.email)
    autre = Client()
    mot_de_passe = autre.post(reverse("account_login"), {"login": personne.email, "password": MOT_DE_PASSE})

    assert Courrier.objects.get().modele == "compte_inconnu"
    assert mot_de_passe["Location"] == reverse("account_inactive")
    assert autre.get(mot_de_passe["Location"]).status_code == 200
    assert ["_auth_user_id" in session for session in (client.session, autre.session)] == [False, False]


def test_l_administration_renvoie_a_la_connexion_de_la_maison(client):
    reponse = client.get(reverse("admin:index"), follow=True)

    assert [adresse for adresse, _ in reponse.redirect_chain] == [
        f"{reverse('admin:login')}?next=/admin/",
        f"{reverse('account_login')}?next=/admin/",
    ]


def test_l_administration_est_fermee_a_qui_n_est_pas_agent(client):
    client.force_login(UtilisateurFactory())

    assert client.get(reverse("admin:index"), follow=True).status_code == 403


def test_l_administration_s_ouvre_a_un_agent(client):
    client.force_login(agent())

    assert client.get(reverse("admin:index")).status_code == 200


PAGES_PUBLIQUES = ["account_login", "account_signup", "account_reset_password", "account_request_login_code"]


@pytest.mark.parametrize("nom", PAGES_PUBLIQUES)
def test_une_page_d_entree_se_lit_sans_compte(client, nom):
    assert client.get(reverse(nom)).status_code == 200

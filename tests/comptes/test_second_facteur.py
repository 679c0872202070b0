"""The second factor: required from officers in production, offered to all."""

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.urls import reverse

from comptes.second_facteur import CLE_AMR
from noyau.courriers import Courrier
from tests.comptes.test_connexion import code_du_courrier, demander_un_code
from tests.factories.comptes import MOT_DE_PASSE, UtilisateurFactory, agent, employeur

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def compteurs_d_essais_a_zero():
    cache.clear()


@pytest.fixture
def exigee(settings):
    settings.MFA_AGENTS_EXIGEE = True


def code_de_l_application() -> str:
    compteur = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(SECRET, compteur))


def entrer_par_code(client, personne):
    envoi = demander_un_code(client, personne.email)
    return client.post(envoi["Location"], {"code": code_du_courrier("code_connexion")})


def test_sans_obligation_un_agent_entre_avec_un_code_seul(client):
    entrer_par_code(client, agent())

    assert client.get(reverse("admin:index")).status_code == 200


def test_un_agent_sans_second_facteur_est_mene_a_sa_mise_en_place(client, exigee):
    entrer_par_code(client, agent())

    reponse = client.get(reverse("admin:index"), follow=True)

    assert reponse.redirect_chain[-1][0] == f"{reverse('comptes:second_facteur')}?next=/admin/"
    assert "Installer l’application" in reponse.content.decode()


@pytest.mark.parametrize("nom", ["comptes:compte", "comptes:espace", "comptes:etablissements"])
def test_rien_d_autre_ne_s_ouvre_a_un_agent_sans_second_facteur(client, exigee, nom):
    entrer_par_code(client, agent())

    reponse = client.get(reverse(nom))

    assert reponse["Location"] == f"{reverse('comptes:second_facteur')}?next={reverse(nom)}"


def test_les_pages_publiques_restent_ouvertes_a_un_agent_sans_second_facteur(client, exigee):
    client.force_login(agent())

    assert client.get(reverse("noyau:sante")).status_code == 200


def test_l_obligation_ne_touche_que_les_agents(client, exigee):
    client.force_login(employeur())

    assert client.get(reverse("comptes:compte")).status_code == 200


def test_l_application_se_met_en_place_puis_ouvre_l_administration(client, exigee, django_capture_on_commit_callbacks):
    personne = agent(password=None)
    entrer_par_code(client, personne)
    page = client.get(reverse("mfa_activate_totp"))
    assert page.status_code == 200

    secret = page.context["form"].secret
    compteur = next(iter(yield_hotp_counters_from_time()))
    with django_capture_on_commit_callbacks(execute=True):
        activation = client.post(
            reverse("mfa_activate_totp"), {"code": format_hotp_value(hotp_value(secret, compteur))}
        )
    assert activation["Location"] == reverse("mfa_view_recovery_codes")
    assert set(Authenticator.objects.filter(user=personne).values_list("type", flat=True)) == {
        "totp",
        "recovery_codes",
    }

    # Setting it up is not showing it: the officer is asked for it once, then enters.
    redemande = client.get(reverse("admin:index"), follow=True)
    assert redemande.redirect_chain[-1][0] == f"{reverse('mfa_reauthenticate')}?next=/admin/"
    cache.clear()
    secours = RecoveryCodes(Authenticator.objects.get(user=personne, type="recovery_codes")).get_unused_codes()[0]
    entree = client.post(reverse("mfa_reauthenticate"), {"code": secours, "next": "/admin/"})
    assert entree["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200
    assert Courrier.objects.filter(modele="compte_modifie").get().contexte["quoi"] == (
        "une application d’authentification a été ajoutée"
    )


def test_a_la_connexion_le_code_ne_suffit_pas_a_qui_a_un_second_facteur(client, exigee):
    personne = agent()
    TOTP.activate(personne, SECRET)

    etape = entrer_par_code(client, personne)
    assert etape["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    assert client.get(reverse("mfa_authenticate")).status_code == 200

    faux = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert faux.context["form"].errors["code"] == [
        "Ce code n’est pas le bon. Il change toutes les 30 secondes : prenez celui qui s’affiche."
    ]
    client.post(reverse("mfa_authenticate"), {"code": code_de_l_application()})

    assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize(("amr", "statut"), [(["pwd", "mfa"], 200), (["pwd"], 302), ([], 302)])
def test_un_second_facteur_montre_a_proconnect_compte(client, exigee, amr, statut):
    client.force_login(agent())
    session = client.session
    session[CLE_AMR] = amr
    session.save()

    assert client.get(reverse("admin:index")).status_code == statut


def test_la_suite_ne_mene_jamais_hors_du_site(client):
    client.force_login(agent())

    reponse = client.get(reverse("comptes:second_facteur"), {"next": "https://ailleurs.example/"})

    assert reponse["Location"] == reverse("comptes:espace")


PAGES = [
    "mfa_index",
    "mfa_view_recovery_codes",
    "mfa_generate_recovery_codes",
    "mfa_download_recovery_codes",
    "mfa_list_webauthn",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_deactivate_totp",
    "account_email",
    "account_change_password",
    "account_reauthenticate",
    "account_logout",
    "socialaccount_connections",
]


@pytest.mark.parametrize("nom", PAGES)
def test_chaque_page_du_compte_s_affiche(client, nom):
    personne = UtilisateurFactory()
    TOTP.activate(personne, SECRET)
    RecoveryCodes.activate(personne)
    entrer_par_code(client, personne)
    client.post(reverse("mfa_authenticate"), {"code": code_de_l_application()})
    client.post(reverse("account_reauthenticate"), {"password": MOT_DE_PASSE})

    assert client.get(reverse(nom)).status_code == 200


def test_choisir_un_premier_mot_de_passe(client):
    personne = UtilisateurFactory(password=None)
    entrer_par_code(client, personne)

    page = client.get(reverse("account_set_password"))
    choix = client.post(
        reverse("account_set_password"), {"password1": "Un-secret-tout-neuf", "password2": "Un-secret-tout-neuf"}
    )

    personne.refresh_from_db()
    assert page.status_code == 200
    assert choix["Location"] == reverse("comptes:compte")
    assert personne.check_password("Un-secret-tout-neuf")


def test_changer_d_adresse_demande_le_code_envoye_a_la_nouvelle(client):
    personne = UtilisateurFactory()
    entrer_par_code(client, personne)

    envoi = client.post(reverse("account_email"), {"email": "neuve@exemple.fr", "action_add": "1"}, follow=True)
    assert envoi.status_code == 200
    client.post(reverse("account_email_verification_sent"), {"code": code_du_courrier("code_courriel")})

    personne.refresh_from_db()
    assert personne.email == "neuve@exemple.fr"
    assert Courrier.objects.filter(modele="code_courriel").get().destinataire == "neuve@exemple.fr"


def test_le_secret_d_une_application_est_garde_chiffre_et_suit_un_changement_de_cle(settings):
    facteur = TOTP.activate(agent(), SECRET).instance
    garde = facteur.data["secret"]
    ancienne, settings.SECRET_KEY = settings.SECRET_KEY, "une-nouvelle-cle-du-site-0123456789"
    settings.SECRET_KEY_FALLBACKS = [ancienne]

    assert SECRET not in garde
    assert get_adapter().decrypt(garde) == SECRET
    assert get_adapter().decrypt(SECRET) == SECRET


def test_le_dessin_a_lire_au_telephone_est_permis_sur_sa_page_et_la_seulement(client):
    entrer_par_code(client, agent(password=None))

    politiques = [
        client.get(reverse(page)).headers["Content-Security-Policy"] for page in ("mfa_activate_totp", "mfa_index")
    ]

    assert ["img-src 'self' data:" in politique for politique in politiques] == [True, False]

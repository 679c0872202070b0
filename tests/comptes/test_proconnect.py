"""ProConnect, against a provider that really listens: what its documentation asks for, and what must be refused."""

import pytest
from allauth.socialaccount.models import SocialAccount
from cryptography.hazmat.primitives.asymmetric import rsa
from django.core.cache import cache
from django.urls import reverse

from comptes.models import Utilisateur
from tests.comptes.op import CLIENT, FauxProConnect, parametres_de
from tests.factories.comptes import agent

pytestmark = pytest.mark.django_db

ENTREE = {"provider_id": "proconnect"}


@pytest.fixture
def op(settings):
    cache.clear()
    faux = FauxProConnect()
    settings.SOCIALACCOUNT_PROVIDERS = {
        "proconnect": {
            "APPS": [
                {
                    "provider_id": "proconnect",
                    "name": "ProConnect",
                    "client_id": CLIENT,
                    "secret": "secret",
                    "settings": {"server_url": f"{faux.racine}/api/v2"},
                }
            ]
        }
    }
    yield faux
    faux.fermer()


def partir(client) -> dict[str, str]:
    depart = client.post(reverse("proconnect_login", kwargs=ENTREE))
    assert depart.status_code == 302
    return parametres_de(depart["Location"])


def revenir(client, parametres: dict[str, str]):
    return client.get(reverse("proconnect_callback", kwargs=ENTREE), {"code": "le-code", "state": parametres["state"]})


def entrer(client, op):
    parametres = partir(client)
    op.nonce = parametres["nonce"]
    return revenir(client, parametres)


def test_la_demande_porte_un_etat_et_un_nonce_assez_longs(client, op):
    parametres = partir(client)

    assert (len(parametres["state"]), len(parametres["nonce"])) == (48, 48)
    assert sorted(parametres["scope"].split()) == ["email", "given_name", "openid", "siret", "uid", "usual_name"]
    assert parametres["redirect_uri"].endswith(reverse("proconnect_callback", kwargs=ENTREE))


def test_qui_vient_pour_la_premiere_fois_recoit_un_compte_sans_droit(client, op):
    reponse = entrer(client, op)

    nouveau = Utilisateur.objects.get()
    assert reponse["Location"] == reverse("comptes:espace")
    assert (nouveau.email, nouveau.get_full_name()) == ("helene.pasquier@region.example", "Hélène Pasquier")
    assert (nouveau.is_staff, nouveau.rattachements.count()) == (False, 0)
    assert client.session["_auth_user_id"] == str(nouveau.pk)


def test_on_ne_garde_que_l_identite(client, op):
    op.identite["belonging_population"] = "agent"

    entrer(client, op)

    assert sorted(SocialAccount.objects.get().extra_data) == [
        "email",
        "given_name",
        "siret",
        "sub",
        "uid",
        "usual_name",
    ]


def test_le_compte_de_la_meme_adresse_est_retrouve(client, op):
    helene = agent(email="helene.pasquier@region.example")

    entrer(client, op)

    assert client.session["_auth_user_id"] == str(helene.pk)
    assert Utilisateur.objects.count() == 1


def test_un_nonce_faux_est_refuse(client, op):
    parametres = partir(client)
    op.nonce = "n" * 48

    reponse = revenir(client, parametres)

    assert reponse.status_code == 401
    assert "_auth_user_id" not in client.session
    assert Utilisateur.objects.count() == 0


def test_un_nonce_absent_est_refuse(client, op):
    parametres = partir(client)

    assert revenir(client, parametres).status_code == 401


def test_un_etat_inconnu_est_refuse(client, op):
    partir(client)

    assert revenir(client, {"state": "x" * 48}).status_code == 401


def test_un_jeton_signe_par_un_autre_est_refuse(client, op):
    op.cle_de_signature = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    assert entrer(client, op).status_code == 401
    assert Utilisateur.objects.count() == 0


def test_un_jeton_pour_un_autre_service_est_refuse(client, op):
    op.identite["aud"] = "un-autre"

    assert entrer(client, op).status_code == 401


def test_deux_jetons_de_deux_personnes_sont_refuses(client, op):
    op.sub_du_jeton = "quelqu-un-d-autre"

    assert entrer(client, op).status_code == 401


@pytest.mark.parametrize(("amr", "statut"), [(["pwd", "mfa"], 200), (["pwd"], 302)])
def test_le_second_facteur_de_proconnect_vaut_pour_l_administration(client, op, settings, amr, statut):
    settings.MFA_AGENTS_EXIGEE = True
    agent(email="helene.pasquier@region.example")
    op.amr = amr

    entrer(client, op)

    assert client.get(reverse("admin:index")).status_code == statut


def test_la_sortie_passe_par_proconnect(client, op):
    entrer(client, op)

    sortie = client.post(reverse("proconnect_logout", kwargs=ENTREE))

    parametres = parametres_de(sortie["Location"])
    assert sortie["Location"].startswith(f"{op.racine}/session/end?")
    assert parametres["post_logout_redirect_uri"] == "http://testserver/"
    assert len(parametres["id_token_hint"].split(".")) == 3
    assert "_auth_user_id" not in client.session


def test_le_bouton_n_apparait_que_configure(client, op, settings):
    avec = client.get(reverse("account_login")).content.decode()
    settings.SOCIALACCOUNT_PROVIDERS = {}
    sans = client.get(reverse("account_login")).content.decode()

    assert ("ProConnect" in avec, "ProConnect" in sans) == (True, False)


def test_sans_configuration_proconnect_est_introuvable(client):
    assert client.post(reverse("proconnect_login", kwargs=ENTREE)).status_code == 404
    assert client.get(reverse("proconnect_callback", kwargs=ENTREE)).status_code == 404

"""The Région names its partners, makes their keys, shows each once, and revokes them."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from rest_framework_api_key.models import APIKey

from config.groupes import ACHAT, MARCHES
from intentions.models import CleApi
from noyau.journal import LigneJournal
from tests.factories import comptes
from tests.factories.partenaires import PartenaireFactory, cle_de
from tests.navigateur import (
    chromium,
    entrer,
    examiner_aux_deux_largeurs,
    ouvrir,
    parcourir,
    verifier_aux_deux_largeurs,
)

__all__ = ["chromium", "entrer", "ouvrir"]

DEMANDE = {"nom": "Production", "droits": ["intentions:lire", "intentions:deposer"], "jusqu_au": "31/12/2027"}


@pytest.fixture
def gestionnaire(db):
    agent = comptes.agent(is_superuser=False)
    agent.groups.add(Group.objects.get(name=MARCHES))
    return agent


@pytest.fixture
def bureau(client, gestionnaire):
    client.force_login(gestionnaire)
    return client


def adresse(nom, *cles):
    return reverse(f"admin:intentions_partenaire_{nom}", args=cles)


def test_une_cle_se_cree_et_ne_se_montre_qu_une_fois(bureau, client):
    partenaire = PartenaireFactory()

    reponse = bureau.post(adresse("cle", partenaire.pk), DEMANDE)

    cle = CleApi.objects.get()
    valeur = re.search(r'value="([A-Za-z0-9]{8}\.[A-Za-z0-9]+)"', reponse.content.decode())[1]
    assert CleApi.objects.get_from_key(valeur) == cle
    assert (cle.name, cle.droits) == ("Production", ["intentions:lire", "intentions:deposer"])
    assert cle.expiry_date.strftime("%d/%m/%Y %H") == "31/12/2027 22"
    assert "no-store" in reponse.headers["Cache-Control"]
    assert valeur not in bureau.get(adresse("change", partenaire.pk)).content.decode()
    ligne = LigneJournal.objects.de(partenaire).get()
    assert (ligne.libelle, ligne.motif) == ("Clé d’API créée", f"Production ({cle.prefix}…)")
    assert client.get("/api/v1/intentions/", headers={"Authorization": f"Api-Key {valeur}"}).status_code == 200


@pytest.mark.parametrize(
    "spoil", [{"nom": ""}, {"droits": []}, {"droits": ["tout"]}, {"jusqu_au": "01/01/2020"}, {"jusqu_au": "demain"}]
)
def test_une_cle_mal_decrite_n_est_pas_creee(bureau, spoil):
    partenaire = PartenaireFactory()

    reponse = bureau.post(adresse("cle", partenaire.pk), DEMANDE | spoil)

    assert reponse.status_code == 200
    assert not CleApi.objects.exists()


def test_un_partenaire_ferme_n_a_pas_de_nouvelle_cle(bureau):
    partenaire = PartenaireFactory(actif=False)

    bureau.post(adresse("cle", partenaire.pk), DEMANDE)

    assert not CleApi.objects.exists()


def test_revoquer_demande_puis_ferme(bureau):
    partenaire = PartenaireFactory()
    cle, valeur = cle_de(partenaire)
    page = adresse("revoquer", partenaire.pk, cle.prefix)

    bureau.get(page)
    assert CleApi.objects.get().revoked is False
    assert bureau.post(page).status_code == 302
    assert bureau.post(page).status_code == 302

    assert CleApi.objects.get().revoked is True
    assert bureau.get("/api/v1/intentions/", headers={"Authorization": f"Api-Key {valeur}"}).status_code == 401
    assert [ligne.libelle for ligne in LigneJournal.objects.de(partenaire)] == ["Clé d’API révoquée"]


def test_la_cle_d_un_autre_partenaire_n_existe_pas(bureau):
    cle, _ = cle_de(PartenaireFactory())
    autre = PartenaireFactory(opco_=True)

    assert bureau.post(adresse("revoquer", autre.pk, cle.prefix)).status_code == 404


def test_un_agent_sans_le_droit_lit_seulement(client, db):
    partenaire = PartenaireFactory()
    cle, _ = cle_de(partenaire)
    lecteur = comptes.agent(is_superuser=False)
    lecteur.groups.add(Group.objects.get(name=ACHAT))
    client.force_login(lecteur)

    assert client.get(adresse("change", partenaire.pk)).status_code == 200
    assert client.post(adresse("cle", partenaire.pk), DEMANDE).status_code == 403
    assert client.post(adresse("revoquer", partenaire.pk, cle.prefix)).status_code == 403
    assert (CleApi.objects.count(), CleApi.objects.get().revoked) == (1, False)


def test_les_cles_du_paquet_ne_s_administrent_pas():
    assert not admin.site.is_registered(APIKey)


def test_un_partenaire_se_nomme_et_ne_s_efface_pas(bureau):
    champs = {"nom": "nosemplois.fr", "canal": "nosemplois", "courriel": "technique@nosemplois.example", "actif": "on"}

    assert bureau.post(adresse("add"), champs).status_code == 302
    partenaire = PartenaireFactory._meta.model.objects.get()
    assert bureau.post(adresse("delete", partenaire.pk), {"post": "yes"}).status_code == 403
    bancal = bureau.post(adresse("add"), {**champs, "nom": "Sans organisation", "canal": "opco"})
    assert "Un partenaire est une organisation de son canal" in bancal.content.decode()


@pytest.mark.django_db(transaction=True)
def test_les_pages_des_partenaires_sont_accessibles(entrer, gestionnaire, live_server):
    partenaire = PartenaireFactory()
    cle, _ = cle_de(partenaire)
    adresses = [
        adresse("changelist"),
        adresse("change", partenaire.pk),
        adresse("cle", partenaire.pk),
        adresse("revoquer", partenaire.pk, cle.prefix),
        reverse("admin:intentions_abonnement_changelist"),
        reverse("admin:intentions_envoiwebhook_changelist"),
    ]
    page = entrer(gestionnaire, adresses[0], largeur=375)
    assert parcourir(page, live_server.url, adresses, regarder=examiner_aux_deux_largeurs) == {}
    page.goto(live_server.url + adresse("cle", partenaire.pk))
    page.fill("[name=nom]", "Production")
    page.click("button:has-text('Créer la clé')")

    verifier_aux_deux_largeurs(page)
    assert page.input_value("#cle-valeur").count(".") == 1

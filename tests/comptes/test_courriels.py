"""« Vos courriels »: anyone who reads a mailbox chooses how often to be written to, with an account or without."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from comptes.liens import Usage, chemin, chemin_courriels, jeton
from comptes.models import Utilisateur
from noyau import courriers
from noyau.courriers import Courrier
from noyau.preferences import PreferenceCourriel, Rythme, rythme_de
from noyau.recapitulatif import choisir_rythme
from tests.courriers.exemples import INTENTION
from tests.factories.comptes import UtilisateurFactory
from tests.html import lire, textes
from tests.navigateur import chromium, deborde, fautes_axe, ouvrir

__all__ = ["chromium", "ouvrir"]

pytestmark = pytest.mark.django_db

ADRESSE = "contact.de.la.tolerie-qui-a-une-tres-longue-adresse@exemple-de-domaine.test"
LIEN = chemin_courriels


def une_nouvelle(cle):
    with transaction.atomic():
        return courriers.deposer(
            modele="intention_adressee", cle=cle, destinataire=ADRESSE, contexte=INTENTION, groupable=True
        )


def test_sans_compte_le_lien_suffit_a_choisir(client):
    reponse = client.post(LIEN(ADRESSE.upper()), {"rythme": "quotidien"}, follow=True)

    assert reponse.redirect_chain == [(reponse.request["PATH_INFO"], 302)]
    assert rythme_de(ADRESSE) == Rythme.QUOTIDIEN
    assert [str(message) for message in reponse.context["messages"]] == [
        "C’est noté : vos nouvelles arriveront ensemble, le matin."
    ]
    assert not Utilisateur.objects.exists()


def test_la_page_montre_l_adresse_et_le_choix_deja_fait(client):
    choisir_rythme(courriel=ADRESSE, rythme=Rythme.QUOTIDIEN, maintenant=timezone.now())

    reponse = client.get(LIEN(ADRESSE))

    assert reponse.context["courriel"] == ADRESSE
    assert reponse.context["form"].initial == {"rythme": Rythme.QUOTIDIEN}
    assert (reponse.headers["X-Robots-Tag"], "no-store" in reponse.headers["Cache-Control"]) == ("noindex", True)


def test_ouvrir_le_lien_ne_change_rien(client):
    client.get(LIEN(ADRESSE))

    assert PreferenceCourriel.objects.count() == 0


def test_revenir_au_fil_de_l_eau_dit_ce_qui_part(client):
    choisir_rythme(courriel=ADRESSE, rythme=Rythme.QUOTIDIEN, maintenant=timezone.now())
    une_nouvelle("nouvelle:1")
    une_nouvelle("nouvelle:2")

    reponse = client.post(LIEN(ADRESSE), {"rythme": "au_fil"}, follow=True)

    assert [str(message) for message in reponse.context["messages"]] == [
        "C’est noté. Les 2 nouvelles qui attendaient partent maintenant."
    ]
    assert set(Courrier.objects.values_list("statut", flat=True)) == {"a_expedier"}


@pytest.mark.parametrize("rythme", ["", "jamais"])
def test_une_reponse_vide_ou_inconnue_redemande(client, rythme):
    reponse = client.post(LIEN(ADRESSE), {"rythme": rythme})

    assert reponse.status_code == 200
    assert list(reponse.context["form"].errors) == ["rythme"]
    assert PreferenceCourriel.objects.count() == 0


def test_un_lien_coupe_ou_d_un_autre_usage_dit_ou_en_trouver_un(client):
    entier = LIEN(ADRESSE)
    for adresse in (entier[:-5] + "/", chemin("comptes:courriels_lien", Usage.INTENTIONS, ADRESSE)):
        reponse = client.get(adresse)

        assert (reponse.status_code, reponse.templates[0].name) == (404, "comptes/courriels_lien.html")


@pytest.mark.parametrize(("age_jours", "code"), [(720, 200), (740, 404)])
def test_un_lien_sert_aussi_longtemps_que_le_courriel_est_garde(client, age_jours, code):
    with time_machine.travel(timezone.now() - timedelta(days=age_jours)):
        adresse = reverse("comptes:courriels_lien", args=[jeton(Usage.COURRIELS, ADRESSE)])

    assert client.get(adresse).status_code == code


def test_depuis_son_compte_on_choisit_pour_son_adresse(client):
    personne = UtilisateurFactory()
    client.force_login(personne)

    client.post(reverse("comptes:courriels"), {"rythme": "quotidien"})

    assert rythme_de(personne.email) == Rythme.QUOTIDIEN
    page = lire(client.get(reverse("comptes:compte")).text)
    assert textes(page, "[aria-labelledby=courriels] p") == [
        "Vous lisez nos nouvelles ensemble, une fois par jour. Choisir quand nous vous écrivons"
    ]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("largeur", [1280, 375])
def test_on_choisit_sans_compte_ni_javascript_sur_un_telephone(live_server, ouvrir, largeur):
    page = ouvrir(live_server.url + LIEN(ADRESSE), largeur=largeur, javascript=False)
    page.get_by_label("Un récapitulatif par jour").check()
    page.get_by_role("button", name="Enregistrer").click()

    assert page.get_by_role("status").inner_text() == "C’est noté : vos nouvelles arriveront ensemble, le matin."
    assert page.get_by_label("Un récapitulatif par jour").is_checked()

    page = ouvrir(live_server.url + LIEN(ADRESSE), largeur=largeur)
    assert (fautes_axe(page), deborde(page)) == ([], False)

"""Saying where a need stands: a page with one button, from an account or by the link of an e-mail."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from comptes.liens import Usage, jeton
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.actions.relancer import relancer
from tests.factories import comptes
from tests.factories.scenario import LE, demande, intention_deposee, monde
from tests.navigateur import chromium, deborde, fautes_axe, ouvrir  # noqa: F401

pytestmark = pytest.mark.django_db

FIN = LE + timedelta(days=90)


@pytest.fixture
def le_monde():
    return monde()


@pytest.fixture
def intention(le_monde):
    return intention_deposee(le_monde, nombre_postes=2, organisme_choisi=le_monde.mandataire)


def par_lien(intention, *, courriel=None, reponse="") -> str:
    cle = jeton(Usage.INTENTIONS, courriel or intention.contact_courriel)
    return reverse("reponses:actualite", args=[cle, intention.pk]) + (f"?reponse={reponse}" if reponse else "")


def relire(intention) -> IntentionEmbauche:
    return IntentionEmbauche.objects.get(pk=intention.pk)


@pytest.fixture
def facteur():
    """A browser that refuses what has no token, and keeps no cookie: a phone's, or a mail scanner's."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("reponse", ["", "toujours", "pourvu", "retirer", "ouvrir", "rouvrir", "n-importe-quoi"])
def test_ouvrir_le_lien_ne_change_rien(facteur, intention, reponse):
    avant = relire(intention).__dict__ | {"_state": None}

    page = facteur.get(par_lien(intention, reponse=reponse))

    assert page.status_code == 200
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert relire(intention).__dict__ | {"_state": None} == avant


@pytest.mark.parametrize(
    ("reponse", "donnees", "statut"),
    [
        ("toujours", {}, StatutIntention.RECEVABLE),
        ("pourvu", {"comment": "autrement"}, StatutIntention.CLASSEE),
        ("retirer", {"motif": "Projet reporté."}, StatutIntention.DESISTEE),
        ("ouvrir", {}, StatutIntention.RECEVABLE),
    ],
)
def test_un_clic_suffit_sans_compte_et_le_second_le_dit(facteur, intention, reponse, donnees, statut):
    adresse = par_lien(intention, reponse=reponse)

    fait = facteur.post(adresse, donnees, follow=True)
    encore = facteur.post(adresse, donnees, follow=True)

    assert relire(intention).statut == statut
    assert fait.context["fait"]
    # « Toujours » may be said again: it changes nothing more.
    assert bool(encore.context["deja"]) == (reponse != "toujours")
    assert encore.status_code == 200


def test_pourvu_et_retirer_demandent_leur_raison(facteur, intention):
    for reponse, champ in (("pourvu", "comment"), ("retirer", "motif")):
        page = facteur.post(par_lien(intention, reponse=reponse), {})
        assert list(page.context["form"].errors) == [champ]
    assert relire(intention).statut == StatutIntention.RECEVABLE


def test_le_lien_d_une_autre_personne_ne_trouve_rien(facteur, intention):
    autre = par_lien(intention, courriel="autre@exemple.fr", reponse="retirer")

    assert facteur.get(autre).status_code == 404
    assert facteur.post(autre, {"motif": "Non."}).status_code == 404


def test_un_lien_perime_ou_coupe_s_explique(facteur, intention):
    with time_machine.travel(datetime(2026, 1, 1, tzinfo=UTC)):
        ancien = par_lien(intention, reponse="toujours")

    assert facteur.post(ancien).status_code == 410
    assert facteur.get(ancien.replace("/actualite/", "/actualite/x")).status_code == 404
    assert (
        facteur.get(reverse("reponses:actualite", args=[jeton(Usage.ETAPE, "a@b.fr"), intention.pk])).status_code
        == 404
    )


def test_rouvrir_par_le_lien(facteur, intention):
    relancer(le=FIN - timedelta(days=15))
    relancer(le=FIN + timedelta(days=1))
    assert relire(intention).statut == StatutIntention.EXPIREE

    fait = facteur.post(par_lien(intention, reponse="rouvrir"), follow=True)

    assert fait.context["fait"]
    assert relire(intention).statut == StatutIntention.CLASSEE
    assert IntentionEmbauche.objects.recevables().get().intitule_affiche == intention.intitule_affiche


def test_depuis_le_compte_et_pas_depuis_celui_d_un_autre(client, intention):
    adresse = reverse("intentions:actualite", args=[intention.pk])
    client.force_login(comptes.employeur())
    assert client.post(f"{adresse}?reponse=toujours").status_code == 404

    client.force_login(intention.deposant)
    page = client.post(f"{adresse}?reponse=pourvu", {"comment": "ici"}, follow=True)

    assert page.context["fait"]
    assert relire(intention).historique.first().par == intention.deposant


def test_retirer_par_le_lien_nomme_la_session_qui_comptait_dessus(facteur, le_monde):
    intention = intention_deposee(le_monde, nombre_postes=5)
    brouillon = demande(le_monde, [intention])
    demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)

    with time_machine.travel(datetime(LE.year, LE.month, LE.day, 9, tzinfo=UTC)):
        effets = facteur.get(par_lien(intention, reponse="retirer")).context["effets"]

    assert effets[0].startswith("La session «\N{NO-BREAK SPACE}Soudeur assembleur industriel\N{NO-BREAK SPACE}»")
    assert "du 11\N{NO-BREAK SPACE}janvier 2027" in effets[0]
    assert effets[1] == "Formaloire Métiers, qui l’a demandée, et la Région sont prévenus aussitôt."


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("largeur", [1280, 375])
def test_navigateur_sans_javascript_ni_compte(live_server, ouvrir, intention, largeur):  # noqa: F811
    for reponse in ("", "pourvu", "retirer"):
        page = ouvrir(f"{live_server.url}{par_lien(intention, reponse=reponse)}", largeur=largeur)
        assert fautes_axe(page) == []
        assert not deborde(page)
    page = ouvrir(f"{live_server.url}{par_lien(intention, reponse='toujours')}", largeur=largeur, javascript=False)
    page.get_by_role("button", name="Oui, je cherche toujours").click()
    assert page.get_by_role("heading", name="Merci").is_visible()

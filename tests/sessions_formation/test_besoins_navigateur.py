"""The market of needs in a real browser: an interest said, read and answered; a group turned into a request; axe."""

import pytest
from django.urls import reverse

from sessions_formation.models import Session
from tests.factories import comptes
from tests.factories.besoins import besoin_libre, commune, epci, interet
from tests.factories.referentiels import DepartementFactory
from tests.factories.sessions import concurrent
from tests.navigateur import chromium, entrer, examiner_aux_deux_largeurs, ouvrir

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ce_jour")]


@pytest.fixture
def besoins(le_monde):
    """Three employers of the Mauges, four posts; one more needs a longer way."""
    loin = commune(le_monde, "Mortagne-sur-Sèvre", departement=DepartementFactory(code="85"), epci=epci("CC Mortagne"))
    besoin_libre(le_monde, nom="Métallerie des Coteaux", commune=loin)
    return [
        besoin_libre(le_monde, nom=nom, nombre_postes=postes, anciennete=40 + postes)
        for nom, postes in (("Tôlerie Heulin", 2), ("Ateliers du Lathan", 1), ("Charpentes Gaborit", 1))
    ]


@pytest.mark.parametrize("javascript", [True, False])
def test_l_interet_se_dit_se_lit_et_se_choisit(entrer, le_monde, besoins, javascript):
    besoin = besoins[0]
    employeur = comptes.employeur(besoin.employeur)
    page = entrer(le_monde.au_cotraitant, reverse("sessions:intentions"), javascript=javascript)
    page.get_by_role("link", name="Tôlerie Heulin").click()
    page.get_by_role("link", name="Dire notre intérêt à l’employeur").click()
    page.get_by_label("Votre message").fill("Une session s’ouvre à Cholet en janvier.")
    page.get_by_role("button", name="Dire notre intérêt").click()
    page.get_by_text("est prévenu de votre intérêt").wait_for()
    assert page.get_by_role("button", name="Retirer notre intérêt").count() == 1

    page = entrer(employeur, reverse("intentions:detail", args=[besoin.pk]), javascript=javascript)
    assert page.get_by_text("Une session s’ouvre à Cholet en janvier.").count() == 1
    page.get_by_role("link", name="Choisir Formaloire Métiers").click()
    page.get_by_role("button", name="Choisir Formaloire Métiers").click()

    page.get_by_text("Vous l’avez choisi.").wait_for()
    besoin.refresh_from_db()
    assert besoin.organisme_choisi == le_monde.cotraitant


def test_d_un_regroupement_on_ouvre_la_demande_avec_un_voisin(entrer, le_monde, besoins):
    page = entrer(le_monde.au_cotraitant, reverse("besoins:regroupements"), javascript=False)
    phrase = page.inner_text(".regroupement__phrase").replace("\N{NO-BREAK SPACE}", " ")
    assert phrase == "3 employeurs, 4 postes : il en manque 1"
    page.get_by_role("checkbox", name="Métallerie des Coteaux").check()

    page.get_by_role("button", name="Demander une session avec ces intentions").click()

    page.get_by_role("heading", name="Demander l’ouverture").wait_for()
    session = Session.objects.get()
    assert (session.effectif, session.retenues.count()) == (5, 4)


def test_les_criteres_replies_s_ouvrent_et_restent(entrer, le_monde, besoins):
    page = entrer(comptes.referent(le_monde.reseau), reverse("besoins:liste"))
    page.get_by_text("Plus de critères").click()
    page.get_by_label("Embauche à partir du").fill("01/01/2028")
    page.get_by_role("button", name="Filtrer").click()

    page.get_by_text("Aucun besoin ne répond à ces filtres").wait_for()
    assert page.get_by_label("Embauche à partir du").input_value() == "01/01/2028"


def test_chaque_page_est_accessible_et_tient_dans_l_ecran(entrer, le_monde, besoins):
    besoin = besoins[0]
    dit = interet(besoin, le_monde.au_cotraitant)
    interet(besoin, concurrent(le_monde), message="")
    referent = comptes.referent(le_monde.reseau)
    visites = [
        (referent, reverse("besoins:liste")),
        (referent, reverse("besoins:liste") + "?metier=Soudeur&du=01/01/2027"),
        (referent, reverse("besoins:detail", args=[besoin.pk])),
        (referent, reverse("besoins:regroupements")),
        (le_monde.au_cotraitant, reverse("besoins:regroupements")),
        (le_monde.au_cotraitant, reverse("sessions:intentions") + "?sans_interet=on"),
        (le_monde.au_cotraitant, reverse("sessions:intention", args=[besoin.pk])),
        (le_monde.au_cotraitant, reverse("besoins:interet", args=[besoins[1].pk])),
        (comptes.employeur(besoin.employeur), reverse("intentions:detail", args=[besoin.pk])),
        (comptes.employeur(besoin.employeur), reverse("intentions:choisir_organisme", args=[besoin.pk, dit.pk])),
    ]
    fautes = {}
    for personne, chemin in visites:
        page = entrer(personne, chemin, largeur=375)
        if mal := examiner_aux_deux_largeurs(page):
            fautes[chemin] = mal

    assert fautes == {}

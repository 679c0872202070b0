"""The public pages of the sessions, and the order of a socle session, in a real browser: found, read, done; axe."""

import pytest
from django.db import transaction
from django.urls import reverse

from intentions.actions.nommer import changer_le_nom_public
from intentions.models import IntentionEmbauche
from sessions_formation.enums import TransitionSession
from sessions_formation.models import Session
from tests.factories.scenario import session_demandee
from tests.navigateur import WCAG, chromium, entrer, ouvrir, verifier
from tests.sessions_formation.test_formations import publiee

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ce_jour")]


@pytest.mark.parametrize(("largeur", "javascript"), [(1280, True), (375, False)])
def test_on_trouve_une_formation_et_on_sait_a_qui_parler(live_server, ouvrir, le_monde, largeur, javascript):
    le_monde.cotraitant.telephone = "02 41 00 00 00"
    le_monde.cotraitant.save()
    publiee(le_monde)
    publiee(le_monde, intitule="Conducteur de ligne", entrees_sorties_permanentes=True)
    page = ouvrir(live_server.url + reverse("accueil"), largeur=largeur, javascript=javascript)
    page.get_by_role("link", name="Formations", exact=True).click()
    verifier(page)
    page.get_by_label("Métier, formation ou organisme").fill("soudeurs")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Soudeur assembleur industriel").click()

    assert page.get_by_text("5 emplois attendent au bout").count() == 1
    assert page.get_by_role("link", name="02 41 00 00 00").get_attribute("href") == "tel:0241000000"
    verifier(page)


def test_on_cherche_par_employeur_et_l_on_elargit_sans_script(live_server, ouvrir, le_monde):
    session = publiee(le_monde, intitule="Conduite de lignes automatisées de conditionnement alimentaire")
    [intention] = IntentionEmbauche.objects.filter(retenues__session=session)
    changer_le_nom_public(intention_id=intention.pk, nom_public=True, par=intention.deposant)
    page = ouvrir(live_server.url + reverse("formations"), largeur=375, javascript=False)
    page.get_by_text("Plus de critères").click()
    page.get_by_label("Employeur qui recrute").fill("Tolerie")
    page.get_by_label("Commune", exact=True).fill("Cholet")
    page.get_by_label("Autour de la commune").select_option("departement")
    page.get_by_role("button", name="Chercher").click()
    assert page.get_by_text("chez Tôlerie d’essai").count() == 1
    page.get_by_label("Métier, formation ou organisme").fill("boulangerie")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("heading", name="Aucune formation ne répond à tous ces critères").wait_for()
    verifier(page)
    page.get_by_role("link", name="Sans « boulangerie », 1 formation").click()
    page.get_by_role("link", name="Retirer : Employeur qui recrute : Tolerie").click()
    page.set_viewport_size({"width": 1280, "height": 900})
    verifier(page)
    page.get_by_role("link", name="Retirer : Cholet et tout son département").click()

    assert page.url == live_server.url + reverse("formations")


@pytest.mark.parametrize("largeur", [1280, 375])
def test_une_formation_annulee_mene_a_d_autres(live_server, ouvrir, le_monde, largeur):
    annulee = publiee(le_monde)
    publiee(le_monde, intitule="Conducteur de ligne")
    with transaction.atomic():
        annulee.franchir(TransitionSession.ANNULER, par=None)
    page = ouvrir("about:blank", largeur=largeur)
    # The browser says by itself, on its console, that the page is gone.
    page.goto(live_server.url + reverse("accueil"))
    page.set_content(page.request.get(live_server.url + reverse("formation", args=[annulee.numero])).text())
    assert page.get_by_text("Cette formation a été annulée.").count() == 1

    page.goto(live_server.url + f"{reverse('formations')}?secteur=inter-industrie")
    assert page.get_by_role("link", name="Conducteur de ligne").count() == 1
    verifier(page)


@pytest.mark.parametrize(("largeur", "javascript"), [(1280, True), (375, False)])
def test_la_region_commande_une_session_socle(entrer, le_monde, largeur, javascript):
    session_demandee(le_monde)
    liste = reverse("admin:sessions_formation_session_changelist")
    page = entrer(le_monde.agent, liste, largeur=largeur, javascript=javascript)
    page.get_by_role("link", name="Commander une session socle").click()
    verifier(page, etiquettes=WCAG)
    page.locator("#id_lot").select_option(label=str(le_monde.lot))
    page.get_by_role("button", name="Continuer").click()
    verifier(page, etiquettes=WCAG)
    page.get_by_label("Organisme de formation").select_option(label="Compétences Ouest, mandataire")
    page.get_by_label("Intitulé de la session").fill("Créer son entreprise")
    page.locator("#id_lieu").select_option(index=1)
    for champ, valeur in {"Début": "11/01/2027", "Fin": "30/04/2027", "Places": "4", "Heures": "100"}.items():
        page.get_by_label(champ).first.fill(valeur)
    page.get_by_label("Pourquoi avant son tour").fill("Ouverture le 11 janvier.")
    page.get_by_role("button", name="Voir l’effet de cette commande").click()
    assert page.get_by_text("4 stagiaires au lieu de 5").first.is_visible()
    verifier(page, etiquettes=WCAG)
    page.get_by_label("Places").fill("8")
    page.get_by_role("button", name="Voir l’effet de cette commande").click()
    page.get_by_role("heading", name="Commander Créer son entreprise, Cholet").wait_for()
    verifier(page, etiquettes=WCAG)
    page.get_by_role("button", name="Commander 7").click()

    page.get_by_text("est commandée et publiée").wait_for()
    assert Session.objects.get(type="socle").statut == "publiee"

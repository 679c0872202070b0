"""The simulator and the employer's pages in a real browser: live findings, no axe fault, nothing that overflows."""

import pytest
from django.urls import reverse

from tests.factories.intentions import IntentionFactory
from tests.navigateur import aux_deux_largeurs, chromium, deborde, fautes_axe, ouvrir

__all__ = ["chromium", "ouvrir"]


def verifier(page):
    for _ in aux_deux_largeurs(page):
        assert fautes_axe(page) == []
        assert not deborde(page)


@pytest.fixture
def chez_claire_en_vrai(live_server, chez_claire, ouvrir):
    """A real browser in which Claire is signed in, at a width."""

    def aller(chemin, largeur):
        page = ouvrir(f"{live_server.url}/aide/", largeur=largeur)
        session = chez_claire.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page.goto(live_server.url + chemin)
        return page

    return aller


def test_simulateur_repond_a_mesure(live_server, monde, ouvrir):
    page = ouvrir(f"{live_server.url}/simulateur/", largeur=375)
    verifier(page)
    page.select_option("#id_secteur", "construction")
    page.locator("[name=contrat_type][value=cdd] + span").click()
    page.fill("#id_duree_mois", "4")
    page.locator("#constats .verdict--a_completer").wait_for()
    page.fill("#id_heures_hebdo", "35")
    page.fill("#id_commune", "pouz")
    page.locator("#id_commune_liste option").first.wait_for(state="attached")
    page.fill("#id_commune", "Pouzauges (85700)")
    page.fill("#id_nombre_postes", "2")
    page.locator("[name=insertion][value=non] + span").click()
    page.get_by_text("Accueil en stage", exact=True).click()
    page.get_by_text("Il manque une réponse").first.wait_for()
    verifier(page)
    page.locator("[name=engagement_recruter][value=oui] + span").click()
    page.locator("#constats .verdict--derogation").wait_for()
    assert page.locator("#verdict-bas .verdict-bas").count() == 1
    assert "duree_mois=4" in page.url
    verifier(page)
    page.fill("#id_heures_hebdo", "18")
    page.locator("#constats .verdict--non_eligible").wait_for()
    verifier(page)


def test_etapes_sont_accessibles(chez_claire_en_vrai, claire, etablissement):
    intention = IntentionFactory(deposant=claire, employeur=etablissement, duree_mois=4)
    page = chez_claire_en_vrai("/employeur/intentions/nouvelle/?contrat_type=cdd", 375)
    verifier(page)
    for nom in ("etablissement", "poste", "contrat", "participation"):
        page.goto(page.url.split("/employeur")[0] + reverse("intentions:etape", args=[intention.pk, nom]))
        verifier(page)
    page.goto(page.url.split("/employeur")[0] + reverse("intentions:verifier", args=[intention.pk]))
    verifier(page)


def test_liste_detail_et_confirmation_sont_accessibles(chez_claire_en_vrai, claire, etablissement):
    page = chez_claire_en_vrai("/employeur/intentions/", 375)
    verifier(page)
    base = page.url.split("/employeur")[0]
    IntentionFactory(deposant=claire, employeur=etablissement)
    refusee = IntentionFactory(refusee=True, deposant=claire, employeur=etablissement, heures_hebdo=18)
    recevable = IntentionFactory(deposant=claire, employeur=etablissement)
    etablissement.siae = False
    etablissement.save()
    page.goto(base + reverse("intentions:verifier", args=[recevable.pk]))
    page.get_by_role("button", name="Déposer l’intention").click()
    page.get_by_text("Et ensuite").wait_for()
    verifier(page)
    page.goto(base + reverse("intentions:detail", args=[refusee.pk]))
    verifier(page)
    page.goto(base + reverse("intentions:liste"))
    verifier(page)
    page.goto(base + reverse("intentions:retirer", args=[recevable.pk]))
    verifier(page)


def test_etape_refusee_mene_a_la_premiere_erreur(chez_claire_en_vrai, claire, etablissement):
    intention = IntentionFactory(vide=True, deposant=claire, employeur=etablissement)
    page = chez_claire_en_vrai(reverse("intentions:etape", args=[intention.pk, "contrat"]), 375)
    page.locator("[name=contrat_type][value=cdd] + span").click()
    page.fill("#id_heures_hebdo", "temps plein")
    page.get_by_role("button", name="Continuer").click()
    page.locator(".erreurs").wait_for()
    verifier(page)
    assert page.evaluate("document.activeElement.className") == "erreurs"


def test_poste_propose_le_secteur_des_que_le_metier_est_la(chez_claire_en_vrai, claire, etablissement):
    intention = IntentionFactory(vide=True, deposant=claire, employeur=etablissement)
    page = chez_claire_en_vrai(reverse("intentions:etape", args=[intention.pk, "poste"]), 1280)
    page.fill("#id_metier", "Soudeur / Soudeuse (H2913)")
    page.keyboard.press("Tab")
    page.get_by_text("Proposé d’après le métier").wait_for()
    assert page.input_value("#id_secteur") == "inter-industrie"


def test_contrat_ne_montre_que_les_questions_utiles(chez_claire_en_vrai, claire, etablissement):
    intention = IntentionFactory(vide=True, deposant=claire, employeur=etablissement)
    page = chez_claire_en_vrai(reverse("intentions:etape", args=[intention.pk, "contrat"]), 1280)
    page.locator("[name=contrat_type][value=cdi] + span").click()
    assert not page.is_visible("#id_duree_mois")
    assert not page.is_visible("#id_agence_interim")
    page.locator("[name=contrat_type][value=interim] + span").click()
    assert page.is_visible("#id_duree_mois")
    assert page.is_visible("#id_agence_interim")

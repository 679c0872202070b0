"""The whole journey in a browser: prepared, noted in the meeting, carried out; and what the Réseau reads of it."""

import pytest
from django.urls import reverse

from comites.models import Comite
from sessions_formation.models import Session
from tests.factories import comptes
from tests.factories.comites import groupe_technique
from tests.factories.scenario import intention_deposee, session_demandee
from tests.navigateur import chromium, entrer, examiner_aux_deux_largeurs, ouvrir

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


class Vues:
    """What axe finds on each page of the journey, and those that are wider than the window."""

    def __init__(self, page) -> None:
        self.page, self.fautes = page, {}

    def lire(self, nom: str) -> None:
        if trouvees := examiner_aux_deux_largeurs(self.page):
            self.fautes[nom] = trouvees


def preparer(vues) -> None:
    page = vues.page
    page.click("button[value=preparer]")
    vues.lire("ordre")
    page.click("button[value=arreter]")
    page.click("button[value=convoquer]")
    vues.lire("convoqué")
    for nom in ("date", "invites"):
        page.goto(page.url.replace("change", nom))
        vues.lire(nom)
        page.go_back()
    page.click("button[value=ouvrir]")
    vues.lire("séance")


def noter(vues) -> None:
    page = vues.page
    point = page.locator(".seance__point", has_text="Soudeur assembleur industriel")
    point.get_by_text("Favorable", exact=True).click()
    point.locator("select").select_option("besoin_avere")
    point.locator("textarea").fill("Cinq candidats.")
    point.get_by_role("button", name="Noter").click()
    vues.lire("noté")
    page.goto(page.url.partition("#")[0] + "?reserves=oui")
    vues.lire("réservés")


def executer_et_clore(vues) -> None:
    page = vues.page
    page.get_by_role("link", name="Exécuter les décisions").click()
    vues.lire("executer")
    page.get_by_role("button", name="Exécuter").click()
    assert page.inner_text(".avis p").startswith("1\N{NO-BREAK SPACE}décision exécutée")
    vues.lire("exécuté")
    page.goto(page.url.replace("executer", "clore"))
    vues.lire("clore")
    page.fill("textarea", "Prochaine rencontre en janvier.")
    page.get_by_role("button", name="Clore").click()
    vues.lire("clos")


def test_preparer_noter_executer_puis_lire(entrer, le_monde):
    session = session_demandee(le_monde)
    intention_deposee(le_monde, nom="Scierie", contrat_type="cdd", duree_mois=4, motif_derogation="Saison.")
    comite = groupe_technique(le_monde)
    page = entrer(le_monde.agent, reverse("admin:comites_comite_add"), largeur=375)
    vues = Vues(page)
    vues.lire("prévoir")
    page.goto(page.url.replace("add/", ""))
    vues.lire("liste")
    page.goto(page.url + f"{comite.pk}/change/")

    preparer(vues)
    noter(vues)
    executer_et_clore(vues)

    assert vues.fautes == {}
    assert Session.objects.get(pk=session.pk).statut == "publiee"
    assert Comite.objects.get(pk=comite.pk).statut == "clos"
    lecture = entrer(comptes.referent(le_monde.reseau), reverse("comites:liste"), largeur=375)
    lues = Vues(lecture)
    lues.lire("liste")
    lecture.get_by_role("link", name="Groupe technique formation, Maine-et-Loire").click()
    lues.lire("détail")
    assert "Cinq candidats." in lecture.inner_text("main")
    assert lues.fautes == {}


def test_noter_sans_javascript(entrer, le_monde):
    session_demandee(le_monde)
    comite = groupe_technique(le_monde)
    page = entrer(le_monde.agent, reverse("admin:comites_comite_change", args=[comite.pk]), javascript=False)
    for acte in ("preparer", "arreter", "ouvrir"):
        page.click(f"button[value={acte}]")
    point = page.locator(".seance__point").first
    point.get_by_text("Ajourné", exact=True).click()
    point.get_by_role("button", name="Noter").click()

    assert page.inner_text(".avis p").startswith("Noté")
    assert "Ajourné" in page.locator(".seance__point").first.inner_text()

"""Every public page on a small telephone: whole, at ease for a thumb, silent, and asking nothing of anybody else; the
page of a session on a desk too, and all the way with scripts off."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse

from intentions.models import IntentionEmbauche
from tests.factories.fiches import fiche_de
from tests.navigateur import chromium, deborde, examiner, ouvrir, verifier_aux_deux_largeurs
from tests.publiques.registre import pages_publiques
from tests.sessions_formation.test_formations import publiee

__all__ = ["chromium", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ce_jour")]

# WCAG 2.2, 2.5.8: 24 pixels, or room around; links inside a sentence are left as they are.
CIBLES = {"runOnly": {"type": "rule", "values": ["target-size"]}, "resultTypes": ["violations"]}


def petites_cibles(page) -> list[str]:
    violations = Axe().run(page, options=CIBLES).response["violations"]
    return [f"cible : {noeud['html']}" for faute in violations for noeud in faute["nodes"]]


def test_chaque_page_publique_tient_sur_un_petit_telephone(live_server, ouvrir, le_monde):
    pages = pages_publiques(le_monde)
    ecran = ouvrir("about:blank", largeur=375)
    demandes: list[str] = []
    ecran.on("request", lambda demande: demandes.append(demande.url))
    fautes = {}
    for nom, page in pages.items():
        if page.code != 200:
            continue
        ecran.goto(live_server.url + page.adresse)
        fautes[nom] = [*(["déborde"] if deborde(ecran) else []), *petites_cibles(ecran)]

    assert {nom: trouvees for nom, trouvees in fautes.items() if trouvees} == {}
    assert {url for url in demandes if not url.startswith((live_server.url, "data:"))} == set()


def test_la_page_d_une_formation_se_lit_partout(live_server, ouvrir, le_monde):
    session = publiee(le_monde, intitule="Soudeur assembleur industriel " * 4)
    publiee(le_monde, intitule="Conducteur de ligne")
    fiche_de(
        session, contenu="Lecture de plan\n" + "soudage-semi-automatique-" * 12, alternance="Deux semaines en mars"
    )
    IntentionEmbauche.objects.update(nom_public=True)
    page = ouvrir(live_server.url + reverse("formation", args=[session.numero]))

    verifier_aux_deux_largeurs(page, "formation")
    assert page.get_by_role("heading", name="Ce que l’on y apprend").is_visible()
    page.emulate_media(media="print")
    assert page.get_by_text("Envoyer cette page par courriel").is_hidden()
    assert page.get_by_text(reverse("formation", args=[session.numero])).is_visible()


@pytest.mark.parametrize("chemin", ["formations", "organismes", "dispositifs", "simulateur"])
def test_sans_script_le_formulaire_repond(live_server, ouvrir, le_monde, chemin):
    publiee(le_monde)
    page = ouvrir(live_server.url + reverse(chemin), largeur=375, javascript=False)
    bouton = page.locator("main form button[type=submit]").first

    bouton.click()

    assert page.get_by_role("heading", level=1).count() == 1
    assert page.url.startswith(live_server.url + reverse(chemin))
    assert examiner(page) == []

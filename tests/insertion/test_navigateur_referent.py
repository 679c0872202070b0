"""A referent's morning on a phone, through the whole list; then the same page on a desk; axe."""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.urls import reverse

from insertion.models import Suivi
from sessions_formation.enums import StatutParcours as P
from stagiaires.models import Appel
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import LE
from tests.factories.stagiaires import StagiaireFactory
from tests.navigateur import chromium, entrer, examiner, ouvrir

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("ce_jour")]
VUES = os.environ.get("VUES")


@pytest.fixture
def nadia(le_monde):
    return comptes.referent(le_monde.reseau, prenom="Nadia", nom="Le Goff")


@pytest.fixture
def matinee(le_monde, nadia):
    """Six lines: two people to call, one of them again, one profile, news to give, places left."""
    session = session_publiee(le_monde, 9, debut=LE + timedelta(14), fin=LE + timedelta(100))

    def personne(prenom, nom, statut, *, sur=session, jours=0, **champs):
        stagiaire = StagiaireFactory(prenom=prenom, nom=nom, structure=le_monde.reseau, referent=nadia)
        parcours = parcours_de(sur, statut, stagiaire=stagiaire, **champs)
        type(parcours).objects.filter(pk=parcours.pk).update(cree_le=parcours.cree_le - timedelta(days=jours))
        return parcours

    def appel(parcours, resultat, *, il_y_a, rappeler=None):
        Appel.objects.create(
            stagiaire=parcours.stagiaire,
            par=nadia,
            resultat=resultat,
            rappeler_le=rappeler,
            envoi=uuid4(),
            le=parcours.cree_le - timedelta(days=il_y_a),
        )

    mickael = personne("Mickaël", "Rousseau", P.PROFIL_VALIDE, jours=6)
    appel(mickael, "a_rappeler", il_y_a=4, rappeler=LE - timedelta(3))
    appel(personne("Yanis", "Perrin", P.PROFIL_VALIDE, jours=6), "joint", il_y_a=0)
    aicha = personne("Aïcha", "Benali", P.POSITIONNE, jours=3)
    lea = personne("Léa", "Chauvin", P.PROFIL_VALIDE, jours=9)
    for rang in range(3):
        appel(lea, "injoignable", il_y_a=1 + rang)
    dates = {"entre_le": LE - timedelta(120), "sorti_le": LE - timedelta(38)}
    romain = personne("Romain", "Guilbaud", P.TERMINE, sur=session_publiee(le_monde, 2), jours=140, **dates)
    Suivi.objects.create(parcours=romain, echeance=1, prevu_le=LE - timedelta(8))
    return mickael, aicha, lea, romain


def voir(page, nom):
    if VUES:
        page.screenshot(path=Path(VUES) / f"{nom}.png", full_page=True)


def titres(page) -> list[str]:
    return page.locator(".taches h3").all_inner_texts()


def confier(page) -> None:
    """The page where the day is handed over to a colleague."""
    page.goto(page.url.replace("/referent/?genre=suivi", "/referent/confier/"))
    voir(page, "confier-375")
    assert examiner(page) == []


def test_la_matinee_d_un_referent_au_telephone(entrer, matinee, nadia):
    page = entrer(nadia, reverse("referent:accueil"), largeur=375)
    voir(page, "accueil-375")
    assert page.get_by_role("heading", level=1).inner_text() == "Bonjour Nadia, 5\N{NO-BREAK SPACE}choses à faire"
    assert titres(page)[0] == "Mickaël Rousseau"
    assert examiner(page) == []

    # Noting a call takes the line away, and the focus goes to the next one.
    page.get_by_role("link", name="Noter l’appel Mickaël Rousseau").click()
    page.get_by_role("heading", name="Appel à Mickaël Rousseau").wait_for()
    voir(page, "appel-375")
    assert examiner(page) == []
    page.get_by_label("À rappeler", exact=True).check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_text("Appel noté").wait_for()
    voir(page, "apres-appel-375")
    assert "Mickaël Rousseau" not in titres(page)
    assert page.evaluate("document.activeElement.textContent.trim()") == titres(page)[0]

    # Then what is left of one kind, kept in the address.
    page.get_by_role("link", name="Nouvelles à donner").click()
    assert titres(page) == ["Romain Guilbaud"]
    page.get_by_role("link", name="Répondre Romain Guilbaud").click()
    page.get_by_role("heading", name="Romain Guilbaud").nth(1).wait_for()
    page.get_by_label("En CDI").check()
    page.get_by_role("button", name="Enregistrer").click()
    page.get_by_role("heading", name="C’est fait").wait_for()
    voir(page, "fait-375")
    assert "genre=suivi" in page.url

    confier(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    page.get_by_role("link", name="Aujourd’hui").first.click()
    voir(page, "accueil-1280")
    assert examiner(page) == []


def test_la_meme_matinee_sans_javascript(entrer, matinee, nadia):
    page = entrer(nadia, reverse("referent:accueil"), largeur=375, javascript=False)
    page.get_by_role("link", name="Noter l’appel Mickaël Rousseau").click()
    voir(page, "appel-page-375")
    page.get_by_label("Contact établi", exact=True).check()
    page.get_by_role("button", name="Enregistrer").click()

    page.get_by_text("Appel noté").wait_for()
    assert "Mickaël Rousseau" not in titres(page)

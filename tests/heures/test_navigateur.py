"""A training body on its telephone types the hours of a month, pastes a block, declares; axe on each page."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
import time_machine
from django.urls import reverse

from heures.enums import StatutReleve
from heures.models import Releve
from tests.factories.heures import parcours_du, releve_ouvert
from tests.factories.scenario import monde
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]

COLLER = """([selecteur, texte]) => {
    const donnees = new DataTransfer();
    donnees.setData("text/plain", texte);
    const colle = new ClipboardEvent("paste", { clipboardData: donnees, bubbles: true, cancelable: true });
    document.querySelector(selecteur).dispatchEvent(colle);
}"""


@pytest.fixture(autouse=True)
def fevrier():
    """The first day of the month after."""
    with time_machine.travel(datetime(2027, 2, 1, 9, tzinfo=UTC), tick=True):
        yield


def test_saisir_coller_declarer_puis_corriger(entrer, transactional_db):
    le_monde = monde()
    releve = releve_ouvert(le_monde, personnes=3)
    premier, deuxieme, dernier = parcours_du(releve)
    _enregistrer_sans_javascript(entrer, le_monde, releve)
    page = entrer(le_monde.au_cotraitant, reverse("heures:liste"), largeur=375)
    verifier_aux_deux_largeurs(page, "heures_liste")
    page.get_by_role("link", name="Janvier 2027").click()
    page.get_by_role("heading", level=1, name="Heures de janvier").wait_for()
    page.locator(f"#id_faites_{premier}").fill("76")
    page.keyboard.press("Enter")
    page.keyboard.type("200")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.id") == f"id_faites_{dernier}"
    # Told before anything is kept.
    page.get_by_text("120 au plus").wait_for()
    verifier_aux_deux_largeurs(page, "heures_saisie")
    page.evaluate(COLLER, [f"#id_prevues_{dernier}", "76\t70\r\n76\t70\r\n"])
    page.get_by_text("Le bloc collé dépasse le tableau").wait_for()
    page.evaluate(COLLER, [f"#id_prevues_{premier}", "76\t70,5\t5,5\t0\r\n76\t76\t\t\r\n76\t70\t0\t0\r\n"])
    page.get_by_text("Le bloc collé dépasse le tableau").wait_for(state="hidden")
    page.get_by_text("1 ligne à vérifier").wait_for()
    assert page.locator(f"#id_faites_{deuxieme}").input_value() == "76"
    page.get_by_role("button", name="Enregistrer et déclarer").click()
    page.get_by_role("heading", level=1, name="Déclarer les heures").wait_for()
    verifier_aux_deux_largeurs(page, "heures_declarer")
    page.get_by_role("button", name="Déclarer ces heures").click()
    page.get_by_text("sont déclarées").wait_for()
    verifier_aux_deux_largeurs(page, "heures_lecture")
    assert Releve.objects.get().statut == StatutReleve.DECLARE
    for acte in (_corriger_et_rouvrir, _imprimer_les_feuilles, _joindre_puis_retirer):
        acte(page, releve)


def _enregistrer_sans_javascript(entrer, le_monde, releve):
    """Every cell is a field: what is typed is kept, and what cannot be read is told beside its row."""
    premier, deuxieme, _ = parcours_du(releve)
    adresse = reverse("heures:releve", args=[releve.pk])
    page = entrer(le_monde.au_cotraitant, adresse, largeur=375, javascript=False)
    page.locator(f"#id_faites_{premier}").fill("70,5")
    page.locator(f"#id_faites_{deuxieme}").fill("beaucoup")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert "n’est pas un nombre d’heures" in page.locator(f"#dit-{deuxieme}").inner_text()
    assert page.locator(f"#id_faites_{premier}").input_value() == "70,5"
    page.locator(f"#id_faites_{deuxieme}").fill("41")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    assert list(releve.lignes.order_by("parcours").values_list("faites", flat=True))[:2] == [Decimal("70.5"), 41]


def _corriger_et_rouvrir(page, releve):
    racine = page.url.split("/heures/")[0]
    page.goto(racine + reverse("heures:corriger", args=[releve.lignes.earliest("pk").pk]))
    page.get_by_role("heading", level=1, name="Corriger les heures").wait_for()
    verifier_aux_deux_largeurs(page, "heures_corriger")
    page.goto(racine + reverse("heures:rouvrir", args=[releve.pk]))
    page.get_by_role("button", name="Rouvrir la déclaration").click()
    page.get_by_role("link", name="envoyez un fichier").click()
    page.get_by_role("heading", level=1, name="par fichier").wait_for()
    verifier_aux_deux_largeurs(page, "heures_fichier")


def _imprimer_les_feuilles(page, releve):
    """Sheets are printed, and a sending without any file is told."""
    page.goto(page.url.split("/heures/")[0] + reverse("heures:emargement", args=[releve.pk]))
    page.get_by_role("heading", level=1, name="Émargement de janvier 2027").wait_for()
    verifier_aux_deux_largeurs(page, "heures_emargement")
    with page.expect_download() as attendu:
        page.get_by_role("button", name="Toutes les feuilles du mois").click()
    assert attendu.value.suggested_filename.endswith("-2027-01.pdf")
    page.get_by_role("button", name="Envoyer").click()
    page.get_by_role("link", name="Feuilles signées : choisissez un fichier").wait_for()
    verifier_aux_deux_largeurs(page, "heures_emargement_refuse")


def _joindre_puis_retirer(page, releve):
    """A signed statement that was the wrong file goes once that is confirmed."""
    page.goto(page.url.split("/heures/")[0] + reverse("heures:releve", args=[releve.pk]))
    fichier = {"name": "janvier.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4\n%%EOF\n"}
    page.get_by_label("Relevé signé ou feuilles").set_input_files(fichier)
    page.get_by_role("button", name="Joindre").click()
    page.get_by_role("link", name="Retirer").click()
    page.get_by_role("heading", level=1, name="Retirer un fichier").wait_for()
    verifier_aux_deux_largeurs(page, "heures_retirer")
    page.get_by_role("button", name="Retirer le fichier").click()
    page.get_by_text("Le fichier est retiré.").wait_for()

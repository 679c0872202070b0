"""Messages of a file in a real browser: written and answered without scripts, with a file, on a phone, axe."""

import pytest
from django.urls import reverse

from noyau.pieces import Message
from tests.factories.scenario import intention_deposee, monde
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]

PDF = b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"


@pytest.fixture
def le_monde(transactional_db):
    return monde()


@pytest.fixture
def intention(le_monde):
    return intention_deposee(le_monde, nom="Tôlerie Heulin", organisme_choisi=le_monde.cotraitant)


def ecrire(page, texte, *, fichier=None):
    page.fill("#id_texte", texte)
    if fichier:
        page.set_input_files("#id_piece_1", {"name": fichier, "mimeType": "application/pdf", "buffer": PDF})
    page.get_by_role("button", name="Envoyer").click()


def test_on_s_ecrit_et_se_repond_sans_scripts(entrer, le_monde, intention):
    chemin = reverse("messages:intention", args=[intention.pk])
    options = {"largeur": 375, "javascript": False}
    odile = entrer(le_monde.au_cotraitant, reverse("sessions:intention", args=[intention.pk]), **options)
    odile.get_by_role("link", name="Messages du dossier").click()
    ecrire(odile, "Bonjour Claire,\nvoici le programme.", fichier="programme.pdf")

    claire = entrer(intention.deposant, reverse("intentions:detail", args=[intention.pk]), **options)
    claire.locator(".suit a", has_text="nouveau").click()
    assert claire.url.endswith(chemin)
    assert claire.locator(".messages-fil .piece").inner_text().strip() == "programme.pdf"
    ecrire(claire, "Merci, il nous convient.")

    odile.reload()
    assert odile.locator(".messages-fil > li").count() == 2
    assert Message.objects.count() == 2


def test_messages_sont_accessibles_et_tiennent(entrer, le_monde, intention):
    chemin = reverse("messages:intention", args=[intention.pk])
    page = entrer(intention.deposant, chemin, largeur=375)
    verifier_aux_deux_largeurs(page)
    ecrire(page, "Le poste est libre dès le 4 mai. " * 6, fichier="plan de l’atelier.pdf")
    verifier_aux_deux_largeurs(page)
    page.get_by_role("button", name="Envoyer").click()
    verifier_aux_deux_largeurs(page)
    for personne in (le_monde.au_cotraitant, le_monde.agent):
        verifier_aux_deux_largeurs(entrer(personne, chemin, largeur=375))
    verifier_aux_deux_largeurs(entrer(le_monde.au_cotraitant, reverse("sessions:intentions"), largeur=375))
    dossier = reverse("admin:intentions_intentionembauche_change", args=[intention.pk])
    admin = entrer(le_monde.agent, dossier, largeur=375)
    assert admin.get_by_role("link", name="Messages du dossier").count() == 1

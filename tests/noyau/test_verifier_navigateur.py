"""The check of a document in a real browser, without an account: from the code to the file, on a phone too."""

import pytest
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from noyau.courriers import deposer_document
from noyau.documents import octets_du_document
from noyau.lettres import Document
from noyau.scellement import sceller
from referentiels.models import Opco
from tests.courriers.exemples import INTENTION
from tests.navigateur import chromium, ouvrir, verifier

__all__ = ["chromium", "ouvrir"]

pytestmark = [pytest.mark.lent, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def accuse(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    cache.clear()
    with transaction.atomic():
        document = deposer_document(
            modele="accuse_intention",
            cle="essai",
            objet=Opco(pk=1),
            titre="Accusé de réception",
            reference="IE-2026-00041",
            contexte=INTENTION,
        )
    octets_du_document(document.pk)
    sceller()
    return Document.objects.get(pk=document.pk)


@pytest.mark.parametrize(("largeur", "sombre"), [(1280, False), (375, False), (375, True)])
def test_verifier_du_code_au_fichier_sans_compte(ouvrir, live_server, accuse, tmp_path, largeur, sombre):
    page = ouvrir(live_server.url, largeur=largeur, sombre=sombre)
    page.get_by_role("link", name="Vérifier un document").click()
    verifier(page)
    page.get_by_label("Code du document").fill("K7PM")
    page.get_by_role("button", name="Vérifier", exact=True).click()
    verifier(page)
    page.get_by_label("Code du document").fill(accuse.code_affiche.lower())
    page.get_by_role("button", name="Vérifier", exact=True).click()
    assert page.get_by_role("heading", level=1).inner_text() == "Ce document est authentique"
    verifier(page)
    page.get_by_label("Le fichier PDF que vous avez reçu").set_input_files(accuse.fichier.path)
    page.get_by_role("button", name="Comparer").click()
    assert page.get_by_text("octet pour octet.").is_visible()
    verifier(page)
    autre = tmp_path / "autre.pdf"
    autre.write_bytes(b"%PDF-1.7")
    page.get_by_label("Le fichier PDF que vous avez reçu").set_input_files(autre)
    page.get_by_role("button", name="Comparer un autre fichier").click()
    assert page.get_by_text("n’est pas celui que nous avons établi").is_visible()
    verifier(page)


def test_un_code_mal_lu_se_corrige_sans_scripts(ouvrir, live_server, accuse):
    page = ouvrir(live_server.url + reverse("noyau:verifier"), largeur=375, javascript=False)
    page.get_by_label("Code du document").fill(accuse.code[:11])
    page.get_by_role("button", name="Vérifier", exact=True).click()
    assert page.get_by_label("Code du document").input_value() == accuse.code[:11]
    page.get_by_label("Code du document").fill(accuse.code)
    page.get_by_role("button", name="Vérifier", exact=True).click()

    assert page.get_by_role("heading", level=1).inner_text() == "Ce document est authentique"

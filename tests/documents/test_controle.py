"""A letter carries its code and the QR of the page that checks it: read in the PDF, and by who does not see it."""

import io
import re

import pytest
from django.db import transaction

from noyau.codes import afficher_code, lire_code, nouveau_code
from noyau.controle import dessiner_qr, matrice_qr
from noyau.courriers import deposer_document
from noyau.documents import octets_du_document
from noyau.lettres import Document
from referentiels.models import Opco
from tests.courriers.exemples import AUTORISATION

try:
    import weasyprint  # noqa: F401
except OSError as erreur:  # the Python package is there, the system's Pango is not
    pytest.skip(f"Bibliothèque du système absente : {erreur}", allow_module_level=True)

pypdf = pytest.importorskip("pypdf")


@pytest.fixture
def autorisation(db, settings, tmp_path):
    settings.MEDIA_ROOT, settings.SITE_URL = tmp_path, "https://emploi.example"
    with transaction.atomic():
        return deposer_document(
            modele="autorisation",
            cle="essai",
            objet=Opco(pk=1),
            titre="Autorisation de démarrage",
            reference="SE-2026-00412",
            contexte=AUTORISATION,
        )


def elements(noeud):
    """Every element of the PDF's structure, from the root down."""
    noeud = noeud.get_object()
    if not isinstance(noeud, dict):
        return
    yield noeud
    enfants = noeud.get("/K", [])
    for enfant in enfants if isinstance(enfants, list) else [enfants]:
        if hasattr(enfant, "get_object"):
            yield from elements(enfant)


def test_la_lettre_porte_son_code_et_son_adresse(autorisation):
    pdf = pypdf.PdfReader(io.BytesIO(octets_du_document(autorisation.pk)))
    lu = " ".join(" ".join(page.extract_text() for page in pdf.pages).split())

    assert f"Vérifier ce document {autorisation.code_affiche}" in lu
    assert "saisissez-le sur emploi.example/verifier/ :" in lu
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}", autorisation.code_affiche)


def test_le_code_carre_a_son_texte_de_remplacement(autorisation):
    pdf = pypdf.PdfReader(io.BytesIO(octets_du_document(autorisation.pk)))
    figures = [noeud for noeud in elements(pdf.trailer["/Root"]["/StructTreeRoot"]) if noeud.get("/S") == "/Figure"]

    [figure] = figures
    assert figure["/Alt"] == (
        "Code QR qui mène à la page de vérification de ce document : "
        f"https://emploi.example/verifier/{autorisation.code_affiche}/"
    )


def test_le_dessin_porte_chaque_point_du_code_carre():
    matrice = matrice_qr("https://emploi.example/verifier/K7PM-2X4T-9RQD/")
    dessin = dessiner_qr("https://emploi.example/verifier/K7PM-2X4T-9RQD/", titre="Essai")
    points = {(int(x), int(y)) for x, y in re.findall(r"M(\d+) (\d+)h1v1h-1z", dessin)}

    assert points == {(x, y) for y, ligne in enumerate(matrice) for x, noir in enumerate(ligne) if noir}
    assert f'viewBox="-4 -4 {len(matrice) + 8} {len(matrice) + 8}"' in dessin


def test_deux_textes_n_ont_pas_le_meme_code_carre():
    assert matrice_qr("K7PM-2X4T-9RQD") != matrice_qr("K7PM-2X4T-9RQE")


def test_chaque_document_a_un_code_a_lui(autorisation):
    with transaction.atomic():
        autre = deposer_document(
            modele="autorisation", cle="autre", objet=Opco(pk=1), titre="A", reference="B", contexte={}
        )

    assert len({autorisation.code, autre.code}) == 2
    assert Document.objects.get(code=autre.code) == autre


@pytest.mark.parametrize(
    "saisi",
    ["K7PM-2X4T-9RQ0", "k7pm2x4t9rqo", " K7PM 2X4T 9RQO ", "K7PM–2X4T–9RQ0", "k7pm.2x4t.9rq0"],
)
def test_un_code_se_lit_comme_on_l_ecrit(saisi):
    assert lire_code(saisi) == "K7PM2X4T9RQ0"


def test_i_et_l_se_lisent_un():
    assert lire_code("IL11-0000-0000") == "111100000000"


@pytest.mark.parametrize("saisi", ["", "K7PM", "K7PM-2X4T-9RQ0-1", "K7PM-2X4T-9RQU", "é" * 12])
def test_ce_qui_n_est_pas_un_code_est_vide(saisi):
    assert lire_code(saisi) == ""


def test_un_code_tire_au_sort_se_relit():
    code = nouveau_code()

    assert lire_code(afficher_code(code).lower()) == code

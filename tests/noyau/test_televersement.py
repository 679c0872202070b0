"""Files people send: judged by what they hold, kept under no name of theirs, given back as attachments."""

from io import BytesIO

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from noyau import televersement
from noyau.champs_fichiers import ChampPiece
from noyau.pieces import Piece
from noyau.televersement import accepter_piece, joindre, reponse_piece
from tests.factories.comptes import UtilisateurFactory

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\ntrailer<</Root 1 0 R>>\nstartxref\n9\n%%EOF\n"
EML = (
    b"From: Paul Le Goff <paul@menuiserie.example>\r\nTo: conseil@france-travail.example\r\n"
    b"Date: Mon, 2 Nov 2026 10:00:00 +0100\r\nSubject: Un poste de menuisier\r\n\r\nBonjour,\r\n"
)


def image(forme: str, taille: tuple[int, int] = (8, 8)) -> bytes:
    sortie = BytesIO()
    Image.new("RGB", taille, "white").save(sortie, forme)
    return sortie.getvalue()


def lire(contenu: bytes, nom: str = "lettre.pdf"):
    return accepter_piece(SimpleUploadedFile(nom, contenu))


@pytest.mark.parametrize(
    ("contenu", "type_contenu", "extension"),
    [
        pytest.param(PDF, "application/pdf", ".pdf", id="pdf"),
        pytest.param(image("JPEG"), "image/jpeg", ".jpg", id="jpeg"),
        pytest.param(image("PNG"), "image/png", ".png", id="png"),
        pytest.param(image("WEBP"), "image/webp", ".webp", id="webp"),
        pytest.param(EML, "message/rfc822", ".eml", id="courriel"),
        pytest.param(b"\xef\xbb\xbf" + EML, "message/rfc822", ".eml", id="courriel-avec-marque-d-ordre"),
    ],
)
def test_le_contenu_dit_le_type_quel_que_soit_le_nom(contenu, type_contenu, extension):
    lue = lire(contenu, "offre.exe.txt")

    assert (lue.type_contenu, lue.nom, lue.contenu) == (type_contenu, f"offre.exe.txt{extension}", contenu)


@pytest.mark.parametrize(
    ("contenu", "message"),
    [
        pytest.param(b"MZ\x90\x00" + b"\x00" * 200, "n’est pas lisible ici", id="programme-nomme-pdf"),
        pytest.param(b"<html><script>alert(1)</script></html>", "n’est pas lisible ici", id="page-web"),
        pytest.param(b"<svg xmlns='http://www.w3.org/2000/svg'/>", "n’est pas lisible ici", id="dessin-svg"),
        pytest.param(b"GIF89a" + b"\x00" * 30, "n’est pas lisible ici", id="gif"),
        pytest.param(b"PK\x03\x04" + b"\x00" * 60, "Joignez plutôt un PDF", id="word"),
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 60, "Enregistrez-le en PDF", id="outlook"),
        pytest.param(PDF.replace(b"%%EOF", b""), "incomplet", id="pdf-coupe"),
        pytest.param(PDF.replace(b"/Root", b"/Encrypt 5 0 R/Root"), "protégé", id="pdf-protege"),
        pytest.param(image("PNG")[:40], "abîmée", id="image-coupee"),
        pytest.param(EML.replace(b"From:", b"De:"), "n’est pas lisible ici", id="courriel-sans-expediteur"),
        pytest.param(EML.replace(b"Date:", b"X:"), "n’est pas lisible ici", id="courriel-sans-date"),
        pytest.param(EML.replace(b"Subject:", b"X:"), "n’est pas lisible ici", id="courriel-sans-objet"),
        pytest.param(b"", "vide", id="vide"),
    ],
)
def test_ce_qui_n_est_pas_lisible_est_refuse_avec_un_conseil(contenu, message):
    with pytest.raises(ValidationError) as refus:
        lire(contenu)

    assert message in refus.value.messages[0]


def test_dix_megaoctets_passent_et_un_octet_de_plus_non(settings):
    settings.PIECE_TAILLE_MAX_MO = 1
    plein = PDF[:-6].ljust(1024 * 1024 - 6, b" ") + b"%%EOF\n"

    assert len(lire(plein).contenu) == 1024 * 1024
    with pytest.raises(ValidationError, match="dépasse 1 Mo"):
        lire(plein + b" ")


def test_la_limite_est_de_dix_megaoctets(settings):
    assert settings.PIECE_TAILLE_MAX_MO == 10


def test_une_image_demesuree_est_refusee_sans_etre_depliee(monkeypatch):
    monkeypatch.setattr(televersement, "POINTS_MAX", 99)

    with pytest.raises(ValidationError, match="trop grande"):
        lire(image("PNG", (10, 10)))


@pytest.mark.parametrize(
    ("nom", "attendu"),
    [
        ("..\\..\\windows\\lettre.PDF", "lettre.pdf"),
        ("/etc/passwd", "passwd.pdf"),
        ("offre\r\nX-Piege: 1.pdf", "offreX-Piege 1.pdf"),
        ("fdp\u202eexe.pdf", "fdpexe.pdf"),
        ('<b>"gras"</b>.pdf', "b.pdf"),
        ("...", "piece.pdf"),
        ("é" * 300 + ".pdf", "é" * 116 + ".pdf"),
        ("photo.jpeg", "photo.pdf"),
    ],
)
def test_le_nom_ne_garde_que_ce_qui_se_lit(nom, attendu):
    # Django drops folders and shortens by itself: the name is set past it.
    fichier = SimpleUploadedFile("x.pdf", PDF)
    fichier._name = nom

    assert accepter_piece(fichier).nom == attendu


@pytest.mark.django_db
def test_une_piece_se_garde_sous_un_nom_que_personne_n_a_choisi_et_se_rend_en_piece_jointe():
    personne = UtilisateurFactory(prenom="Paul", nom="Le Goff")
    with transaction.atomic():
        piece = joindre(personne, lire(PDF, "Lettre signée.pdf"), categorie="essai", par=personne)

    reponse = reponse_piece(piece)
    assert Piece.objects.de(personne).get() == piece
    assert (piece.taille, piece.deposee_par_nom, len(piece.empreinte)) == (len(PDF), "Paul Le Goff", 64)
    assert "lettre" not in piece.fichier.name.lower()
    assert b"".join(reponse.streaming_content) == PDF
    assert {nom: reponse[nom] for nom in reponse.headers} == {
        "Content-Type": "application/pdf",
        "Content-Length": str(len(PDF)),
        "Content-Disposition": "attachment; filename*=utf-8''Lettre%20sign%C3%A9e.pdf",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def test_le_champ_dit_ce_qui_manque_et_laisse_vide_ce_qui_est_facultatif():
    with pytest.raises(ValidationError, match=r"Choisissez un fichier\."):
        ChampPiece().clean(None)
    with pytest.raises(ValidationError, match=r"Ce fichier est vide\."):
        ChampPiece().clean(SimpleUploadedFile("a.pdf", b""))
    assert ChampPiece(required=False).clean(None) is None
    assert ChampPiece().clean(SimpleUploadedFile("a.pdf", PDF)).type_contenu == "application/pdf"

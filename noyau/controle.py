"""What a letter says at its foot so that anybody can check it: its code, the address of the page, the same as a QR."""

from django.conf import settings
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from qrcode import QRCode
from qrcode.constants import ERROR_CORRECT_M

from noyau.lettres import Document

# Light modules around the drawing, without which readers do not find it (ISO/IEC 18004).
_MARGE = 4


def controle_de(document: Document) -> dict[str, object]:
    """Give what ``documents/_lettre.html`` prints: code, page (address without its protocol), adresse and qr (SVG)."""
    page = settings.SITE_URL + reverse("noyau:verifier")
    adresse = adresse_de_verification(document)
    return {
        "code": document.code_affiche,
        "page": page.partition("://")[2],
        "adresse": adresse,
        "qr": dessiner_qr(adresse, titre=f"Code QR qui mène à la page de vérification de ce document : {adresse}"),
    }


def adresse_de_verification(document: Document) -> str:
    """Give the whole address of the page that checks a document."""
    return settings.SITE_URL + reverse("noyau:verifier_code", args=[document.code_affiche])


def matrice_qr(texte: str) -> list[list[bool]]:
    """Give the modules of the QR code of ``texte``, row by row, without margin; 15 % of them may be damaged."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(texte)
    code.make(fit=True)
    return code.get_matrix()


def dessiner_qr(texte: str, *, titre: str) -> SafeString:
    """Draw the QR code of ``texte`` as SVG; ``titre`` is what a screen reader says of it, in the PDF too."""
    matrice = matrice_qr(texte)
    cote = len(matrice) + 2 * _MARGE
    traits = "".join(
        f"M{colonne} {rang}h1v1h-1z"
        for rang, ligne in enumerate(matrice)
        for colonne, noir in enumerate(ligne)
        if noir
    )
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="{} {} {} {}" role="img"><title>{}</title>'
        '<path fill="#18242f" d="{}"/></svg>',
        -_MARGE, -_MARGE, cote, cote, titre, traits,
    )  # fmt: skip

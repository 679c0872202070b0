"""Reading a scan of attendance sheets: its pages, and the QR codes on them. Nothing is kept here."""

from collections.abc import Iterator
from io import BytesIO
from threading import Lock

import pypdfium2
import zxingcpp
from django.core.exceptions import ValidationError
from PIL import Image, ImageOps

from heures.regles.emargement import Page, code_du_texte
from noyau.televersement import PDF, PieceLue

# A month is five weeks, two sheets each at most: read while the person waits, in less than two seconds.
PAGES_MAX = 12
# The long side of what is looked at, in dots: about 110 a inch, then 240 for a page where nothing was found.
COTES = (1300, 2800)
ILLISIBLE = "Ce fichier ne s’ouvre pas : scannez de nouveau les feuilles, en PDF ou en photos."
# PDFium is not made for several threads at once.
_PDFIUM = Lock()


def lire_les_pages(piece: PieceLue) -> list[Page]:
    """Give the pages of a checked file (PDF or image) with the codes of sheets read on each.

    Raises ``ValidationError``, in French, for what holds no page or more than ``PAGES_MAX``.
    """
    if not piece.type_contenu.startswith("image/") and piece.type_contenu != PDF:
        raise ValidationError("Il faut un PDF ou des photos : un courriel ne se lit pas comme une feuille.")
    lire = _du_pdf if piece.type_contenu == PDF else _de_l_image
    try:
        pages = list(lire(piece.contenu))
    except (pypdfium2.PdfiumError, ArithmeticError, MemoryError, OSError, SyntaxError, ValueError):
        raise ValidationError(ILLISIBLE) from None
    return [Page(piece.nom, rang, codes) for rang, codes in enumerate(pages, start=1)]


def _du_pdf(contenu: bytes) -> Iterator[tuple[str, ...]]:
    with _PDFIUM:
        document = pypdfium2.PdfDocument(contenu)
        try:
            if len(document) > PAGES_MAX:
                raise ValidationError(
                    f"Ce PDF compte {len(document)} pages. Envoyez-en {PAGES_MAX} au plus à la fois : un mois y tient."
                )
            for rang in range(len(document)):
                yield _chercher(document[rang])
        finally:
            document.close()


def _chercher(page: pypdfium2.PdfPage) -> tuple[str, ...]:
    for cote in COTES:
        # Whatever size the page claims, no more dots than that are drawn.
        image = page.render(scale=cote / max(page.get_size()), grayscale=True).to_pil()
        if codes := _codes(image):
            return codes
    return ()


def _de_l_image(contenu: bytes) -> Iterator[tuple[str, ...]]:
    with Image.open(BytesIO(contenu)) as ouverte:
        droite = ImageOps.exif_transpose(ouverte).convert("L")
    for cote in COTES:
        vue = droite.copy()
        vue.thumbnail((cote, cote))
        if codes := _codes(vue):
            yield codes
            return
    yield ()


def _codes(image: Image.Image) -> tuple[str, ...]:
    lus = zxingcpp.read_barcodes(image, formats=zxingcpp.BarcodeFormat.QRCode)
    return tuple(code for code in (code_du_texte(lu.text) for lu in lus) if code)

"""Letters and forms as PDF: tagged for accessibility (PDF/UA-1), drawn once, kept in private storage."""

import hashlib
from functools import cache

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string

from noyau.controle import controle_de
from noyau.lettres import Document


@cache
def _feuille_de_style():
    # WeasyPrint costs a second to import and needs system libraries: only who draws a letter pays for it.
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    polices = FontConfiguration()
    return CSS(filename=finders.find("css/lettre.css"), font_config=polices), polices


def dessiner(modele: str, contexte: dict) -> bytes:
    """Draw the template ``documents/<modele>.html`` with ``contexte``; give the bytes of a PDF/UA-1 file."""
    from weasyprint import HTML  # noqa: PLC0415

    style, polices = _feuille_de_style()
    html = render_to_string(f"documents/{modele}.html", contexte)
    return HTML(string=html).write_pdf(stylesheets=[style], font_config=polices, pdf_variant="pdf/ua-1")


def octets_du_document(document_id: int) -> bytes:
    """Give a document's PDF, drawing and keeping it the first time. Two workers draw it once."""
    with transaction.atomic():
        document = Document.objects.select_for_update(of=("self",)).get(pk=document_id)
        if document.efface_le:
            raise ValueError(f"Le document {document_id} est effacé : il ne se dessine plus.")
        if not document.fichier:
            contenu = dessiner(
                document.modele, {**document.contexte, "document": document, "controle": controle_de(document)}
            )
            document.empreinte = hashlib.sha256(contenu).hexdigest()
            document.fichier.save(f"{document.pk}-{document.nom_fichier}", ContentFile(contenu), save=False)
            document.save(update_fields=["fichier", "empreinte"])
            return contenu
    with document.fichier.open("rb") as fichier:
        return fichier.read()


def reponse_pdf(document: Document, *, sort: str = "inline") -> HttpResponse:
    """Give a document's PDF to a browser, shown (``inline``) or kept (``attachment``); who may ask is the view's.

    It holds names: no cache on the way may keep it. One that was erased at its term is no longer found.
    """
    if document.efface_le:
        raise Http404("Ce document a été effacé à son terme.")
    entetes = {
        "Content-Disposition": f'{sort}; filename="{document.nom_fichier}"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(octets_du_document(document.pk), content_type="application/pdf", headers=entetes)

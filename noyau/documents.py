"""Letters and forms as PDF: tagged for accessibility (PDF/UA-1), drawn once, kept in private storage."""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.contrib.staticfiles import finders
from django.core.files.base import ContentFile
from django.db import transaction
from django.http import Http404, HttpResponse
from django.template.loader import render_to_string

from noyau.controle import controle_de
from noyau.lettres import Document

Dessinateur = Callable[[Mapping[str, Any]], bytes]
_DESSINATEURS: dict[str, Dessinateur] = {}


def confier(modele: str, dessinateur: Dessinateur) -> None:
    """Say who draws the documents of ``modele``, when it is not a plain letter. Called when an app is ready."""
    _DESSINATEURS[modele] = dessinateur


@cache
def _feuilles_de_style(chemins: tuple[str, ...]):
    # WeasyPrint costs a second to import and needs system libraries: only who draws a letter pays for it.
    from weasyprint import CSS  # noqa: PLC0415
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    polices = FontConfiguration()
    return [CSS(filename=finders.find(chemin), font_config=polices) for chemin in chemins], polices


def dessiner(modele: str, contexte: Mapping[str, Any]) -> bytes:
    """Give the PDF of a document: as its own drawer makes it, or as the letter ``documents/<modele>.html``."""
    dessinateur = _DESSINATEURS.get(modele)
    return dessinateur(contexte) if dessinateur else mettre_en_page(modele, contexte)


def mettre_en_page(
    modele: str, contexte: Mapping[str, Any], *, variante: str = "pdf/ua-1", feuilles: tuple[str, ...] = ()
) -> bytes:
    """Draw the template ``documents/<modele>.html`` with ``contexte``; give the bytes of a PDF of that ``variante``.

    ``feuilles``: style sheets added to that of letters.
    """
    from weasyprint import HTML  # noqa: PLC0415

    styles, polices = _feuilles_de_style(("css/lettre.css", *feuilles))
    html = render_to_string(f"documents/{modele}.html", dict(contexte))
    return HTML(string=html).write_pdf(stylesheets=styles, font_config=polices, pdf_variant=variante)


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

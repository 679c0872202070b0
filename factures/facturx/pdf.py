"""The PDF of an invoice: a PDF/A-3 that people read, with the XML that machines read inside it.

What people read is written from the same frozen facts as the XML. factur-x embeds it: WeasyPrint would declare it
twice, and write its metadata where readers do not look. The label says PDF/A-3 level B (factur-x writes no other); the
tags of level A are there all the same, for screen readers.
"""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

import facturx
from stdnum import iban

from factures.enums import NatureFacture
from factures.models import Facture
from noyau.documents import mettre_en_page

VARIANTE = "pdf/a-3a"
FEUILLES = ("css/facture.css",)
FORMATS = {"lang": "fr-FR", "flavor": "factur-x", "level": "en16931", "afrelationship": "alternative"}


class XmlAltere(RuntimeError):
    """The XML is not the one that was checked when the invoice was issued."""


def pdf_de(contexte: Mapping[str, Any]) -> bytes:
    """Draw the document of an invoice (``noyau.documents``): its context is its frozen facts, and its row.

    Raises ``XmlAltere`` when the XML kept with the invoice is not what the document's sealed facts say.
    """
    facture = Facture.objects.only("xml").get(pk=contexte["document"].objet_id)
    xml = facture.xml.encode()
    if hashlib.sha256(xml).hexdigest() != contexte["xml_sha256"]:
        raise XmlAltere(f"Facture {contexte['numero']} : son XML n’est plus celui qui a été contrôlé.")
    return assembler(
        mettre_en_page("facture", a_ecrire(contexte), variante=VARIANTE, feuilles=FEUILLES), xml, contexte
    )


def assembler(pdf: bytes, xml: bytes, faits: Mapping[str, Any]) -> bytes:
    """Attach the XML to the PDF, and say in its metadata what both are."""
    titre = f"{titre_de(faits)} {faits['numero']}"
    return facturx.generate_from_binary(
        pdf,
        xml,
        check_xsd=False,
        check_schematron=False,
        pdf_metadata={
            "author": faits["vendeur"]["nom"],
            "keywords": f"Factur-X, {titre_de(faits).lower()}, {faits['bon']}",
            "title": titre,
            "subject": f"{titre}, bon de commande {faits['bon']}",
        },
        **FORMATS,
    )


def titre_de(faits: Mapping[str, Any]) -> str:
    """Give what the document is called."""
    return NatureFacture(faits["nature"]).label


def a_ecrire(faits: Mapping[str, Any]) -> dict[str, Any]:
    """Give the facts with what only the page needs: its title, months as days, the bank account in groups of four."""
    compte = faits["vendeur"]["iban"]
    heures = [{**ligne, "mois": date.fromisoformat(ligne["mois"])} for ligne in faits["heures"]]
    return {**faits, "titre": titre_de(faits), "iban": iban.format(compte) if compte else "", "heures": heures}

"""The file of an invoice, read as those who receive it read it: what it declares, what it joins, what it says."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO

import facturx
import pikepdf
from lxml import etree
from pypdf import PdfReader

from factures.models import Facture

MONTANTS = ("BilledQuantity", "ChargeAmount", "LineTotalAmount", "TaxBasisTotalAmount", "DuePayableAmount")


def texte(octets: bytes) -> str:
    """What a person reads of it, spaces made plain."""
    pages = PdfReader(BytesIO(octets)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages).replace("\u202f", " "))


def chiffres(xml: str, nom: str) -> list[str]:
    """The figures of an element of the XML, as French writes them."""
    trouves = etree.fromstring(xml.encode()).xpath(f"//*[local-name()='{nom}']/text()")
    return [f"{Decimal(trouve):,.2f}".replace(",", " ").replace(".", ",") for trouve in trouves]


def exiger_un_pdf_a_3(facture: Facture, octets: bytes) -> None:
    """A PDF/A-3 whose only attachment is the XML that was checked, with the metadata of Factur-X."""
    nom, xml = facturx.get_xml_from_pdf(octets, check_xsd=True, check_schematron=False)
    assert nom == "factur-x.xml"
    assert xml == facture.xml.encode()
    with pikepdf.open(BytesIO(octets)) as pdf:
        with pdf.open_metadata() as donnees:
            assert (donnees["pdfaid:part"], donnees["pdfaid:conformance"]) == ("3", "B")
        xmp = pdf.Root.Metadata.read_bytes().decode()
        assert xmp.count("<rdf:RDF") == 1
        assert "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#" in xmp
        assert re.findall(r"<fx:ConformanceLevel>([^<\s][^<]*)<", xmp) == ["EN 16931"]
        (joint,) = pdf.Root.AF
        assert (str(joint.UF), str(joint.AFRelationship), str(joint.EF.F.Subtype)) == (
            "factur-x.xml", "/Alternative", "/text/xml",
        )  # fmt: skip
        assert "/ModDate" in joint.EF.F.Params
        (couleurs,) = pdf.Root.OutputIntents
        assert (str(couleurs.S), "/DestOutputProfile" in couleurs) == ("/GTS_PDFA1", True)
        assert not pdf.is_encrypted
        assert "/ID" in pdf.trailer
        assert (str(pdf.Root.Lang), bool(pdf.Root.MarkInfo.Marked)) == ("fr-FR", True)
        polices = list(_polices(pdf))
    assert polices
    assert all(embarquee and en_texte for embarquee, en_texte in polices)


def _polices(pdf: pikepdf.Pdf) -> Iterator[tuple[bool, bool]]:
    for page in pdf.pages:
        for police in (page.get("/Resources", {}).get("/Font", {}) or {}).values():
            filles = police.get("/DescendantFonts")
            description = (filles[0] if filles is not None else police).FontDescriptor
            yield any(f"/FontFile{rang}" in description for rang in ("", "2", "3")), "/ToUnicode" in police


def exiger_les_chiffres_du_xml(facture: Facture, octets: bytes) -> None:
    """Every figure and every reference of the XML is written for people too."""
    lu = texte(octets)
    attendus = [chiffre for nom in MONTANTS for chiffre in chiffres(facture.xml, nom)]
    assert attendus
    assert [chiffre for chiffre in attendus if chiffre not in lu] == []
    references = etree.fromstring(facture.xml.encode()).xpath(
        "//*[local-name()='IssuerAssignedID' or local-name()='BuyerReference']/text()"
    )
    assert [reference for reference in (facture.numero, *references) if reference not in lu] == []

"""The PDF of an invoice: PDF/A-3, the checked XML inside, the same figures for people and machines."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import facturx
import pikepdf
import pytest
from lxml import etree
from pypdf import PdfReader

from factures.actions.avoir import reprendre_la_facture
from factures.actions.emettre import emettre
from factures.facturx.pdf import XmlAltere, pdf_de
from factures.models import Facture
from noyau.controle import controle_de
from noyau.courriers import Document
from noyau.documents import octets_du_document
from tests.factories.emission import IBAN, fiche, projet
from tests.factories.factures import Voulue, bon_de_commande
from tests.factories.scenario import monde

LE = date(2027, 2, 1)


@pytest.fixture
def emises(db):
    """An invoice of two lines and the avoir that takes it back, with their files."""
    ici = monde()
    fiche(ici.mandataire, forme_juridique="SCOP SA au capital de 90 000 €")
    bon = bon_de_commande(ici, Voulue(), Voulue(prix=Decimal("11.20")))
    facture = emettre(facture_id=projet(bon, ("135.50", "28")).pk, par=ici.au_mandataire, le=LE)
    avoir = reprendre_la_facture(facture_id=facture.pk, motif="Heures comptées deux fois.", par=None, le=LE)
    return {piece.nature: (piece, octets_du_document(document_de(piece).pk)) for piece in (facture, avoir)}


def document_de(facture: Facture) -> Document:
    return Document.objects.get(modele="facture", objet_id=facture.pk)


def texte(octets: bytes) -> str:
    pages = PdfReader(BytesIO(octets)).pages
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in pages).replace("\u202f", " "))


def a_la_francaise(nombre: str) -> str:
    return f"{Decimal(nombre):,.2f}".replace(",", " ").replace(".", ",")


@pytest.mark.parametrize("nature", ["facture", "avoir"])
def test_le_pdf_est_un_pdf_a_3_qui_porte_le_xml_controle(emises, nature):
    facture, octets = emises[nature]

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


def _polices(pdf):
    for page in pdf.pages:
        for police in (page.get("/Resources", {}).get("/Font", {}) or {}).values():
            filles = police.get("/DescendantFonts")
            description = (filles[0] if filles is not None else police).FontDescriptor
            yield any(f"/FontFile{rang}" in description for rang in ("", "2", "3")), "/ToUnicode" in police


@pytest.mark.parametrize("nature", ["facture", "avoir"])
def test_le_pdf_dit_les_chiffres_du_xml(emises, nature):
    facture, octets = emises[nature]
    lu = texte(octets)
    racine = etree.fromstring(facture.xml.encode())

    def chiffres(nom: str) -> list[str]:
        return [a_la_francaise(trouve) for trouve in racine.xpath(f"//*[local-name()='{nom}']/text()")]

    assert chiffres("BilledQuantity") == ["163,50", "163,50"]
    for nom in ("BilledQuantity", "ChargeAmount", "LineTotalAmount", "TaxBasisTotalAmount", "DuePayableAmount"):
        assert [chiffre for chiffre in chiffres(nom) if chiffre not in lu] == []
    references = racine.xpath("//*[local-name()='IssuerAssignedID' or local-name()='BuyerReference']/text()")
    assert [reference for reference in (facture.numero, *references) if reference not in lu] == []


def test_la_facture_se_lit_comme_une_facture(emises):
    facture, octets = emises["facture"]
    lu = texte(octets)

    for attendu in (
        f"N° {facture.numero}",
        "SCOP SA au capital de 90 000 €",
        "SIRET 234 400 034 00026",
        "Code service : FORMATION",
        facture.bon.numero,
        "3 384,45 €",
        "IBAN " + " ".join(IBAN[rang : rang + 4] for rang in range(0, len(IBAN), 4)),
        "Exonération de TVA, article 261-4-4° a du code général des impôts.",
        "Pas d’escompte pour paiement anticipé.",
        "indemnité forfaitaire de 40 €",
        "ne vaut pas agrément de l’État",
        "Annexe : heures par session et par mois",
        document_de(facture).code_affiche,
    ):
        assert attendu in lu
    assert "Guilbaud" not in lu


def test_l_avoir_dit_sa_raison_et_la_facture_qu_il_corrige(emises):
    facture, _ = emises["facture"]
    _, octets = emises["avoir"]
    lu = texte(octets)

    assert "AVOIR" in lu.upper()
    assert "Motif de l’avoir : Heures comptées deux fois." in lu
    assert facture.numero in lu
    assert "Net à payer" not in lu


def test_un_xml_altere_ne_se_dessine_pas(emises):
    facture, _ = emises["facture"]
    document = document_de(facture)
    contexte = {**document.contexte, "document": document, "controle": controle_de(document)}

    with pytest.raises(XmlAltere):
        pdf_de({**contexte, "xml_sha256": "0" * 64})


def test_la_page_publique_dit_la_facture_et_son_avoir(emises, client):
    facture, _ = emises["facture"]

    page = client.get(f"/verifier/{document_de(facture).code_affiche}/").content.decode()

    assert facture.bon.numero in page
    assert emises["avoir"][0].numero in page
    assert "Compétences Ouest" not in page
    assert IBAN not in page

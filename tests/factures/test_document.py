"""The PDF of an invoice: PDF/A-3, the checked XML inside, the same figures for people and machines."""

from datetime import date
from decimal import Decimal

import pytest

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
from tests.factures.pdf import chiffres, exiger_les_chiffres_du_xml, exiger_un_pdf_a_3, texte

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


@pytest.mark.parametrize("nature", ["facture", "avoir"])
def test_le_pdf_est_un_pdf_a_3_qui_porte_le_xml_controle(emises, nature):
    exiger_un_pdf_a_3(*emises[nature])


@pytest.mark.parametrize("nature", ["facture", "avoir"])
def test_le_pdf_dit_les_chiffres_du_xml(emises, nature):
    facture, octets = emises[nature]

    assert chiffres(facture.xml, "BilledQuantity") == ["163,50", "163,50"]
    exiger_les_chiffres_du_xml(facture, octets)


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

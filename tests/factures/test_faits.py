"""What is frozen of an invoice on the day it is issued: the days it counts, what an avoir says instead of a term."""

from datetime import date
from decimal import Decimal

import pytest
from lxml import etree

from factures.actions.avoir import reprendre_la_facture
from factures.actions.emettre import emettre
from factures.actions.preparer import preparer_factures
from factures.enums import Controle
from factures.facturx.controle import ControleImpossible, controler
from factures.facturx.xml import xml_de
from factures.models import Facture, LigneFacture
from tests.factories.emission import fiche
from tests.factories.factures import LE, MOIS, Voulue, bon_de_commande, declarer_heures
from tests.factories.scenario import monde
from tests.factures.exemple import AVOIR, FACTURE

DECEMBRE = date(2026, 12, 1)


@pytest.fixture
def facture(db) -> Facture:
    """January's, with hours of December on its first line only."""
    le_monde = monde()
    fiche(le_monde.mandataire)
    une, autre = bon_de_commande(le_monde, Voulue(), Voulue()).composantes.order_by("rang")
    declarer_heures(une.session, DECEMBRE, [Decimal(5)])
    for composante in (une, autre):
        declarer_heures(composante.session, MOIS, [Decimal(70)])
    preparer_factures(mois=MOIS, le=LE)
    LigneFacture.objects.update(controle=Controle.CONFIRMEE)
    return emettre(facture_id=Facture.objects.get().pk, par=None, le=LE)


def test_la_periode_va_du_premier_mois_compte_a_la_fin_du_mois(facture):
    assert facture.faits["periode"] == {"debut": "2026-12-01", "fin": "2027-01-31"}
    assert [(ligne["debut"], ligne["fin"]) for ligne in facture.faits["lignes"]] == [
        ("2026-12-01", "2027-01-31"),
        ("2027-01-01", "2027-01-31"),
    ]
    assert [(dit["composante"], dit["mois"], dit["stagiaires"], dit["heures"]) for dit in facture.faits["heures"]] == [
        (1, "2026-12-01", 1, "5.00"),
        (1, "2027-01-01", 1, "70.00"),
        (2, "2027-01-01", 1, "70.00"),
    ]


def test_un_avoir_n_a_pas_de_terme_et_dit_de_quoi_il_se_deduit(facture):
    avoir = reprendre_la_facture(facture_id=facture.pk, motif="Essai.", par=None, le=LE)

    faits = avoir.faits
    assert (facture.faits["echeance"], faits["echeance"]) == ("2027-03-03", "")
    assert faits["conditions"] == f"À déduire de la facture {facture.numero}, ou à rembourser si elle est payée."
    assert [dit["heures"] for dit in faits["heures"]] == ["5.00", "70.00", "70.00"]


def textes(faits: dict, nom: str) -> list[str]:
    return etree.fromstring(xml_de(faits)).xpath(f"//*[local-name()='{nom}']/text()")


def test_un_avoir_se_compense_et_porte_sa_raison():
    assert textes(AVOIR, "IBANID") == []
    assert textes(AVOIR, "DueDateDateTime") == []
    assert "Motif de l’avoir : Heures comptées deux fois." in textes(AVOIR, "Content")
    assert textes(FACTURE, "IBANID") == [FACTURE["vendeur"]["iban"]]


def test_une_facture_sans_siret_ou_que_le_moteur_ne_sait_pas_lire_ne_passe_pas():
    xml = xml_de(FACTURE)
    siret = FACTURE["acheteur"]["siret"].encode()
    debut, fin = xml.index(b"<ram:GlobalID", xml.index(b"BuyerTradeParty")), xml.index(siret) + len(siret)
    sans = xml[:debut] + xml[fin + len(b"</ram:GlobalID>") :]
    assert any(constat.startswith("Le SIRET de la Région ne convient pas.") for constat in controler(sans))

    ailleurs = xml.decode().replace("UTF-8", "windows-1252").replace("utf-8", "windows-1252")
    with pytest.raises(ControleImpossible, match="n’a pas pu se faire"):
        controler(ailleurs.encode("windows-1252", errors="xmlcharrefreplace"))

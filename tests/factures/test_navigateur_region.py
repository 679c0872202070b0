"""An officer's month in a real browser: control, certify, read the month, send, import the payment; axe on each."""

import pytest
import time_machine
from django.urls import reverse

from factures.enums import StatutFacture
from factures.models import EnvoiFinances
from tests.factories.emission import fiche, projet
from tests.factories.factures import MOIS, Voulue, bon_de_commande, declarer_heures, emettre_nue
from tests.factories.scenario import monde
from tests.navigateur import chromium, entrer, ouvrir, verifier_aux_deux_largeurs

__all__ = ["chromium", "entrer", "ouvrir"]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def facture():
    """One invoice of two lines, its hours declared for one; a month after."""
    with time_machine.travel("2027-02-03 09:00:00+00:00"):
        ici = monde()
        fiche(ici.mandataire)
        bon = bon_de_commande(ici, Voulue(), Voulue(heures=120))
        declarer_heures(bon.composantes.first().session, MOIS, ["35.50", "28"])
        emise = emettre_nue(projet(bon))
        emise.officier = ici.agent
        yield emise


def test_le_mois_d_une_facture_a_la_region(entrer, facture, live_server, tmp_path):
    page = entrer(facture.officier, reverse("admin:factures_facture_changelist"))
    verifier_aux_deux_largeurs(page, "region_file")
    page.click(f"text=Facture {facture.numero}")
    verifier_aux_deux_largeurs(page, "region_facture")
    page.click("text=Certifier toutes les lignes")
    verifier_aux_deux_largeurs(page, "region_confirmer")
    page.click("button[value=confirmer]")
    assert page.inner_text(".avis p").endswith("le service fait est certifié.")

    page.goto(live_server.url + reverse("admin:factures_facture_fin_de_mois") + "?mois=2027-01")
    verifier_aux_deux_largeurs(page, "region_fin_de_mois")
    page.click("text=Lancer")
    verifier_aux_deux_largeurs(page, "region_lancer")
    page.click("button[value=confirmer]")
    verifier_aux_deux_largeurs(page, "region_envoi")
    assert EnvoiFinances.objects.get().nombre == 1

    fichier = tmp_path / "paiements.csv"
    ligne = f"{facture.numero};{facture.emetteur.siret};payee;03/02/2027;{facture.montant_ttc};M-1"
    fichier.write_text(f"numero;siret;statut;date;montant;mandat\n{ligne}\n", encoding="utf-8")
    page.goto(live_server.url + reverse("admin:factures_facture_paiements"))
    verifier_aux_deux_largeurs(page, "region_paiements")
    page.set_input_files("[name=fichier]", fichier)
    page.click("text=Lire le fichier")
    verifier_aux_deux_largeurs(page, "region_apercu")
    page.click("text=Noter 1")
    facture.refresh_from_db()
    assert facture.statut == StatutFacture.PAYEE


def test_les_comptes_d_un_bon_se_lisent(entrer, facture, live_server):
    page = entrer(facture.officier, reverse("admin:factures_facture_rapprochement", args=[facture.bon_id]))
    verifier_aux_deux_largeurs(page, "region_rapprochement")
    page.goto(live_server.url + reverse("factures:rapprochement", args=[facture.bon_id]))
    verifier_aux_deux_largeurs(page, "site_rapprochement")
    page.goto(live_server.url + reverse("admin:factures_facture_acte", args=[facture.pk, "suspendre"]))
    verifier_aux_deux_largeurs(page, "region_suspendre")

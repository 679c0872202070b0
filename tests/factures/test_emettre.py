"""A draft becomes an invoice: numbered without a gap, frozen, checked; what is refused stays a draft."""

from datetime import date
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import DatabaseError, transaction
from lxml import etree

from factures.actions.avoir import preparer_avoir, reprendre_la_facture
from factures.actions.emettre import emettre
from factures.actions.preparer import preparer_factures
from factures.enums import Controle, RegimeTva, StatutFacture
from factures.facturx.controle import controler
from factures.models import Facture
from noyau.courriers import Courrier, Document
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.numeros import Compteur
from noyau.redaction import objet_et_corps
from tests.courriers.exemples_factures import FACTURES
from tests.factories.emission import fiche, projet
from tests.factories.factures import MOIS, Voulue, bon_de_commande, declarer_heures
from tests.factories.scenario import monde

LE = date(2027, 2, 1)


@pytest.fixture
def le_monde(db):
    ici = monde()
    fiche(ici.mandataire)
    return ici


def emise(le_monde, **champs) -> Facture:
    bon = bon_de_commande(le_monde, **champs)
    return emettre(facture_id=projet(bon).pk, par=le_monde.au_mandataire, le=LE)


def dit(xml: str, nom: str) -> list[str]:
    return etree.fromstring(xml.encode()).xpath(f"//*[local-name()='{nom}']/text()")


def test_emettre_numerote_fige_et_controle(le_monde):
    facture = emise(le_monde)

    facture.refresh_from_db()
    assert (facture.statut, facture.numero, facture.annee, facture.rang) == ("emise", "F2027-00001", 2027, 1)
    assert (facture.emise_le, facture.echeance) == (LE, date(2027, 3, 3))
    # 63,50 h at 9,50 €.
    assert (facture.montant_ht, facture.montant_tva, facture.montant_ttc) == (
        Decimal("603.25"), Decimal("0.00"), Decimal("603.25"),
    )  # fmt: skip
    assert controler(facture.xml.encode()) == []
    assert dit(facture.xml, "BilledQuantity") == ["63.50"]
    assert dit(facture.xml, "DuePayableAmount") == ["603.25"]
    assert dit(facture.xml, "ExemptionReasonCode") == ["VATEX-FR-CGI261-4"]
    assert facture.historique.get().libelle == "Émise"


def test_la_facture_porte_les_references_du_marche(le_monde):
    facture = emise(le_monde)

    assert dit(facture.xml, "BuyerReference") == ["FORMATION"]
    racine = etree.fromstring(facture.xml.encode())
    for nom, attendu in (
        ("BuyerOrderReferencedDocument", [facture.bon.numero]),
        ("ContractReferencedDocument", ["2023-FOR-031"]),
    ):
        assert racine.xpath(f"//*[local-name()='{nom}']/*[local-name()='IssuerAssignedID']/text()") == attendu
    assert facture.faits["mentions"]["REG"].startswith("Déclaration d’activité enregistrée sous le numéro 52 44 ")


def test_une_ligne_non_confirmee_garde_le_projet(le_monde):
    facture = projet(bon_de_commande(le_monde), controle=Controle.A_VERIFIER)

    with pytest.raises(RegleViolee) as refus:
        emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=LE)

    assert refus.value.motifs == ("Il reste 1\N{NO-BREAK SPACE}ligne à confirmer.",)
    facture.refresh_from_db()
    assert (facture.statut, facture.numero, facture.xml) == (StatutFacture.PROJET, None, "")


def test_ce_qui_est_refuse_rend_son_numero(le_monde):
    le_monde.mandataire.emetteur.iban = "FR7630006000011234567890188"
    le_monde.mandataire.emetteur.save()
    facture = projet(bon_de_commande(le_monde))

    with pytest.raises(RegleViolee) as refus:
        emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=LE)

    assert refus.value.motifs == (
        "L’IBAN du compte à créditer est faux : vérifiez ses chiffres dans votre fiche de facturation.",
    )
    facture.refresh_from_db()
    assert facture.statut == StatutFacture.PROJET
    assert not Compteur.objects.filter(serie=f"F{le_monde.mandataire.pk}").exists()
    assert not Document.objects.filter(modele="facture").exists()
    assert not Courrier.objects.filter(modele="facture_emise").exists()

    le_monde.mandataire.emetteur.iban = ""
    le_monde.mandataire.emetteur.save()
    assert emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=LE).numero == "F2027-00001"


def test_toutes_les_raisons_sont_dites_ensemble(le_monde):
    le_monde.mandataire.emetteur.delete()
    le_monde.mandataire.nda = ""
    le_monde.mandataire.adresse = ""
    le_monde.mandataire.save()
    facture = projet(bon_de_commande(le_monde), controle=Controle.A_VERIFIER)

    with pytest.raises(RegleViolee) as refus:
        emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=LE)

    assert len(refus.value.motifs) == 4


def test_la_facture_d_un_mois_attend_sa_fin(le_monde):
    facture = projet(bon_de_commande(le_monde))

    with pytest.raises(RegleViolee) as refus:
        emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=date(2027, 1, 31))

    assert [motif.replace("\N{NO-BREAK SPACE}", " ") for motif in refus.value.motifs] == [
        "Ce mois n’est pas fini : sa facture s’émet à partir du 1er février 2027."
    ]


def test_les_courriers_ont_les_faits_qu_ils_disent(le_monde):
    facture = emise(le_monde)
    reprendre_la_facture(facture_id=facture.pk, motif="Erreur.", par=None, le=LE)

    for modele, exemple in dict(FACTURES).items():
        for courrier in Courrier.objects.filter(modele=modele):
            assert set(courrier.contexte) == set(exemple)
            objet, corps = objet_et_corps(courrier)
            assert "None" not in objet + corps
    assert Courrier.objects.filter(modele__startswith="facture_").count() == 4


def test_emettre_deux_fois_est_refuse(le_monde):
    facture = emise(le_monde)

    with pytest.raises(TransitionImpossible):
        emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=LE)

    assert Document.objects.filter(modele="facture").count() == 1


def test_plus_que_commande_est_refuse_en_francais(le_monde):
    facture = projet(bon_de_commande(le_monde, Voulue(parcours=2, heures=30)))

    with pytest.raises(RegleViolee) as refus:
        emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=LE)

    assert refus.value.motifs[0].startswith("Plus que commandé pour la composante 1")


def test_des_heures_changees_depuis_se_confirment_de_nouveau(le_monde):
    bon = bon_de_commande(le_monde)
    session = bon.composantes.get().session
    declarer_heures(session, MOIS, [Decimal(30), Decimal(28)])
    preparer_factures(mois=MOIS, le=LE)
    facture = Facture.objects.get()
    facture.lignes.update(controle=Controle.CONFIRMEE)
    declarer_heures(session, MOIS, [Decimal(30), Decimal(21)])

    with pytest.raises(RegleViolee, match="à confirmer"):
        emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=LE)

    assert facture.lignes.get().quantite == Decimal("51.00")
    facture.lignes.update(controle=Controle.CONFIRMEE)
    assert emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=LE).montant_ht == Decimal("484.50")


def test_un_projet_sans_heures_est_retire(le_monde):
    bon = bon_de_commande(le_monde)
    session = bon.composantes.get().session
    declarer_heures(session, MOIS, [Decimal(30), Decimal(28)])
    preparer_factures(mois=MOIS, le=LE)
    facture = Facture.objects.get()
    declarer_heures(session, MOIS, [])

    with pytest.raises(RegleViolee, match="plus rien à facturer"):
        emettre(facture_id=facture.pk, par=le_monde.au_mandataire, le=LE)


def test_un_organisme_assujetti_facture_la_tva(le_monde):
    emetteur = le_monde.mandataire.emetteur
    emetteur.regime_tva, emetteur.numero_tva = RegimeTva.ASSUJETTI, f"FR12{le_monde.mandataire.siret[:9]}"
    emetteur.save()

    facture = emise(le_monde)

    assert (facture.montant_ht, facture.taux_tva, facture.montant_tva, facture.montant_ttc) == (
        Decimal("603.25"), Decimal("0.2000"), Decimal("120.65"), Decimal("723.90"),
    )  # fmt: skip
    assert dit(facture.xml, "RateApplicablePercent") == ["20.00", "20.00"]
    assert dit(facture.xml, "ExemptionReason") == []


def test_une_facture_emise_ne_change_plus(le_monde):
    facture = emise(le_monde)

    for champ, valeur in (("montant_ht", Decimal(1)), ("numero", "F2027-00009"), ("xml", "<autre/>"), ("faits", {})):
        with pytest.raises(DatabaseError), transaction.atomic():
            Facture.objects.filter(pk=facture.pk).update(**{champ: valeur})
    le_monde.mandataire.nom = f"Autre {uuid4()}"
    le_monde.mandataire.save()
    facture.refresh_from_db()
    assert facture.faits["vendeur"]["nom"] == "Compétences Ouest"


def test_l_emission_previent_l_emetteur_et_la_region(le_monde, settings):
    settings.REGION_EMAIL = "achats@region.example"

    facture = emise(le_monde)

    courriers = Courrier.objects.filter(modele__startswith="facture_").order_by("modele")
    assert [(c.modele, c.destinataire, c.groupable) for c in courriers] == [
        ("facture_a_controler", "achats@region.example", True),
        ("facture_emise", "factures@organisme.example", True),
    ]
    assert [d.reference for d in courriers[1].documents.all()] == [facture.numero]


def test_un_avoir_entier_annule_la_facture(le_monde):
    facture = emise(le_monde)

    avoir = reprendre_la_facture(facture_id=facture.pk, motif="Heures comptées deux fois.", par=None, le=LE)

    avoir.refresh_from_db()
    facture.refresh_from_db()
    assert avoir.numero == "F2027-00002"
    assert (avoir.montant_ht, avoir.lignes.get().quantite) == (Decimal("-603.25"), Decimal("-63.50"))
    assert facture.annulee_le is not None
    assert controler(avoir.xml.encode()) == []
    assert dit(avoir.xml, "TypeCode")[0] == "381"
    # Positive figures, and the invoice it corrects (BT-25).
    assert dit(avoir.xml, "BilledQuantity") == ["63.50"]
    assert dit(avoir.xml, "DuePayableAmount") == ["603.25"]
    assert etree.fromstring(avoir.xml.encode()).xpath(
        "//*[local-name()='InvoiceReferencedDocument']/*[local-name()='IssuerAssignedID']/text()"
    ) == [facture.numero]


def test_un_avoir_par_ligne_laisse_la_facture_vivante_jusqu_au_dernier(le_monde):
    bon = bon_de_commande(le_monde, Voulue(), Voulue(prix=Decimal("11.20")))
    facture = emettre(facture_id=projet(bon).pk, par=None, le=LE)
    premiere, seconde = facture.lignes.order_by("rang")

    avoir = preparer_avoir(facture_id=facture.pk, motif="Session d’un autre lot.", par=None, lignes=[premiere.pk])
    with pytest.raises(RegleViolee, match="déjà préparé"):
        preparer_avoir(facture_id=facture.pk, motif="Encore.", par=None)
    emettre(facture_id=avoir.pk, par=None, le=LE)
    facture.refresh_from_db()
    assert facture.annulee_le is None

    reste = reprendre_la_facture(facture_id=facture.pk, motif="Le reste.", par=None, le=LE)

    facture.refresh_from_db()
    assert facture.annulee_le is not None
    assert [ligne.composante_id for ligne in reste.lignes.all()] == [seconde.composante_id]
    assert facture.montant_ht + avoir.montant_ht + reste.montant_ht == 0
    with pytest.raises(RegleViolee, match="ne reste rien"):
        preparer_avoir(facture_id=facture.pk, motif="Trop.", par=None)


def test_un_avoir_demande_une_raison_et_une_facture_emise(le_monde):
    brouillon = projet(bon_de_commande(le_monde))

    with pytest.raises(RegleViolee, match="Seule une facture émise"):
        preparer_avoir(facture_id=brouillon.pk, motif="Erreur.", par=None)
    emettre(facture_id=brouillon.pk, par=None, le=LE)
    with pytest.raises(RegleViolee, match="Dites pourquoi"):
        preparer_avoir(facture_id=brouillon.pk, motif="  ", par=None)

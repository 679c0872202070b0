"""What a draft cannot be issued with, and what an avoir keeps of the invoice it corrects."""

from datetime import date
from decimal import Decimal

import pytest

from factures.actions.avoir import abandonner_l_avoir, preparer_avoir, reprendre_la_facture
from factures.actions.emettre import ce_qui_manque, emettre
from factures.actions.preparer import preparer_factures
from factures.enums import Controle, NatureFacture, RegimeTva
from factures.models import Facture, LigneFacture
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from tests.factories.emission import fiche, projet
from tests.factories.factures import LE, MOIS, Voulue, bon_de_commande, corriger_heures, declarer_heures
from tests.factories.scenario import Monde, monde

FEVRIER, MARS, AVRIL = (date(2027, rang, 1) for rang in (2, 3, 4))


@pytest.fixture
def le_monde(db):
    ici = monde()
    fiche(ici.mandataire)
    return ici


def assujettir(le_monde: Monde) -> None:
    emetteur = le_monde.mandataire.emetteur
    emetteur.regime_tva, emetteur.numero_tva = RegimeTva.ASSUJETTI, f"FR12{le_monde.mandataire.siret[:9]}"
    emetteur.save()


def facturer(mois: date, le: date) -> Facture:
    """Prepare the month, confirm every line, issue."""
    preparer_factures(mois=mois, le=le)
    LigneFacture.objects.update(controle=Controle.CONFIRMEE)
    return emettre(facture_id=Facture.objects.get(statut="projet").pk, par=None, le=le)


def test_une_ligne_contestee_attend_ses_heures(le_monde):
    facture = projet(bon_de_commande(le_monde, Voulue(), Voulue()))
    facture.lignes.filter(rang=2).update(controle=Controle.CONTESTEE, contestation="Trop.")

    with pytest.raises(RegleViolee, match="1\N{NO-BREAK SPACE}ligne est contestée"):
        emettre(facture_id=facture.pk, par=None, le=LE)


def test_une_adresse_sans_ville_une_facture_a_rendre_ou_un_avoir_de_rien_ne_s_emettent(le_monde):
    negative = projet(bon_de_commande(le_monde), ("-5", "-3"))
    le_monde.mandataire.ville = ""
    le_monde.mandataire.save()
    negative.refresh_from_db()

    assert ce_qui_manque(negative) == [
        "L’adresse de votre organisme est incomplète.",
        "Ce projet rend plus qu’il ne facture\N{NO-BREAK SPACE}: il s’émet comme un avoir.",
    ]

    avoir = Facture.objects.create(
        nature=NatureFacture.AVOIR,
        emetteur=le_monde.mandataire,
        bon=negative.bon,
        mois=MOIS,
        corrige=negative,
        motif="Essai",
    )
    assert "La facture que corrige cet avoir n’est pas émise." in ce_qui_manque(avoir)


def test_un_avoir_reprend_la_tva_de_sa_facture_quel_que_soit_le_regime_depuis(le_monde):
    """Drafted by somebody, prepared by the system, or issued: with tax as without."""
    composante = bon_de_commande(le_monde).composantes.get()
    lui = composante.session.parcours.order_by("pk")[0]
    declarer_heures(composante.session, MOIS, [Decimal(100), Decimal(50)])
    sans_taxe = facturer(MOIS, FEVRIER)
    assujettir(le_monde)
    corriger_heures(lui, MOIS, Decimal(90))
    preparer_factures(mois=FEVRIER, le=MARS)
    du_systeme = Facture.objects.get(statut="projet")
    assert (du_systeme.corrige, du_systeme.montant_ht, du_systeme.montant_ttc) == (sans_taxe, -95, -95)
    assert facturer(FEVRIER, MARS).montant_ttc == -95

    declarer_heures(composante.session, MARS, [Decimal(10), Decimal(10)])
    avec_taxe = facturer(MARS, AVRIL)
    le_monde.mandataire.emetteur.regime_tva = RegimeTva.EXONERE
    le_monde.mandataire.emetteur.save()
    prepare = preparer_avoir(facture_id=avec_taxe.pk, motif="Essai.", par=None)

    assert (avec_taxe.montant_ttc, prepare.montant_tva, prepare.montant_ttc) == (228, -38, -228)
    assert emettre(facture_id=prepare.pk, par=None, le=AVRIL).montant_ttc == -228


def test_reprendre_une_facture_qu_un_avoir_a_chargee_d_autres_lignes_l_annule(le_monde):
    """The system's avoir is written on the last invoice, even for hours that an earlier one counted."""
    une, autre = bon_de_commande(le_monde, Voulue(), Voulue()).composantes.order_by("rang")
    declarer_heures(une.session, MOIS, [Decimal(50)])
    declarer_heures(autre.session, MOIS, [Decimal(50)])
    facturer(MOIS, FEVRIER)
    declarer_heures(une.session, FEVRIER, [Decimal(40)])
    fevrier = facturer(FEVRIER, MARS)
    corriger_heures(autre.session.parcours.order_by("pk")[0], MOIS, Decimal(30))
    assert facturer(MARS, AVRIL).corrige == fevrier

    reprise = reprendre_la_facture(facture_id=fevrier.pk, motif="Essai.", par=None, le=AVRIL)

    fevrier.refresh_from_db()
    assert (reprise.montant_ht, fevrier.annulee_le is None) == (-380, False)


def test_reprendre_une_facture_regularisee_rend_ce_qui_en_reste(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(50)])
    facture = facturer(MOIS, FEVRIER)
    corriger_heures(composante.session.parcours.order_by("pk")[0], MOIS, Decimal(40))
    assert facturer(FEVRIER, MARS).montant_ht == -95

    reste = reprendre_la_facture(facture_id=facture.pk, motif="Essai.", par=None, le=MARS)

    assert [(ligne.quantite, ligne.montant) for ligne in reste.lignes.all()] == [(-40, -380)]


def test_seul_un_avoir_en_projet_s_abandonne_et_un_avoir_n_a_pas_d_avoir(le_monde):
    facture = emettre(facture_id=projet(bon_de_commande(le_monde)).pk, par=None, le=LE)
    avoir = reprendre_la_facture(facture_id=facture.pk, motif="Essai.", par=None, le=LE)
    brouillon = projet(bon_de_commande(le_monde, annee=2027))

    for intouchable in (facture, avoir, brouillon):
        with pytest.raises(RegleViolee, match="Seul le projet d’un avoir"):
            abandonner_l_avoir(avoir_id=intouchable.pk, par=None)
    with pytest.raises(RegleViolee, match="Seule une facture émise"):
        preparer_avoir(facture_id=avoir.pk, motif="Essai.", par=None)


def test_un_avoir_refuse_a_l_emission_ne_laisse_pas_de_projet(le_monde):
    facture = emettre(facture_id=projet(bon_de_commande(le_monde)).pk, par=None, le=LE)
    le_monde.mandataire.nda = ""
    le_monde.mandataire.save()

    with pytest.raises(RegleViolee, match="déclaration d’activité"):
        reprendre_la_facture(facture_id=facture.pk, motif="Essai.", par=None, le=LE)

    assert list(facture.avoirs.all()) == []


def test_qui_suit_le_lot_a_la_region_est_prevenu(le_monde):
    le_monde.lot.agent = le_monde.agent
    le_monde.lot.save()

    emettre(facture_id=projet(bon_de_commande(le_monde)).pk, par=None, le=LE)

    assert Courrier.objects.get(modele="facture_a_controler").destinataire == le_monde.agent.email

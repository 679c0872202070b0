"""What drafts become once invoices are issued: cents caught up, avoirs under way, the invoice an avoir corrects."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from factures.actions import preparer as actions
from factures.actions.avoir import preparer_avoir
from factures.actions.preparer import Bilan, Excedent, preparer_factures
from factures.enums import NatureFacture
from factures.models import Facture
from tests.factories.factures import (
    MOIS,
    Voulue,
    bon_de_commande,
    corriger_heures,
    declarer_heures,
    emettre_nue,
)
from tests.factories.scenario import monde
from tests.factures.mandataire import avancer
from tests.simultane import verrous

pytestmark = pytest.mark.django_db

FEVRIER, MARS, AVRIL, MAI = (date(2027, rang, 1) for rang in (2, 3, 4, 5))


@pytest.fixture
def le_monde():
    return monde()


def preparer(mois: date = MOIS) -> Bilan:
    return preparer_factures(mois=mois, le=date(2027, 6, 1))


def lignes(facture: Facture) -> list[tuple[int, Decimal, Decimal, Decimal]]:
    lues = facture.lignes.order_by("rang")
    return [(ligne.composante.rang, ligne.quantite, ligne.prix_heure, ligne.montant) for ligne in lues]


def test_les_centimes_se_rattrapent_d_une_facture_emise_a_la_suivante(le_monde):
    """0,10 h à 9,55 € font 0,955 €: 0,96 then 0,95, for 0,20 h are 1,91 €."""
    composante = bon_de_commande(le_monde, Voulue(prix=Decimal("9.55"))).composantes.get()
    for mois in (MOIS, FEVRIER):
        declarer_heures(composante.session, mois, [Decimal("0.10")])
        preparer(mois)
        emettre_nue(Facture.objects.get(mois=mois))

    assert [facture.montant_ht for facture in Facture.objects.order_by("mois")] == [Decimal("0.96"), Decimal("0.95")]


def test_un_avoir_en_projet_garde_ses_lignes_et_ne_rend_rien_de_la_commande(le_monde):
    composante = bon_de_commande(le_monde, Voulue(1, 100)).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(100)])
    preparer()
    avoir = preparer_avoir(facture_id=emettre_nue(Facture.objects.get()).pk, motif="Essai.", par=None)
    declarer_heures(composante.session, FEVRIER, [Decimal(20)])

    bilan = preparer(FEVRIER)

    assert bilan[:3] == (0, 0, 0)
    assert bilan.excedents == (Excedent(composante.bon_id, composante.pk, Decimal(120)),)
    assert lignes(avoir) == [(1, Decimal(-100), Decimal("9.50"), Decimal(-950))]


def test_l_avoir_corrige_la_derniere_facture_ni_rejetee_ni_deja_reprise(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    emises = []
    for mois in (MOIS, FEVRIER, MARS, AVRIL):
        declarer_heures(composante.session, mois, [Decimal(50)])
        preparer(mois)
        emises.append(emettre_nue(Facture.objects.get(mois=mois)))
    _, fevrier, mars, avril = emises
    preparer_avoir(facture_id=mars.pk, motif="Essai.", par=None)
    avancer(avril, "rejeter")
    for mois, heures in ((MOIS, 0), (FEVRIER, 20)):
        corriger_heures(composante.session.parcours.order_by("pk")[0], mois, Decimal(heures))

    preparer(MAI)

    avoir = Facture.objects.get(mois=MAI)
    assert (avoir.nature, avoir.corrige, avoir.montant_ht) == (NatureFacture.AVOIR, fevrier, Decimal("-285.00"))


def test_des_heures_echangees_entre_sessions_recrivent_le_projet_a_montant_egal(le_monde):
    une, autre = bon_de_commande(le_monde, Voulue(), Voulue()).composantes.order_by("rang")
    for (session, heures), (seconde, autres) in (
        ((une.session, 100), (autre.session, 50)),
        ((une.session, 50), (autre.session, 100)),
    ):
        declarer_heures(session, MOIS, [Decimal(heures)])
        declarer_heures(seconde, MOIS, [Decimal(autres)])
        assert preparer().preparees == 1

    assert [quantite for _, quantite, _, _ in lignes(Facture.objects.get())] == [50, 100]


def test_preparer_un_mois_garde_les_projets_d_apres(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    declarer_heures(composante.session, FEVRIER, [Decimal(120)])
    preparer(FEVRIER)
    declarer_heures(composante.session, MOIS, [Decimal(90)])

    assert preparer()[:3] == (1, 1, 0)

    assert [f.montant_ht for f in Facture.objects.order_by("mois")] == [855, 1140]


def test_preparer_quelques_bons_laisse_les_autres_et_tient_leur_lot(le_monde):
    voulu, laisse = (bon_de_commande(le_monde, annee=annee) for annee in (2026, 2027))
    for bon in (voulu, laisse):
        declarer_heures(bon.composantes.get().session, MOIS, [Decimal(10)])

    with CaptureQueriesContext(connection) as requetes:
        preparer_factures(mois=MOIS, le=FEVRIER, bons=[voulu.pk])

    assert Facture.objects.get().bon == voulu
    assert verrous(requetes)[0] == "sessions_formation_lot"


def test_un_bon_qui_echoue_n_arrete_pas_les_autres(le_monde, monkeypatch):
    bons = [bon_de_commande(le_monde, annee=annee) for annee in (2026, 2027, 2028)]
    for bon in bons:
        declarer_heures(bon.composantes.get().session, MOIS, [Decimal(10)])
    ecrire = actions.ecrire_projets

    def ecrire_sauf_un(tenus, *autres, **nommes):
        if bons[1].pk in tenus:
            raise RuntimeError("Ce bon ne s’écrit pas.")
        return ecrire(tenus, *autres, **nommes)

    monkeypatch.setattr(actions, "ecrire_projets", ecrire_sauf_un)

    bilan = preparer()

    assert (bilan.preparees, bilan.echouees) == (2, 1)
    assert set(Facture.objects.values_list("bon", flat=True)) == {bons[0].pk, bons[2].pk}

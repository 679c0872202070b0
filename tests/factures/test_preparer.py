"""The month's drafts: what they hold, what they leave out, and that preparing again changes nothing."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from factures.actions.preparer import Excedent, preparer_factures
from factures.enums import Controle, NatureFacture, RegimeTva, StatutFacture
from factures.models import DetailFacture, EmetteurFactures, Facture, LigneFacture
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from referentiels.regles.typographie import composer, montant
from tests.factories.factures import (
    LE,
    MOIS,
    Voulue,
    amender,
    avoir_entier_nu,
    bon_de_commande,
    corriger_heures,
    declarer_heures,
    emettre_nue,
)
from tests.factories.scenario import monde

pytestmark = pytest.mark.django_db

FEVRIER, MARS = date(2027, 2, 1), date(2027, 3, 1)
PLUS_TARD = date(2027, 4, 1)


@pytest.fixture
def le_monde():
    return monde()


def preparer(mois: date = MOIS):
    return preparer_factures(mois=mois, le=PLUS_TARD)


def lignes(facture: Facture) -> list[tuple[int, Decimal, Decimal, Decimal]]:
    lues = facture.lignes.order_by("rang")
    return [(ligne.composante.rang, ligne.quantite, ligne.prix_heure, ligne.montant) for ligne in lues]


def test_un_projet_par_bon_une_ligne_par_composante(le_monde):
    bon = bon_de_commande(le_monde, Voulue(), Voulue(prix=Decimal("10.25")))
    premiere, seconde = bon.composantes.order_by("rang")
    declarer_heures(premiere.session, MOIS, [Decimal("98.50"), Decimal(105)])
    declarer_heures(seconde.session, MOIS, [Decimal(70)])

    bilan = preparer()

    facture = Facture.objects.get()
    assert (bilan.preparees, bilan.inchangees, bilan.excedents) == (1, 0, ())
    assert (facture.nature, facture.statut, facture.numero) == (NatureFacture.FACTURE, StatutFacture.PROJET, None)
    assert (facture.emetteur, facture.bon, facture.mois) == (le_monde.mandataire, bon, MOIS)
    assert lignes(facture) == [
        (1, Decimal("203.50"), Decimal("9.50"), Decimal("1933.25")),
        (2, Decimal("70.00"), Decimal("10.25"), Decimal("717.50")),
    ]
    assert (facture.montant_ht, facture.montant_tva, facture.montant_ttc) == (
        Decimal("2650.75"),
        Decimal("0.00"),
        Decimal("2650.75"),
    )
    assert [ligne.libelle for ligne in LigneJournal.objects.de(facture)] == [
        composer(f"Préparée : {montant(facture.montant_ht)} hors taxe")
    ]


def test_ce_qui_n_est_pas_declare_n_est_pas_facture(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    releve = declarer_heures(composante.session, MOIS, [Decimal(100)])
    preparer()
    assert Facture.objects.count() == 1

    releve.franchir("rouvrir", par=None)
    bilan = preparer()

    assert (bilan.retirees, Facture.objects.count()) == (1, 0)


def test_preparer_de_nouveau_ne_change_rien(le_monde):
    bon = bon_de_commande(le_monde, Voulue(), Voulue())
    for composante in bon.composantes.all():
        declarer_heures(composante.session, MOIS, [Decimal(100), Decimal(50)])
    preparer()
    LigneFacture.objects.update(controle=Controle.CONFIRMEE)
    avant = [list(modele.objects.order_by("pk").values()) for modele in (Facture, LigneFacture, DetailFacture)]

    bilan = preparer()

    assert (bilan.preparees, bilan.inchangees) == (0, 1)
    assert [list(modele.objects.order_by("pk").values()) for modele in (Facture, LigneFacture, DetailFacture)] == avant


def test_seule_la_ligne_qui_change_revient_a_verifier(le_monde):
    premiere, seconde = bon_de_commande(le_monde, Voulue(), Voulue()).composantes.order_by("rang")
    for composante in (premiere, seconde):
        declarer_heures(composante.session, MOIS, [Decimal(100), Decimal(50)])
    preparer()
    LigneFacture.objects.update(controle=Controle.CONTESTEE, contestation="Il manque un jour.")

    declarer_heures(seconde.session, MOIS, [Decimal(100), Decimal(57)])
    bilan = preparer()

    facture = Facture.objects.get()
    assert bilan.preparees == 1
    assert [(ligne.quantite, ligne.controle, ligne.contestation) for ligne in facture.lignes.order_by("rang")] == [
        (Decimal("150.00"), Controle.CONTESTEE, "Il manque un jour."),
        (Decimal("157.00"), Controle.A_VERIFIER, ""),
    ]
    assert facture.montant_ht == Decimal("2916.50")


def test_l_excedent_est_laisse_de_cote_et_vient_une_fois_commande(le_monde):
    composante = bon_de_commande(le_monde, Voulue(1, 100)).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal("107.50")])

    bilan = preparer()
    assert bilan.excedents == (Excedent(composante.bon_id, composante.pk, Decimal("7.50")),)
    assert lignes(Facture.objects.get()) == [(1, Decimal("100.00"), Decimal("9.50"), Decimal("950.00"))]

    amender(le_monde, composante, 20, Decimal("10.00"))
    assert preparer().excedents == ()
    assert lignes(Facture.objects.get()) == [
        (1, Decimal("100.00"), Decimal("9.50"), Decimal("950.00")),
        (1, Decimal("7.50"), Decimal("10.00"), Decimal("75.00")),
    ]


def test_une_correction_vient_avec_la_facture_suivante(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    lui = composante.session.parcours.order_by("pk")[0]
    declarer_heures(composante.session, MOIS, [Decimal(100), Decimal(50)])
    preparer()
    emettre_nue(Facture.objects.get())
    corriger_heures(lui, MOIS, Decimal(93))
    declarer_heures(composante.session, FEVRIER, [Decimal(120), Decimal(120)])

    bilan = preparer(FEVRIER)

    facture = Facture.objects.get(mois=FEVRIER)
    assert (bilan.preparees, bilan.inchangees) == (1, 0)
    assert lignes(facture) == [(1, Decimal("233.00"), Decimal("9.50"), Decimal("2213.50"))]
    details = DetailFacture.objects.filter(ligne__facture=facture, parcours=lui).order_by("mois")
    assert [(detail.mois, detail.heures) for detail in details] == [(MOIS, Decimal(-7)), (FEVRIER, Decimal(120))]


def test_ce_qui_est_du_est_negatif_un_avoir_corrige_la_derniere_facture(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(100), Decimal(50)])
    preparer()
    emise = emettre_nue(Facture.objects.get())
    corriger_heures(composante.session.parcours.order_by("pk")[0], MOIS, Decimal(80))

    assert preparer(FEVRIER).preparees == 1

    avoir = Facture.objects.get(mois=FEVRIER)
    assert (avoir.nature, avoir.corrige, avoir.montant_ht) == (NatureFacture.AVOIR, emise, Decimal("-190.00"))
    assert avoir.motif == "Régularisation des heures déclarées jusqu’au 28/02/2027"
    assert preparer(FEVRIER).inchangees == 1

    declarer_heures(composante.session, FEVRIER, [Decimal(60)])
    preparer(FEVRIER)
    facture = Facture.objects.get(mois=FEVRIER)
    assert (facture.pk, facture.nature, facture.corrige, facture.motif) == (avoir.pk, NatureFacture.FACTURE, None, "")
    assert facture.montant_ht == Decimal("380.00")


def test_un_mois_facture_ne_se_prepare_plus_et_ses_heures_vont_au_suivant(le_monde):
    premiere, seconde = bon_de_commande(le_monde, Voulue(), Voulue()).composantes.order_by("rang")
    declarer_heures(premiere.session, MOIS, [Decimal(100)])
    preparer()
    emettre_nue(Facture.objects.get())
    declarer_heures(seconde.session, MOIS, [Decimal(30)])

    assert preparer()[:3] == (0, 0, 0)
    assert preparer(FEVRIER).preparees == 1
    assert lignes(Facture.objects.get(mois=FEVRIER)) == [(2, Decimal(30), Decimal("9.50"), Decimal("285.00"))]


def test_un_avoir_entier_rend_le_mois_a_facturer(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(100), Decimal(50)])
    preparer()
    emise = emettre_nue(Facture.objects.get())
    avoir_entier_nu(emise)
    corriger_heures(composante.session.parcours.order_by("pk")[0], MOIS, Decimal(93))

    assert preparer().preparees == 1

    assert lignes(Facture.objects.get(statut=StatutFacture.PROJET)) == [
        (1, Decimal("143.00"), Decimal("9.50"), Decimal("1358.50"))
    ]


def test_un_projet_d_avant_prend_ses_heures_celui_d_apres_le_reste(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(100)])
    preparer()
    declarer_heures(composante.session, FEVRIER, [Decimal(120)])
    preparer(FEVRIER)
    declarer_heures(composante.session, MOIS, [Decimal(90)])

    preparer(FEVRIER)

    assert [(f.mois, f.montant_ht) for f in Facture.objects.order_by("mois")] == [
        (MOIS, Decimal("855.00")),
        (FEVRIER, Decimal("1140.00")),
    ]


def test_un_mandataire_assujetti_facture_la_tva_du_mois(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    EmetteurFactures.objects.create(
        organisme=le_monde.mandataire, regime_tva=RegimeTva.ASSUJETTI, numero_tva="FR12345678901"
    )
    declarer_heures(composante.session, MOIS, [Decimal("33.33")])

    preparer()

    facture = Facture.objects.get()
    assert (facture.montant_ht, facture.taux_tva, facture.montant_tva, facture.montant_ttc) == (
        Decimal("316.64"),
        Decimal("0.2000"),
        Decimal("63.33"),
        Decimal("379.97"),
    )


@pytest.mark.parametrize("nombre", [1, 3])
def test_preparer_coute_autant_de_requetes_pour_un_bon_que_pour_trois(le_monde, nombre, django_assert_num_queries):
    for annee in range(2024, 2024 + nombre):
        bon = bon_de_commande(le_monde, Voulue(), Voulue(), annee=annee)
        for composante in bon.composantes.all():
            declarer_heures(composante.session, MOIS, [Decimal(100), Decimal(50)])

    with django_assert_num_queries(20):
        preparer()


def test_un_mois_a_venir_ne_se_facture_pas():
    with pytest.raises(RegleViolee, match="pas commencé"):
        preparer_factures(mois=date(2027, 3, 1), le=date(2027, 2, 28))


def test_la_commande_dit_ce_qu_elle_fait_et_ce_qu_elle_laisse(le_monde, capsys, time_machine):
    time_machine.move_to(LE)
    composante = bon_de_commande(le_monde, Voulue(1, 100)).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(107)])

    call_command("facturer", "2027-01")

    dit = capsys.readouterr().out
    assert "      1  préparées ou mises à jour" in dit
    assert f"{composante.bon.numero}, session {composante.session.numero}" in dit


@pytest.mark.parametrize("mois", ["2027-13", "janvier", "2027-03"])
def test_la_commande_refuse_ce_qui_n_est_pas_un_mois_passe(le_monde, mois, time_machine):
    time_machine.move_to(LE)
    with pytest.raises(CommandError):
        call_command("facturer", mois)

"""Opening, typing, declaring, opening again, correcting: what each does, refuses, and writes in the journal."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from factures.actions.preparer import preparer_factures
from factures.models import Facture
from heures.actions.corriger import corriger
from heures.actions.declarer import declarer, rouvrir
from heures.actions.ouvrir import ouvrir_releves
from heures.actions.saisir import saisir
from heures.enums import MotifCorrection, StatutReleve
from heures.models import HeuresParcours, Releve
from heures.regles.anomalies import Heures
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from tests.factories.factures import emettre_nue
from tests.factories.heures import LE, MOIS, parcours_du, releve_declare, releve_ouvert, saisir_faites
from tests.factories.scenario import monde
from tests.simultane import ensemble, noms, verrous

H = Decimal


def faites(releve):
    return list(releve.lignes.order_by("parcours").values_list("faites", flat=True))


def test_ouvrir_propose_les_heures_prevues_une_seule_fois(le_monde):
    releve = releve_ouvert(le_monde, personnes=3)

    assert [(ligne.prevues, ligne.faites) for ligne in releve.lignes.all()] == [(H(76), H(0))] * 3
    assert ouvrir_releves(mois=MOIS) == 0
    assert (Releve.objects.count(), HeuresParcours.objects.count()) == (1, 3)


def test_les_heures_prevues_suivent_les_jours_de_chacun(le_monde):
    """79 worked days to the end of the session, 98 for who goes on until the end of May."""
    releve = releve_ouvert(le_monde, personnes=3)
    _, parti, prolonge = Parcours.objects.order_by("pk")
    HeuresParcours.objects.all().delete()
    Parcours.objects.filter(pk=parti.pk).update(sorti_le=date(2027, 1, 20))
    Parcours.objects.filter(pk=prolonge.pk).update(fin=date(2027, 5, 31))

    ouvrir_releves(mois=MOIS)

    assert list(releve.lignes.order_by("parcours").values_list("prevues", flat=True)) == [76, 41, 61]


def test_ouvrir_ne_prend_que_qui_est_en_formation_ce_mois(le_monde):
    releve = releve_ouvert(le_monde, personnes=3)
    admis, parti, reste = Parcours.objects.order_by("pk")
    HeuresParcours.objects.all().delete()
    Parcours.objects.filter(pk=admis.pk).update(debut=date(2027, 2, 3), entre_le=date(2027, 2, 3))
    Parcours.objects.filter(pk=parti.pk).update(sorti_le=date(2027, 1, 20))

    ouvrir_releves(mois=MOIS)
    assert parcours_du(releve) == [parti.pk, reste.pk]
    ouvrir_releves(mois=date(2027, 2, 1))
    assert parcours_du(Releve.objects.get(mois=date(2027, 2, 1))) == [admis.pk, reste.pk]


def test_saisir_garde_les_heures_et_le_dit_sans_nommer(le_monde, releve):
    premier, _ = parcours_du(releve)

    apres = saisir(releve_id=releve.pk, lignes={premier: Heures(H(78), H("70.5"), H(7))}, par=le_monde.au_cotraitant)

    assert faites(releve) == [H("70.50"), H(0)]
    auteurs = releve.lignes.order_by("parcours").values_list("saisie_par", flat=True)
    assert list(auteurs) == [le_monde.au_cotraitant.pk, None]
    assert apres.modifie_le > releve.modifie_le
    assert [ligne.libelle for ligne in LigneJournal.objects.de(releve)] == [
        "Heures saisies dans le tableau\u00a0: 1\u00a0ligne"
    ]
    saisir(releve_id=releve.pk, lignes={premier: Heures(H(78), H("70.5"), H(7))}, par=le_monde.au_cotraitant)
    assert LigneJournal.objects.de(releve).count() == 1


def test_saisir_sur_une_page_perimee_est_dit(le_monde, releve):
    premier, _ = parcours_du(releve)
    saisir_faites(releve, [70, 70], par=le_monde.au_cotraitant)

    with pytest.raises(DossierModifie):
        saisir(
            releve_id=releve.pk,
            lignes={premier: Heures(H(1), H(1))},
            par=le_monde.au_cotraitant,
            lu=releve.modifie_le,
        )
    assert faites(releve) == [H(70), H(70)]


@pytest.mark.parametrize(
    "heures", [Heures(H(-1)), Heures(faites=H(745)), Heures(H(0), H("1.005")), Heures(H(0), H(400), H(400))]
)
def test_saisir_refuse_des_heures_impossibles(le_monde, releve, heures):
    with pytest.raises(RegleViolee):
        saisir(releve_id=releve.pk, lignes={parcours_du(releve)[0]: heures}, par=le_monde.au_cotraitant)


def test_saisir_refuse_un_parcours_d_une_autre_session(le_monde, releve):
    autre = releve_ouvert(le_monde)

    with pytest.raises(RegleViolee, match="n’est pas sur ce relevé"):
        saisir(releve_id=releve.pk, lignes={parcours_du(autre)[0]: Heures()}, par=le_monde.au_cotraitant)


def test_hors_de_son_organisme_rien_ne_se_trouve(le_monde, releve):
    """The mandataire of the lot reads totals on its invoice: it neither types nor declares for a cotraitant."""
    for par in (le_monde.au_mandataire, le_monde.agent, le_monde.mandataire):
        with pytest.raises(Releve.DoesNotExist):
            saisir(releve_id=releve.pk, lignes={}, par=par)
        with pytest.raises(Releve.DoesNotExist):
            declarer(releve_id=releve.pk, par=par, le=LE)


def test_declarer_une_fois_le_mois_fini(le_monde, releve):
    saisir_faites(releve, [70, 71], par=le_monde.au_cotraitant)

    with pytest.raises(RegleViolee, match="une fois le mois fini"):
        declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=LE - timedelta(days=1))
    declare = declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=LE)

    assert declare.statut == StatutReleve.DECLARE
    assert declare.declare_par == le_monde.au_cotraitant
    with pytest.raises(TransitionImpossible, match="déjà déclarées"):
        declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=LE)
    with pytest.raises(TransitionImpossible, match="rouvrez"):
        saisir_faites(releve, [1, 1], par=le_monde.au_cotraitant)


def test_declarer_avant_la_fin_du_mois_si_tout_le_monde_est_sorti(le_monde, releve):
    saisir_faites(releve, [30, 30], par=le_monde.au_cotraitant)
    Parcours.objects.update(statut=StatutParcours.ABANDON, sorti_le=date(2027, 1, 15))

    assert declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=date(2027, 1, 15)).declare_le


@pytest.mark.parametrize(
    "reste",
    [{"statut": StatutParcours.ENTRE, "sorti_le": None}, {"sorti_le": date(2027, 1, 20)}],
    ids=["la", "bientot"],
)
def test_declarer_avant_la_fin_du_mois_attend_que_le_dernier_soit_sorti(le_monde, releve, reste):
    saisir_faites(releve, [30, 30], par=le_monde.au_cotraitant)
    sorti, autre = parcours_du(releve)
    partis = {"statut": StatutParcours.ABANDON, "sorti_le": date(2027, 1, 15)}
    Parcours.objects.filter(pk=sorti).update(**partis)
    Parcours.objects.filter(pk=autre).update(**partis | reste)

    with pytest.raises(RegleViolee, match="une fois le mois fini"):
        declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=date(2027, 1, 15))


def test_declarer_ce_que_l_on_n_a_pas_lu_ou_un_mois_sans_personne_est_refuse(le_monde, releve):
    saisir_faites(releve, [70, 70], par=le_monde.au_cotraitant)
    with pytest.raises(DossierModifie):
        declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=LE, lu=releve.modifie_le)

    HeuresParcours.objects.all().delete()
    Parcours.objects.update(debut=LE, entre_le=LE)
    with pytest.raises(RegleViolee, match="Personne n’est en formation ce mois-ci"):
        declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=LE)


def test_declarer_refuse_des_heures_qui_ne_peuvent_etre(le_monde, releve):
    saisir_faites(releve, [70, 200], par=le_monde.au_cotraitant)

    with pytest.raises(RegleViolee, match="1\u00a0ligne est à corriger"):
        declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=LE)


def test_declarer_reprend_qui_est_entre_entre_temps(le_monde, releve):
    saisir_faites(releve, [70, 70], par=le_monde.au_cotraitant)
    HeuresParcours.objects.filter(parcours=parcours_du(releve)[0]).delete()

    declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=LE)

    assert faites(releve) == [H(0), H(70)]


def test_rouvrir_tant_que_rien_n_est_emis_puis_corriger(le_monde):
    releve = releve_declare(le_monde, 70, 70)
    HeuresParcours.objects.filter(parcours=parcours_du(releve)[1]).delete()
    rouvrir(releve_id=releve.pk, par=le_monde.au_cotraitant)
    # Somebody declared late meanwhile is on it.
    saisir_faites(releve, [70, 70], par=le_monde.au_cotraitant)
    with pytest.raises(TransitionImpossible):
        rouvrir(releve_id=releve.pk, par=le_monde.au_cotraitant)
    ligne = releve.lignes.order_by("parcours")[0]
    with pytest.raises(TransitionImpossible, match="dans le tableau"):
        corriger(ligne_id=ligne.pk, faites=H(63), motif=MotifCorrection.ABSENCE, par=le_monde.au_cotraitant)
    declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=LE)
    preparer_factures(mois=MOIS, le=LE)
    # A draft holds nothing.
    rouvrir(releve_id=releve.pk, par=le_monde.au_cotraitant)
    declarer(releve_id=releve.pk, par=le_monde.au_cotraitant, le=LE)
    emettre_nue(Facture.objects.get())

    with pytest.raises(RegleViolee, match="facturées"):
        rouvrir(releve_id=releve.pk, par=le_monde.au_cotraitant)
    correction = corriger(ligne_id=ligne.pk, faites=H(63), motif=MotifCorrection.ABSENCE, par=le_monde.au_cotraitant)

    assert (correction.avant, correction.apres) == (H(70), H(63))
    assert faites(releve) == [H(63), H(70)]
    dite = LigneJournal.objects.de(releve).first()
    assert (dite.libelle, dite.motif) == ("Heures corrigées\u00a0: 70 → 63\u00a0heures", "Absence connue après coup")


def test_une_facture_ne_tient_que_les_mois_qu_elle_porte(le_monde):
    releve_declare(le_monde, 70)
    preparer_factures(mois=MOIS, le=LE)
    emettre_nue(Facture.objects.get())
    mars = date(2027, 3, 1)
    ouvrir_releves(mois=LE)
    fevrier = Releve.objects.get(mois=LE)
    saisir_faites(fevrier, [70], par=le_monde.au_cotraitant)
    declarer(releve_id=fevrier.pk, par=le_monde.au_cotraitant, le=mars)

    assert rouvrir(releve_id=fevrier.pk, par=le_monde.au_cotraitant).statut == StatutReleve.OUVERT


@pytest.mark.parametrize(
    ("heures", "motif", "phrase"),
    [("63", "malade", "Choisissez une raison"), ("200", "erreur", "au plus"), ("-1", "erreur", "de 0 à 744")],
)
def test_corriger_refuse(le_monde, heures, motif, phrase):
    releve = releve_declare(le_monde, 70)

    with pytest.raises(RegleViolee, match=phrase):
        corriger(ligne_id=releve.lignes.get().pk, faites=H(heures), motif=motif, par=le_monde.au_cotraitant)
    assert faites(releve) == [H(70)]


def test_corriger_deux_fois_n_ecrit_qu_une_correction(le_monde):
    releve = releve_declare(le_monde, 70)
    ligne = releve.lignes.get()

    for _ in range(2):
        corriger(ligne_id=ligne.pk, faites=H(63), motif=MotifCorrection.ERREUR, par=le_monde.au_cotraitant)
    assert ligne.corrections.count() == 1
    # Whoever has read the relevé before is told.
    assert Releve.objects.get().modifie_le > releve.modifie_le


def test_ecrire_des_heures_tient_la_session_puis_le_releve(le_monde, releve):
    """In the order of who issues an invoice: neither reads the hours that the other is writing, nor waits for ever."""
    with CaptureQueriesContext(connection) as requetes:
        saisir(releve_id=releve.pk, lignes={}, par=le_monde.au_cotraitant)

    assert verrous(requetes) == ["sessions_formation_session", "heures_releve"]


@pytest.mark.django_db(transaction=True)
def test_ouvrir_a_deux_n_ecrit_qu_une_fois(transactional_db):
    with transaction.atomic():
        releve_ouvert(monde(), personnes=3)
    HeuresParcours.objects.all().delete()
    Releve.objects.all().delete()

    rendus = ensemble([lambda: ouvrir_releves(mois=MOIS)] * 2)

    assert noms(rendus) == ["int", "int"]
    assert (Releve.objects.count(), HeuresParcours.objects.count()) == (1, 3)

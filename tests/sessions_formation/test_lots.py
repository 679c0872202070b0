"""The money of a lot and who holds it: bounds of the day, what is engaged, members and habilitations by date."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from sessions_formation.actions.bornes import fixer_bornes
from sessions_formation.models import BornesLot, Habilitation, Lot, MembreGroupement
from sessions_formation.queries.dossier import dossier_de
from sessions_formation.queries.fiche_lot import certifications_du_lot, membres_du_lot
from sessions_formation.queries.fin_d_annee import fin_d_annee
from sessions_formation.queries.lots import (
    MontantsLot,
    montants_des_lots,
    montants_du_lot,
    places_ouvertes,
    role_dans_le_groupement,
)
from tests.factories.avenants import demande_d_annulation, demande_d_heures, session_commandee
from tests.factories.referentiels import CertificationFactory
from tests.factories.scenario import DEBUT, LE, demande, intention_deposee, session_demandee
from tests.factories.sessions import autre_lot, sous_traitant

pytestmark = pytest.mark.django_db
DEMAIN = LE + timedelta(days=1)


def bornes(lot, depuis, minimum, maximum):
    return BornesLot(
        lot=lot, depuis=depuis, montant_min=Decimal(minimum), montant_max=Decimal(maximum), texte="Avenant n° 2"
    )


def test_les_bornes_sont_celles_du_jour(le_monde):
    bornes(le_monde.lot, DEMAIN, 20_000, 400_000).save()

    aujourd_hui, demain = (montants_du_lot(le_monde.lot, le=le) for le in (LE, DEMAIN))
    assert (aujourd_hui.minimum, aujourd_hui.maximum) == (Decimal(10_000), Decimal(320_000))
    assert (demain.minimum, demain.maximum) == (Decimal(20_000), Decimal(400_000))


def test_un_lot_compte_ce_qui_est_commande_et_ce_qui_attend(le_monde, django_assert_num_queries):
    commandee = session_commandee(le_monde)
    session_demandee(le_monde, effectif=5, heures=100)
    demande_d_heures(le_monde, commandee)
    demande_d_annulation(commandee)

    with django_assert_num_queries(1):
        montants = montants_du_lot(le_monde.lot, le=LE)

    assert montants == MontantsLot(
        minimum=Decimal(10_000), maximum=Decimal(320_000), commande=Decimal(19_950), engage=Decimal(4_750 + 1_900)
    )
    assert montants.reste == Decimal(300_050)
    assert (montants.fait, montants.facture, montants.manque_au_minimum) == (0, 0, 0)


def test_plusieurs_lots_se_lisent_en_une_requete(le_monde, django_assert_num_queries):
    voisin = autre_lot(le_monde, secteur="construction")
    session_commandee(le_monde)

    with django_assert_num_queries(1):
        montants = montants_des_lots([le_monde.lot.pk, voisin.pk], le=LE)

    assert {pk: (m.commande, m.manque_au_minimum) for pk, m in montants.items()} == {
        le_monde.lot.pk: (Decimal(19_950), 0),
        voisin.pk: (0, 0),
    }


def test_des_bornes_se_fixent_a_partir_de_demain_et_s_ecrivent_au_journal(le_monde):
    fixer_bornes(bornes(le_monde.lot, DEMAIN, 20_000, 400_000), par=le_monde.agent, le=LE)

    [ligne] = LigneJournal.objects.de(le_monde.lot)
    assert ligne.libelle == "De 20\u202f000\u00a0€ à 400\u202f000\u00a0€ à partir du 24\u00a0novembre 2026"
    assert (ligne.par, ligne.motif) == (le_monde.agent, "Avenant n° 2")


@pytest.mark.parametrize(
    ("depuis", "maximum", "motif"),
    [
        (
            LE,
            400_000,
            "Un minimum et un maximum en vigueur ne changent pas\u00a0: choisissez une date à partir de demain.",
        ),
        (
            DEMAIN,
            "19949.99",
            "19\u202f950\u00a0€ sont déjà commandés sur ce lot\u00a0: le maximum ne peut pas descendre au-dessous.",
        ),
    ],
)
def test_des_bornes_intenables_sont_refusees(le_monde, depuis, maximum, motif):
    session_commandee(le_monde)

    with pytest.raises(RegleViolee) as refus:
        fixer_bornes(bornes(le_monde.lot, depuis, 0, maximum), par=le_monde.agent, le=LE)

    assert refus.value.motifs == (motif,)
    assert BornesLot.objects.count() == 0


def test_le_maximum_peut_descendre_jusqu_a_ce_qui_est_commande(le_monde):
    session_commandee(le_monde)

    assert fixer_bornes(bornes(le_monde.lot, DEMAIN, 0, 19_950), par=le_monde.agent, le=LE).pk


def test_un_membre_limite_a_un_lot_est_exterieur_aux_autres(le_monde):
    personne = sous_traitant(le_monde)
    membre = MembreGroupement.objects.get(role="sous_traitant")
    voisin = autre_lot(le_monde, secteur="construction")
    membre.lots.set([voisin])

    assert role_dans_le_groupement(membre.organisme_id, voisin) == "sous_traitant"
    assert role_dans_le_groupement(membre.organisme_id, le_monde.lot) == "exterieur"
    assert list(Lot.objects.visibles_pour(personne)) == [voisin]
    assert [place.lot for place in places_ouvertes(personne, le=LE)] == [voisin]
    assert [m.role for m in membres_du_lot(le_monde.lot)] == ["mandataire", "cotraitant"]


def test_aucun_lot_coche_vaut_tous_et_le_mandataire_n_est_jamais_limite(le_monde):
    voisin = autre_lot(le_monde, secteur="construction")
    MembreGroupement.objects.get(role="mandataire").lots.set([voisin])

    assert role_dans_le_groupement(le_monde.mandataire.pk, le_monde.lot) == "mandataire"
    for personne in (le_monde.au_mandataire, le_monde.au_cotraitant):
        assert set(Lot.objects.visibles_pour(personne)) == {le_monde.lot, voisin}
        assert {place.lot for place in places_ouvertes(personne, le=LE)} == {le_monde.lot, voisin}


@pytest.mark.parametrize(("jours", "habilite"), [(0, True), (-1, False)])
def test_une_habilitation_compte_jusqu_a_son_dernier_jour_pour_les_sessions_qui_commencent(le_monde, jours, habilite):
    certification = CertificationFactory()
    fin = DEBUT + timedelta(days=jours)
    Habilitation.objects.create(organisme=le_monde.mandataire, certification=certification, fin=fin)
    session = demande(le_monde, [intention_deposee(le_monde)], certification=certification)

    assert dossier_de(session, le=LE).organisme.habilite is habilite


def test_la_page_separe_les_habilitations_echues(le_monde):
    certification = CertificationFactory()
    le_monde.lot.certifications.add(certification)
    habilitation = Habilitation.objects.create(organisme=le_monde.mandataire, certification=certification, fin=LE)

    [aujourd_hui], [demain] = (certifications_du_lot(le_monde.lot, le=le) for le in (LE, DEMAIN))

    assert (aujourd_hui.habilites, aujourd_hui.echues) == ([habilitation], [])
    assert (demain.habilites, demain.echues) == ([], [habilitation])


def test_la_fin_d_annee_range_par_ce_qui_manque(le_monde, django_assert_num_queries):
    voisin = autre_lot(le_monde, secteur="construction")
    Lot.objects.filter(pk=voisin.pk).update(montant_min=Decimal(30_000))
    Lot.objects.filter(pk=le_monde.lot.pk).update(montant_min=Decimal(20_000))
    session_commandee(le_monde)
    session_demandee(le_monde, effectif=5, heures=100)

    with django_assert_num_queries(1):
        bilans = fin_d_annee(LE.year, le=LE)

    assert [(b.lot, b.manque, b.dans_l_annee, b.depuis_le_debut, b.comblerait, b.resterait) for b in bilans] == [
        (voisin, Decimal(30_000), 0, 0, 0, Decimal(30_000)),
        (le_monde.lot, Decimal(50), Decimal(19_950), Decimal(19_950), Decimal(50), 0),
    ]
    assert [b.depuis_le_debut for b in fin_d_annee(LE.year - 1, le=LE)] == [0, 0]
    assert fin_d_annee(2040, le=date(2040, 1, 1)) == []

"""Invoices that wait at the Région are told to who follows their lot, each day, then to the heads of unit, once."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from config.groupes import CHEFS
from factures.actions.relancer_region import ALERTE, RECAPITULATIF, relancer_service_fait
from factures.actions.suspendre import suspendre_facture
from noyau.courriers import Courrier
from referentiels.queries.reglement import reglement_au
from sessions_formation.models import AbsenceAgent
from tests.factories import comptes
from tests.factories.emission import projet
from tests.factories.factures import bon_de_commande, emettre_nue
from tests.factories.scenario import monde

EMISE_LE = date(2027, 2, 1)


@pytest.fixture
def facture(db):
    ici = monde()
    chef = comptes.agent(is_superuser=False)
    chef.groups.add(Group.objects.get(name=CHEFS))
    facture = emettre_nue(projet(bon_de_commande(ici)), le=EMISE_LE)
    facture.officier = ici.agent
    return facture


def ecrits(le: date) -> tuple[int, int]:
    bilans = relancer_service_fait(reglement=reglement_au(le), le=le)
    return bilans[RECAPITULATIF].faites, bilans[ALERTE].faites


@pytest.mark.parametrize(
    ("le", "attendus"),
    [
        pytest.param(date(2027, 2, 5), (0, 0), id="quatre-jours-ouvres"),
        pytest.param(date(2027, 2, 8), (1, 0), id="cinq-jours-ouvres"),
        pytest.param(date(2027, 2, 13), (0, 0), id="un-samedi"),
        pytest.param(date(2027, 2, 15), (1, 1), id="dix-jours-ouvres"),
    ],
)
def test_on_relance_puis_on_alerte(facture, le, attendus):
    assert ecrits(le) == attendus
    assert ecrits(le) == (0, 0)


def test_le_recapitulatif_ne_nomme_que_la_facture(facture):
    ecrits(date(2027, 2, 15))
    contexte = Courrier.objects.get(modele="service_fait_recapitulatif").contexte

    assert [ligne["numero"] for ligne in contexte["lignes"]] == [facture.numero]
    assert contexte["lignes"][0]["depasse"]
    assert "Guilbaud" not in str(contexte)


def test_l_alerte_ne_part_qu_une_fois(facture):
    ecrits(date(2027, 2, 15))

    assert ecrits(date(2027, 2, 16)) == (1, 0)


def test_une_facture_suspendue_n_attend_pas_la_region(facture):
    suspendre_facture(facture_id=facture.pk, motif="RIB.", par=facture.officier, le=EMISE_LE)

    assert ecrits(date(2027, 2, 15)) == (0, 0)


@pytest.mark.parametrize("remplace", [True, False])
def test_qui_suit_le_lot_est_relance_ou_qui_le_remplace(facture, settings, remplace):
    facture.bon.lot.agent = absente = facture.officier
    facture.bon.lot.save()
    remplacante = comptes.agent(is_superuser=False) if remplace else None
    ecrits(date(2027, 2, 8))
    AbsenceAgent.objects.create(agent=absente, debut=date(2027, 2, 9), fin=date(2027, 2, 28), remplacant=remplacante)
    ecrits(date(2027, 2, 9))

    recapitulatifs = Courrier.objects.filter(modele="service_fait_recapitulatif").order_by("pk")
    assert [recapitulatif.destinataire for recapitulatif in recapitulatifs] == [
        absente.email,
        remplacante.email if remplacante else settings.REGION_EMAIL,
    ]

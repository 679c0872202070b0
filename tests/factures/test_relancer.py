"""Drafts prepared from the first working day on, told once, then once again, to who must issue them."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core import mail
from django.utils import timezone

from factures.actions.preparer import preparer_factures
from factures.actions.relancer import LIGNE, relancer_factures
from factures.models import Facture
from factures.tasks import preparer
from noyau.courriers import Courrier
from noyau.expedition import expedier_les_dus
from referentiels.queries.reglement import reglement_au
from tests.factories.factures import MOIS, bon_de_commande, declarer_heures, emettre_nue
from tests.factories.scenario import monde

pytestmark = pytest.mark.django_db

LUNDI = date(2027, 2, 1)


@pytest.fixture
def un_projet():
    le_monde = monde()
    le_monde.mandataire.courriel = "facturation@ouest.example"
    le_monde.mandataire.save()
    composante = bon_de_commande(le_monde).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(100)])
    preparer_factures(mois=MOIS, le=LUNDI)
    return Facture.objects.get()


def relancer(le: date, time_machine) -> int:
    time_machine.move_to(datetime(le.year, le.month, le.day, 9, tzinfo=UTC))
    return relancer_factures(reglement=reglement_au(le), le=le)[LIGNE].faites


def test_les_projets_sont_dits_une_fois_puis_rappeles_une_fois(un_projet, time_machine):
    jours = [date(2027, 2, rang) for rang in range(1, 20)]

    ecrits = [jour for jour in jours for _ in range(2) if relancer(jour, time_machine)]

    assert ecrits == [LUNDI, date(2027, 2, 8)]
    assert list(Courrier.objects.values_list("destinataire", flat=True)) == ["facturation@ouest.example"] * 2
    expedier_les_dus(maintenant=timezone.now)
    assert [" ".join(lettre.subject.split()) for lettre in mail.outbox] == [
        "1 facture est prête à vérifier",
        "Rappel : 1 facture est à vérifier",
    ]
    assert f"/factures/{un_projet.pk}/" in mail.outbox[0].body


def test_ce_qui_est_emis_ne_se_rappelle_plus(un_projet, time_machine):
    assert relancer(LUNDI, time_machine) == 1
    emettre_nue(un_projet)

    assert relancer(date(2027, 2, 15), time_machine) == 0


def test_rien_ne_part_un_jour_qui_n_est_pas_ouvre(un_projet, time_machine):
    assert relancer(date(2027, 1, 31), time_machine) == 0


@pytest.mark.parametrize(
    ("instant", "attendues"),
    [
        (datetime(2027, 1, 31, 10, tzinfo=UTC), 0),
        (datetime(2027, 2, 1, 5, tzinfo=UTC), 0),
        (datetime(2027, 2, 1, 7, tzinfo=UTC), 1),
        (datetime(2027, 2, 12, 7, tzinfo=UTC), 1),
    ],
)
def test_la_tache_prepare_a_partir_du_premier_jour_ouvre_au_matin(instant, attendues, time_machine):
    composante = bon_de_commande(monde()).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(100)])
    time_machine.move_to(instant)

    assert preparer() == attendues

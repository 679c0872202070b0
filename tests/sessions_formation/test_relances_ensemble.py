"""Several workers at one instant: what is due leaves once, on real connections."""

from datetime import timedelta

import pytest

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from sessions_formation.actions.relancer import relancer
from tests.factories.scenario import LE, intention_deposee
from tests.simultane import ensemble

JOUR_30 = LE + timedelta(days=30)


@pytest.mark.django_db(transaction=True)
def test_quatre_workers_au_meme_instant_ecrivent_une_fois(le_monde):
    for _ in range(6):
        intention_deposee(le_monde)
    intention_deposee(le_monde, organisme_choisi=le_monde.mandataire)

    rendus = ensemble([lambda: relancer(le=JOUR_30)] * 4)

    assert [rendu for rendu in rendus if isinstance(rendu, Exception)] == []
    assert sum(bilan.echouees for rendu in rendus for bilan in rendu.values()) == 0
    assert sum(rendu["que personne ne prend"].faites for rendu in rendus) == 7
    par_modele = {
        modele: Courrier.objects.filter(modele=modele).count()
        for modele in ("intention_non_prise", "relance_region", "intention_a_prendre")
    }
    assert par_modele == {"intention_non_prise": 7, "relance_region": 7, "intention_a_prendre": 12}


@pytest.mark.django_db(transaction=True)
def test_quatre_workers_font_expirer_une_fois(le_monde):
    intentions = [intention_deposee(le_monde) for _ in range(5)]
    fin = LE + timedelta(days=90)
    relancer(le=fin)

    rendus = ensemble([lambda: relancer(le=fin + timedelta(days=16))] * 4)

    assert sum(rendu["expirées"].faites for rendu in rendus) == 5
    assert Courrier.objects.filter(modele="intention_expiree").count() == 5
    assert {i.statut for i in IntentionEmbauche.objects.filter(pk__in=[i.pk for i in intentions])} == {
        StatutIntention.EXPIREE
    }

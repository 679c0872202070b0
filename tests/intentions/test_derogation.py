"""Settling a derogation tells those it concerns, and only once it is granted for the training body."""

import pytest

from intentions.actions.decider import trancher_derogation
from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from tests.factories.scenario import LE, intention_deposee, monde

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accordee", "statut", "modeles"),
    [
        pytest.param(
            True,
            StatutIntention.RECEVABLE,
            {"decision_intention", "intention_adressee"},
            id="accordee-previent-l-organisme",
        ),
        pytest.param(False, StatutIntention.REFUSEE, {"decision_intention"}, id="refusee-ne-previent-que-l-employeur"),
    ],
)
def test_trancher_une_derogation_previent_ceux_qu_elle_concerne(accordee, statut, modeles):
    le_monde = monde()
    intention = intention_deposee(
        le_monde, contrat_type="cdd", duree_mois=4, saisonnier=True, organisme_choisi=le_monde.mandataire
    )
    assert intention.statut == StatutIntention.DEROGATION_DEMANDEE
    avant = set(Courrier.objects.values_list("pk", flat=True))

    tranchee = trancher_derogation(
        intention_id=intention.pk, accordee=accordee, motif="Travail saisonnier.", par=le_monde.agent, le=LE
    )

    assert tranchee.statut == statut
    assert set(Courrier.objects.exclude(pk__in=avant).values_list("modele", flat=True)) == modeles

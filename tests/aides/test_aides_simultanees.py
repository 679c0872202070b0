"""Two officers grant at one instant two aids that cover the same days of one person: PostgreSQL lets one through."""

import pytest

from aides.actions.decider import accorder_aide
from aides.enums import StatutAide
from aides.models import DemandeAide
from noyau.lettres import Document
from tests.factories import comptes
from tests.factories.aides import LE, demande
from tests.factories.referentiels import loi_en_vigueur
from tests.simultane import ensemble, noms

pytestmark = pytest.mark.django_db(transaction=True)


def test_une_seule_des_deux_aides_est_accordee():
    loi_en_vigueur()
    agents = [comptes.agent(prenom=prenom) for prenom in ("Hélène", "Paul")]
    deux = [demande(StatutAide.DEPOSEE) for _ in agents]
    issues = ensemble(
        [
            lambda une=une, agent=agent: accorder_aide(demande_id=une.pk, par=agent, le=LE)
            for une, agent in zip(deux, agents, strict=True)
        ]
    )
    assert noms(issues) == ["DemandeAide", "RegleViolee"]
    assert sorted(DemandeAide.objects.values_list("statut", flat=True)) == ["accordee", "deposee"]
    assert Document.objects.count() == 1

"""The facts frozen when an order changes are those its mails are written with: none undefined, none forgotten."""

import pytest

from noyau.courriers import Courrier
from noyau.redaction import objet_et_corps
from sessions_formation.actions.annuler import annuler_session
from tests.courriers.exemples import DECISION, DEMANDE, EMPLOYEUR
from tests.courriers.exemples_avenants import avenants
from tests.factories.avenants import accorder, demande_d_heures, demande_de_parcours, refuser, session_commandee
from tests.factories.scenario import LE, monde

pytestmark = pytest.mark.django_db


def test_chaque_courrier_d_un_avenant_a_les_faits_qu_il_dit():
    le_monde = monde()
    session = session_commandee(le_monde)
    accorder(demande_d_heures(le_monde, session), le_monde.agent)
    refuser(demande_de_parcours(le_monde, session), le_monde.agent)
    annuler_session(session_id=session.pk, par=le_monde.agent, motif="Plateau technique fermé.", le=LE)

    # What else a shared example of the employer holds is read by other mails.
    dits = {modele: set(faits) for modele, faits in avenants(DEMANDE, DECISION, EMPLOYEUR)}
    for modele in ("avenant", "demande_avenant", "reponse_avenant", "session_annulee", "session_annulee_employeur"):
        for courrier in Courrier.objects.filter(modele=modele).order_by("pk"):
            assert set(courrier.contexte) - dits[modele] == set()
            assert "None" not in objet_et_corps(courrier)[1]
        assert Courrier.objects.filter(modele=modele).exists()

"""Every state a test may ask for is one the database accepts."""

import pytest

from noyau.journal import LigneJournal
from sessions_formation.enums import StatutParcours, StatutSession
from tests.factories.parcours import CHEMINS, parcours_de, session_publiee


@pytest.mark.django_db
def test_parcours_de_mene_a_chaque_etat(le_monde):
    session = session_publiee(le_monde, 6, 6)

    faits = {statut: parcours_de(session, statut, structure=le_monde.reseau) for statut in StatutParcours.values}

    assert {parcours.statut for parcours in faits.values()} == set(StatutParcours.values)
    lignes = {statut: LigneJournal.objects.de(parcours).count() for statut, parcours in faits.items()}
    assert lignes == {statut: len(chemin) for statut, chemin in CHEMINS.items()}
    session.refresh_from_db()
    assert session.statut == StatutSession.DEMARREE
    assert parcours_de(session, en_attente=True).en_liste_d_attente

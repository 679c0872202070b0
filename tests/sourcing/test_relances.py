"""Places still free before a session: 21, 14 and 7 days before, once each, on working days, to who can fill them."""

from datetime import date, timedelta

import pytest

from noyau.courriers import Courrier
from parcours.actions.relancer import NOM, SERVIES, relancer_sourcing
from referentiels.queries.reglement import reglement_au
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import LE

# A Friday: 21 days before is a Friday too.
DEBUT = date(2027, 1, 15)


@pytest.fixture
def session(le_monde):
    le_monde.reseau.courriel = "agence@reseau.example"
    le_monde.reseau.save()
    return session_publiee(le_monde, 2, structure=le_monde.reseau, debut=DEBUT, fin=date(2027, 4, 30))


def relancer(le: date) -> int:
    return relancer_sourcing(reglement=reglement_au(le), le=le)[NOM].faites


def jours_de_relance(depuis: date, jusque: date) -> list[date]:
    jours = [depuis + timedelta(days=rang) for rang in range((jusque - depuis).days + 1)]
    # Twice a day: the second finds nothing left to write.
    return [jour for jour in jours if relancer(jour) + relancer(jour)]


def test_trois_rappels_une_fois_chacun_les_jours_ouvres(session):
    # The 25th of December is a holiday, then a week-end: the first reminder leaves on Monday.
    assert jours_de_relance(LE, DEBUT) == [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 8)]
    assert Courrier.objects.filter(modele="places_libres").count() == 6


def test_le_rappel_dit_combien_de_places_et_qui_appeler(session, le_monde):
    parcours_de(session, "admis")
    parcours_de(session)

    relancer(date(2027, 1, 4))

    lus = {courrier.destinataire: courrier.contexte for courrier in Courrier.objects.filter(modele="places_libres")}
    assert set(lus) == {"agence@reseau.example", session.demandeur.email}
    recu = lus["agence@reseau.example"]
    assert (recu["jours"], recu["libres"], recu["capacite"], recu["candidats"]) == (11, 1, 2, 1)
    assert recu["chemin"] == f"/parcours/sessions/{session.pk}/"


def test_une_session_publiee_tard_n_a_que_le_rappel_le_plus_proche(session):
    assert jours_de_relance(date(2027, 1, 11), DEBUT) == [date(2027, 1, 11)]


def test_une_session_pleine_ou_commencee_ne_rappelle_rien(session):
    for _ in range(2):
        parcours_de(session, "admis")

    assert jours_de_relance(date(2027, 1, 4), DEBUT + timedelta(days=3)) == []


def test_une_place_liberee_autrement_va_a_qui_attend(le_monde):
    session = session_publiee(le_monde, 1)
    attend = parcours_de(session, structure=le_monde.reseau, en_attente=True)

    bilans = [relancer_sourcing(reglement=reglement_au(LE), le=LE)[SERVIES].faites for _ in range(2)]

    attend.refresh_from_db()
    assert (bilans, attend.poste) == ([1, 0], 1)

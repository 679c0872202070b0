"""First complete, first served on a lot: a request decided before its turn says why (docs/decisions/0026)."""

from datetime import timedelta

import pytest

from referentiels.regles.typographie import composer
from sessions_formation.actions.decider import refuser_session
from sessions_formation.actions.tour import HorsTour
from sessions_formation.enums import StatutSession
from sessions_formation.models import Composante, Session
from sessions_formation.queries.tour import sautees
from tests.factories.scenario import LE, autoriser, session_demandee

pytestmark = pytest.mark.django_db


def test_autoriser_avant_une_plus_ancienne_demande_pourquoi(le_monde):
    premiere, seconde = session_demandee(le_monde), session_demandee(le_monde)

    with pytest.raises(HorsTour) as refus:
        autoriser(seconde, le_monde.agent, hors_tour="  ")

    [phrase] = refus.value.motifs
    assert phrase == composer(
        "1 demande est arrivée avant celle-ci sur ce lot (SE-2026-00001) : "
        "écrivez pourquoi vous l’autorisez avant son tour."
    ).replace("1 demande", "1\N{NO-BREAK SPACE}demande")
    assert not Composante.objects.exists()
    premiere.refresh_from_db()
    assert premiere.statut == StatutSession.DEMANDEE


def test_la_raison_est_dans_le_journal_et_pas_dans_les_lettres(le_monde):
    session_demandee(le_monde)
    seconde = session_demandee(le_monde)

    autoriser(seconde, le_monde.agent, hors_tour="La session commence dans dix jours.")

    ligne = seconde.historique.get(transition="autoriser")
    assert ligne.motif == ("Besoin avéré, conditions remplies\nAvant son tour : La session commence dans dix jours.")


def test_a_son_tour_la_raison_ne_s_ecrit_pas(le_monde):
    premiere = session_demandee(le_monde)
    session_demandee(le_monde)

    autoriser(premiere, le_monde.agent, hors_tour="Écrit pour rien.")

    assert premiere.historique.get(transition="autoriser").motif == "Besoin avéré, conditions remplies"


def test_refuser_ou_une_autre_file_ne_font_passer_devant_personne(le_monde):
    premiere, seconde = session_demandee(le_monde), session_demandee(le_monde)

    refuser_session(session_id=premiere.pk, par=le_monde.agent, motif="hors_lot", precisions="Autre lot.", le=LE)

    assert autoriser(seconde, le_monde.agent).statut == StatutSession.PUBLIEE


def test_deux_arrivees_au_meme_instant_se_rangent_par_numero(le_monde):
    premiere, seconde = session_demandee(le_monde), session_demandee(le_monde)
    Session.objects.filter(pk=seconde.pk).update(complete_le=premiere.complete_le)

    with pytest.raises(HorsTour):
        autoriser(seconde, le_monde.agent)
    assert autoriser(premiere, le_monde.agent).statut == StatutSession.PUBLIEE


def test_sautees_dit_qui_l_on_laisse_derriere(le_monde):
    demandes = [session_demandee(le_monde) for _ in range(4)]
    for rang, session in enumerate(demandes):
        Session.objects.filter(pk=session.pk).update(complete_le=session.demandee_le + timedelta(minutes=rang))
        session.refresh_from_db()

    assert sautees([demandes[1], demandes[2]]) == [demandes[0]]
    assert sautees(demandes[:3]) == []
    assert sautees([]) == []

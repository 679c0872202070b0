"""The demonstration loads on any day, and only where nobody works."""

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.management import CommandError, call_command

from comptes.models import Utilisateur
from config.demo.agenda import Agenda
from config.demo.chargement import DemonstrationRefusee, charger
from referentiels.actions.charger import charger_referentiels
from sessions_formation.enums import StatutSession
from sessions_formation.models import Session
from tests.factories.comptes import UtilisateurFactory

LE = date(2026, 11, 23)


@pytest.fixture
def referentiels(db):
    charger_referentiels(annoncer=lambda _table, _lignes: None)


@pytest.mark.lent
def test_demo_se_charge_n_importe_quel_jour(referentiels):
    """New year's day, a Sunday, years after: nobody works, months and years have turned."""
    le = date(2034, 1, 1)
    with time_machine.travel(datetime(le.year, le.month, le.day, 5, 0, tzinfo=UTC), tick=False):
        charger(le=le)

    attendus = set(StatutSession.values) - {StatutSession.AUTORISEE}
    assert set(Session.objects.values_list("statut", flat=True).order_by()) == attendus


def test_demo_refuse_une_base_ou_quelqu_un_travaille(referentiels):
    UtilisateurFactory(email="quelquun@paysdelaloire.example")

    with pytest.raises(CommandError, match="comptes ou des dossiers réels"):
        call_command("demo")

    assert Utilisateur.objects.count() == 1


def test_demo_refuse_une_base_de_production(referentiels, settings):
    settings.MFA_AGENTS_EXIGEE = True

    with pytest.raises(DemonstrationRefusee, match="en production"):
        charger(le=LE)


def test_demo_sans_referentiels_dit_quoi_lancer(db):
    with pytest.raises(CommandError, match="charger_referentiels"):
        call_command("demo")


def test_demo_sans_etre_chargee_n_a_pas_de_comptes(db):
    with pytest.raises(CommandError, match="n’est pas chargée"):
        call_command("demo", "--comptes")


def test_agenda_ne_prevoit_rien_pour_aujourd_hui():
    with pytest.raises(ValueError, match="hier au plus tard"):
        Agenda(LE).prevoir(0, 9, lambda le: None)

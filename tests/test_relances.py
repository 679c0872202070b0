"""What runs every reminder of the house: one command, one hourly task, and an idle hour that costs little."""

from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from config.relances import relancer
from config.tasks import relancer_chaque_heure
from tests.factories.scenario import LE, intention_deposee, monde
from tests.sessions_formation.test_relances import JOUR_30


@pytest.fixture
def le_monde():
    return monde()


@pytest.mark.django_db
def test_une_heure_ou_rien_n_est_du_coute_toujours_autant(le_monde, django_assert_max_num_queries):
    for _ in range(3):
        intention_deposee(le_monde)

    with django_assert_max_num_queries(21):
        relancer(le=LE)


@pytest.mark.django_db
def test_la_commande_compte_et_se_repete(le_monde):
    intention_deposee(le_monde)
    with time_machine.travel(datetime(2027, 3, 1, 9, tzinfo=timezone.get_default_timezone())):
        premiere, seconde = StringIO(), StringIO()
        call_command("relancer", date=JOUR_30, stdout=premiere)
        call_command("relancer", date=JOUR_30, stdout=seconde)

    comptes = dict(reversed(ligne.split(maxsplit=1)) for ligne in premiere.getvalue().splitlines())
    assert comptes["que personne ne prend"] == "1"
    assert {ligne.split()[0] for ligne in seconde.getvalue().splitlines()} == {"0"}


@pytest.mark.django_db
def test_la_commande_refuse_un_jour_a_venir(le_monde):
    with pytest.raises(CommandError, match="à venir"):
        call_command("relancer", date=date(2999, 1, 1))


@pytest.mark.django_db
@pytest.mark.parametrize(("heure", "faites"), [(3, 0), (8, 1)], ids=["la-nuit", "le-matin"])
def test_la_tache_n_ecrit_a_personne_la_nuit(le_monde, heure, faites):
    intention_deposee(le_monde)
    with time_machine.travel(
        datetime(JOUR_30.year, JOUR_30.month, JOUR_30.day, heure, tzinfo=timezone.get_default_timezone())
    ):
        assert relancer_chaque_heure() == faites

"""The demonstration is the same every time: mixed into the class that loads it."""

from datetime import UTC, date, datetime

import time_machine
from django.db import connection

from config.demo.chargement import charger
from intentions.models import IntentionEmbauche
from referentiels.actions.charger import charger_referentiels
from sessions_formation.models import Session
from tests.vidage import revenir_a_l_etat_initial

LE = date(2026, 11, 23)


def tout_charger() -> None:
    """Load it as the first start of the service does, in the morning of ``LE``."""
    charger_referentiels(annoncer=lambda _table, _lignes: None)
    with time_machine.travel(datetime(LE.year, LE.month, LE.day, 9, tzinfo=UTC), tick=False):
        charger(le=LE)


def photographie() -> tuple[list[tuple], list[tuple]]:
    intentions = IntentionEmbauche.objects.order_by("numero").values_list("numero", "statut", "deposee_le")
    sessions = Session.objects.order_by("numero").values_list("numero", "statut", "complete_le")
    return list(intentions), list(sessions)


class EstToujoursLaMeme:
    """Loaded once more, in a transaction that goes back."""

    def test_demo_est_la_meme_chaque_fois(self):
        premiere = photographie()
        revenir_a_l_etat_initial()
        # Else it holds until the transaction's end, which is the class's.
        connection.cursor().execute("SET LOCAL session_replication_role = origin")
        assert photographie() == ([], [])

        tout_charger()

        assert photographie() == premiere

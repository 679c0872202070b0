"""The demonstration is the same every time: mixed into the class that loads it."""

import hashlib
from datetime import UTC, date, datetime

import time_machine

from config.demo.chargement import charger
from intentions.models import IntentionEmbauche
from referentiels.actions.charger import charger_referentiels
from sessions_formation.models import Session

LE = date(2026, 11, 23)
# Of ``photographie``: it changes when the demonstration does, and then only.
EMPREINTE = "87c5cb2d0a8ed291"


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
    """Whatever the process, the order of its sets and the day of the run."""

    def test_demo_est_la_meme_chaque_fois(self):
        empreinte = hashlib.sha256(repr(photographie()).encode()).hexdigest()[:16]

        assert empreinte == EMPREINTE, f'La démonstration a changé : EMPREINTE = "{empreinte}" si c’est voulu.'

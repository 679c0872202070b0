"""A year replayed at 100 000 intentions and their sessions, against reading the same rows: aim half a minute.

``BANC_INTENTIONS`` changes the volume. Trust the ratio, not the times.
"""

import os
import sys
from datetime import date, timedelta
from decimal import Decimal
from time import perf_counter

import pytest
from django.utils import timezone

from pilotage.actions.rejeu_calcul import Rejouee
from pilotage.impact import Nature
from pilotage.queries import rejeu_dossiers as lectures
from pilotage.queries.rejeu_dossiers import Periode
from pilotage.regles.rejeu import Question
from tests.banc.volume import remplir

pytestmark = pytest.mark.django_db

VOLUME = int(os.environ.get("BANC_INTENTIONS", "100000"))
BUT_SECONDES = 30 * max(VOLUME / 100_000, 0.1)
RATIO_MAX = 10


def lire(periode: Periode) -> int:
    """Read the rows a replay reads, and do nothing of them."""
    lues = 0
    for nature in (Nature.INTENTION, Nature.SESSION):
        dernier = 0
        while lignes := lectures.lot_suivant(lectures.dossiers_de(nature, periode, "default"), dernier):
            dernier, lues = lignes[-1]["pk"], lues + len(lignes)
    return lues


def test_toutes_les_annees_rejouees_d_un_coup():
    remplir(VOLUME, siennes=min(2_000, VOLUME // 10))
    periode = Periode(date(2020, 1, 1), timezone.localdate() - timedelta(days=1))
    debut = perf_counter()
    lues = lire(periode)
    lecture = perf_counter() - debut
    for question in (
        Question({"effectif_min": Decimal(4)}),
        Question({"effectif_min": Decimal(4), "heures_hebdo_min": Decimal(20)}, prix_pour_cent=Decimal(10)),
    ):
        rejouee = Rejouee(periode, question, le=timezone.localdate())
        debut = perf_counter()
        trouve = rejouee.calculer(lambda _combien: None)
        duree = perf_counter() - debut
        sys.stdout.write(
            f"\n{question.en_json()} : {lues} dossiers rejoués en {duree:.1f} s, {duree / lecture:.1f} × leur seule "
            f"lecture ({lecture:.1f} s) ; {sum(ligne['haut'] for ligne in trouve['nouvelles'])} sessions de plus"
        )
        assert sum(ligne[-2] for ligne in trouve["intentions"]) > lues / 2
        assert duree < BUT_SECONDES
        assert duree / lecture < RATIO_MAX

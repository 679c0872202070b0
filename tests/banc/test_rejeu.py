"""A year replayed at 100 000 intentions and their sessions, against reading the same rows: aim half a minute.

``BANC_INTENTIONS`` changes the volume, from 20 000: under it, what is read once (laws, lots, groups) outweighs files,
and what a file costs cannot be told. Trust the ratio, not the times.
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
VOLUME_MIN = 20_000
BUT_SECONDES = 30 * VOLUME / 100_000
# What judging a file twice and pooling it may cost, in readings of the same file.
RATIO_MAX = 6


def lire(periode: Periode) -> int:
    """Read the rows a replay reads, and do nothing of them."""
    lues = 0
    for nature in (Nature.INTENTION, Nature.SESSION):
        dernier = 0
        while lignes := lectures.lot_suivant(lectures.dossiers_de(nature, periode, "default"), dernier):
            dernier, lues = lignes[-1]["pk"], lues + len(lignes)
    return lues


@pytest.mark.skipif(VOLUME < VOLUME_MIN, reason=f"À moins de {VOLUME_MIN} intentions, le rapport ne dit rien.")
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
        sessions = sum(ligne["haut"] for ligne in trouve["nouvelles"])
        sys.stdout.write(
            f"\n{question.en_json()} : {lues} dossiers rejoués en {duree:.1f} s ({duree / lues * 1000:.2f} ms chacun, "
            f"{duree / lecture:.1f} × leur seule lecture en {lecture:.1f} s) ; {sessions} sessions de plus"
        )
        assert sum(ligne[-2] for ligne in trouve["intentions"]) > lues / 2
        assert duree < BUT_SECONDES
        assert duree / lecture < RATIO_MAX

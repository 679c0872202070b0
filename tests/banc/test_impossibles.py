"""Every invariant of the data at volume, each time printed: all of them within a minute.

``make banc OPTIONS=tests/banc/test_impossibles.py``; ``BANC_INTENTIONS`` changes the volume (100 000).
"""

import os
import sys

import pytest
from django.utils import timezone

from pilotage.queries.impossibles.lecture import chercher
from pilotage.regles.impossibles import Instant
from tests.banc.volume import remplir

pytestmark = pytest.mark.django_db

VOLUME = int(os.environ.get("BANC_INTENTIONS", "100000"))
SECONDES_MAX = 60


def test_tous_les_invariants_tiennent_dans_la_minute():
    remplir(VOLUME, siennes=2_000)
    trouvailles = sorted(chercher(Instant(timezone.localdate(), timezone.now())), key=lambda une: -une.secondes)

    total = sum(une.secondes for une in trouvailles)
    sys.stdout.write(f"\n{VOLUME} intentions, {len(trouvailles)} invariants lus en {total:.1f} s\n")
    for une in trouvailles:
        sys.stdout.write(f"  {une.secondes * 1000:8.0f} ms  {une.cle}\n")
    assert [une for une in trouvailles if une.nombre or une.erreur] == []
    assert total < SECONDES_MAX

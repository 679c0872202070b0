"""100 000 intentions judged in one process, against reading the same JSON: aim under 5 ×."""

import sys

from tests.banc.juger import mesurer


def test_juger_cent_mille_intentions():
    lecture, jugement = mesurer(100_000)

    sys.stdout.write(f"\n100 000 intentions : jugées en {jugement / lecture:.2f} × leur lecture (but : moins de 5)\n")
    assert jugement / lecture < 5

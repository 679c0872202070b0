"""Steps told to a person at a terminal: what is being done, and since when once it lasts."""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SILENCE_MAX = 2.0
PAS_TERMINAL = 1.0
PAS_FICHIER = 5.0


def dire(phrase: str) -> None:
    print(phrase, flush=True)


@contextmanager
def etape(phrase: str) -> Iterator[None]:
    """Says what begins, then every so often that it still runs, then how long it took when that was long."""
    dire(f"• {phrase}")
    debut = time.monotonic()
    fini = threading.Event()
    battement = threading.Thread(target=_battre, args=(fini, debut), daemon=True)
    battement.start()
    try:
        yield
    finally:
        fini.set()
        battement.join()
    duree = time.monotonic() - debut
    if duree > SILENCE_MAX:
        dire(f"  fait en {duree:.0f} s")


def _battre(fini: threading.Event, debut: float) -> None:
    sur_terminal = sys.stdout.isatty()
    attente = SILENCE_MAX
    while not fini.wait(attente):
        attente = PAS_TERMINAL if sur_terminal else PAS_FICHIER
        texte = f"  en cours depuis {time.monotonic() - debut:.0f} s…"
        print(f"\r{texte}" if sur_terminal else texte, end="" if sur_terminal else "\n", flush=True)
    if sur_terminal and attente == PAS_TERMINAL:
        print("\r" + " " * 40 + "\r", end="", flush=True)

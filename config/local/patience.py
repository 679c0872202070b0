"""Steps told to a person at a terminal: what is being done, and how far it is once it lasts."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

SILENCE_MAX = 2.0
PAS_TERMINAL = 1.0
PAS_FICHIER = 5.0
LARGEUR = 60


def dire(phrase: str) -> None:
    print(phrase, flush=True)


class Battement(threading.Thread):
    """Says every so often that a step still runs: on one line of a terminal, on lines of their own elsewhere."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.debut = time.monotonic()
        self.fini = threading.Event()
        self.detail = ""
        self.sur_terminal = sys.stdout.isatty()

    @property
    def duree(self) -> float:
        return time.monotonic() - self.debut

    def run(self) -> None:
        attente = SILENCE_MAX
        while not self.fini.wait(attente):
            attente = PAS_TERMINAL if self.sur_terminal else PAS_FICHIER
            texte = f"  {self.detail or 'en cours'}, {self.duree:.0f} s…"
            if self.sur_terminal:
                print(f"\r{texte:<{LARGEUR}}", end="", flush=True)
            else:
                dire(texte)

    def noter(self, detail: str) -> None:
        self.detail = detail

    def finir(self) -> None:
        self.fini.set()
        self.join()
        if self.duree > SILENCE_MAX:
            texte = f"  fait en {self.duree:.0f} s"
            dire(f"\r{texte:<{LARGEUR}}" if self.sur_terminal else texte)


@contextmanager
def etape(phrase: str) -> Iterator[Callable[[str], None]]:
    """Announces a step and keeps telling that it runs; gives a function to say how far it is."""
    dire(f"• {phrase}")
    battement = Battement()
    battement.start()
    try:
        yield battement.noter
    finally:
        battement.finir()

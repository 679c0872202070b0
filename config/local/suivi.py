"""The children's log files, followed: what a person watching `make run` wants to see, one line each."""

import re

from config.local.enfants import Enfant

# The worker and beat speak of every task they pass on; at a terminal only their troubles matter.
REMARQUABLE = re.compile(r"\b(WARNING|ERROR|CRITICAL|Traceback)\b")
REQUETE = re.compile(r"\[acces\] (?P<ligne>.*)")
SANS_INTERET = re.compile(r"(GET|HEAD) /(static|sante)/")


class Suiveur:
    """Reads what was added to one log file since the last time."""

    def __init__(self, enfant: Enfant) -> None:
        self.nom = enfant.nom
        self.chemin = enfant.journal
        self.position = self.chemin.stat().st_size if self.chemin.exists() else 0

    def nouveautes(self) -> list[str]:
        """Lines worth a look, shortened to what a terminal holds. A line half-written waits for the next time."""
        if not self.chemin.exists():
            return []
        if self.chemin.stat().st_size < self.position:
            self.position = 0
        with self.chemin.open("rb") as fichier:
            fichier.seek(self.position)
            ajout = fichier.read()
        entier = ajout[: ajout.rfind(b"\n") + 1]
        self.position += len(entier)
        retenues = (_retenir(ligne) for ligne in entier.decode(errors="replace").splitlines())
        return [f"{self.nom} · {ligne[:200]}" for ligne in retenues if ligne]


def _retenir(ligne: str) -> str | None:
    if requete := REQUETE.search(ligne):
        return None if SANS_INTERET.search(requete["ligne"]) else requete["ligne"]
    return ligne.strip() if REMARQUABLE.search(ligne) else None

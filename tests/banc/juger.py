"""Time to judge many intentions, as a ratio to reading the same JSON: `python -m tests.banc.juger [N]`.

Both are measured in turn in the same run, best of five: trust the ratio, not the times. The aim is under 5.
"""

import json
import sys
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

from pilotage.simulation.jugement import decouper, juger_tout
from tests.regles.reglements import LE, reglement_au

_CAS = Path(__file__).parent.parent / "regles" / "cas_faq.json"
_TOURS = 5


def fichier(combien: int) -> bytes:
    """Return a JSON array of `combien` intentions, those of the FAQ made different from each other."""
    modeles = [cas["dossier"] for cas in json.loads(_CAS.read_bytes()) if cas["nature"] == "intention"]
    return json.dumps([_varier(modele, rang) for rang, modele in enumerate(islice(cycle(modeles), combien))]).encode()


def _varier(modele: dict, rang: int) -> dict:
    employeur = modele["employeur"] | {"nom": f"{modele['employeur']['nom']} {rang}"}
    contrat = modele["contrat"] | {"heures_hebdo": (modele["contrat"]["heures_hebdo"] or 0) + rang % 40 / 4}
    return modele | {"employeur": employeur, "contrat": contrat, "poste": modele["poste"] | {"nombre": 1 + rang % 60}}


def juger_fichier(contenu: bytes) -> bytes:
    """Judge a whole file, from bytes to bytes."""
    jugements = juger_tout("intention", decouper(contenu), le=LE, reglement_au=reglement_au)
    return b"[%b]" % b",".join(jugement.en_json() for jugement in jugements)


def mesurer(combien: int) -> tuple[float, float]:
    """Return the best times, in seconds, to read `combien` intentions and to judge them."""
    contenu, lire, juger = fichier(combien), [], []
    for _ in range(_TOURS):
        depart = perf_counter()
        json.loads(contenu)
        milieu = perf_counter()
        juger_fichier(contenu)
        lire.append(milieu - depart)
        juger.append(perf_counter() - milieu)
    return min(lire), min(juger)


if __name__ == "__main__":
    nombre = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    lecture, jugement = mesurer(nombre)
    sys.stdout.write(
        f"{nombre} intentions : lues en {lecture:.2f} s, jugées en {jugement:.2f} s, "
        f"rapport {jugement / lecture:.2f} (but : moins de 5).\n"
    )

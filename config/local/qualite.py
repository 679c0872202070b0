"""`make qualite`: every check that is not a test. All of them run; the exit status says whether one complained."""

import subprocess
import sys
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from config.local.lieux import RACINE
from config.local.patience import dire, etape

PROGRAMMES = Path(sys.executable).parent
# Checks at one time: half of the wait goes to the types, and leaves a core to the others.
ENSEMBLE = 2
# What is checked, and how, the longest first. Django's own go through manage.py, which finds the servers.
CONTROLES = {
    "Types (mypy)": ["mypy"],
    "Style du code (ruff)": ["ruff", "check", "."],
    "Mise en forme (ruff)": ["ruff", "format", "--check", "."],
    "Qui importe qui (import-linter)": ["lint-imports", "--no-logo"],
    "Migrations à jour": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "Migrations qui arrêteraient le service (squawk)": ["python", "-m", "config.local.migrations"],
    "Contrôles de Django": ["python", "manage.py", "check"],
    "Gabarits (djlint)": ["djlint", "--lint", "--quiet", "templates"],
}


def main() -> None:
    with ThreadPoolExecutor(ENSEMBLE) as ensemble:
        essais = {nom: ensemble.submit(lancer, commande) for nom, commande in CONTROLES.items()}
        echecs = [nom for nom, essai in essais.items() if not passe(nom, essai)]
    if echecs:
        sys.exit("À reprendre : " + ", ".join(echecs) + ".")
    dire("Tout est en ordre.")


def lancer(commande: list[str]) -> subprocess.CompletedProcess[str]:
    """Runs one check to its end; what it says is kept."""
    return subprocess.run(
        [PROGRAMMES / commande[0], *commande[1:]], cwd=RACINE, capture_output=True, text=True, check=False
    )


def passe(nom: str, essai: Future[subprocess.CompletedProcess[str]]) -> bool:
    """Waits for one check and shows what it said only when it complains."""
    with etape(nom):
        fini = essai.result()
    if fini.returncode:
        dire((fini.stdout + fini.stderr).strip())
    return fini.returncode == 0


if __name__ == "__main__":
    main()

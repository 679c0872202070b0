"""`make qualite`: every check that is not a test. All of them run; the exit status says whether one complained."""

import subprocess
import sys
from pathlib import Path

from config.local.lieux import RACINE
from config.local.patience import dire, etape

PROGRAMMES = Path(sys.executable).parent
# What is checked, and how. Django's own go through manage.py, which finds the servers.
CONTROLES = {
    "Style du code (ruff)": ["ruff", "check", "."],
    "Mise en forme (ruff)": ["ruff", "format", "--check", "."],
    "Qui importe qui (import-linter)": ["lint-imports", "--no-logo"],
    "Types (mypy)": ["mypy"],
    "Migrations à jour": ["python", "manage.py", "makemigrations", "--check", "--dry-run"],
    "Contrôles de Django": ["python", "manage.py", "check"],
    "Gabarits (djlint)": ["djlint", "--lint", "--quiet", "templates"],
}


def main() -> None:
    echecs = [nom for nom, commande in CONTROLES.items() if not passe(nom, commande)]
    if echecs:
        sys.exit("À reprendre : " + ", ".join(echecs) + ".")
    dire("Tout est en ordre.")


def passe(nom: str, commande: list[str]) -> bool:
    """Runs one check and shows what it said only when it complains."""
    with etape(nom):
        essai = subprocess.run(
            [PROGRAMMES / commande[0], *commande[1:]], cwd=RACINE, capture_output=True, text=True, check=False
        )
    if essai.returncode:
        dire((essai.stdout + essai.stderr).strip())
    return essai.returncode == 0


if __name__ == "__main__":
    main()

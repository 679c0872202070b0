"""`make installer`: prepares `.venv`. Run with the system's Python, so standard library only.

An old Python must be able to read it as far as the sentence that says which one is needed: nothing here is newer than
Python 3.7, and ``patience`` is imported once the version is known.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

RACINE = Path(__file__).resolve().parent.parent.parent
VENV = RACINE / ".venv"
PYTHON_DU_PROJET = VENV / "bin" / "python"
VERROUS = RACINE / "requirements.lock"
MARQUE = VENV / "installe"
VERSION_MINIMALE = (3, 11)
PYTHONS_CONNUS = ("python3.13", "python3.12", "python3.11", "python3.14")
# What draws the PDFs, with the Debian package that brings it. The last one makes a letter six times faster.
BIBLIOTHEQUES_PDF = {
    "libpango-1.0.so.0": "libpango-1.0-0",
    "libpangoft2-1.0.so.0": "libpangoft2-1.0-0",
    "libharfbuzz-subset.so.0": "libharfbuzz-subset0",
}
POLICES = Path("/usr/share/fonts/truetype")
PAQUET_POLICES = "fonts-liberation"


class InstallationImpossible(Exception):
    """Something this script cannot bring; the message says what to install."""


def main() -> None:
    exiger_python()
    try:
        preparer_venv()
        preparer_bibliotheques()
    except InstallationImpossible as erreur:
        sys.exit(f"\n{erreur}")
    except KeyboardInterrupt:
        sys.exit("\nInstallation interrompue : la même commande la reprendra.")


def exiger_python() -> None:
    """Goes on with a newer Python found on the machine, or says which one to install."""
    if sys.version_info[:2] >= VERSION_MINIMALE:
        return
    for chemin in filter(None, map(shutil.which, PYTHONS_CONNUS)):
        os.execv(chemin, [chemin, "-m", "config.local.installer"])
    sys.exit(
        f"Python 3.11 ou plus récent est nécessaire ; celui-ci est la version {sys.version.split()[0]}. "
        "Installez-le, puis lancez « make installer PYTHON=/chemin/vers/python3 »."
    )


def preparer_venv() -> None:
    attendue = empreinte()
    if PYTHON_DU_PROJET.exists() and MARQUE.exists() and MARQUE.read_text() == attendue:
        return
    if not pip_marche():
        creer_venv()
    installer_les_paquets()
    MARQUE.write_text(attendue)


def empreinte() -> str:
    """What the environment was made from: the pinned versions, the interpreter, and where it stands."""
    return hashlib.sha256(VERROUS.read_bytes() + f"{sys.version}|{VENV}".encode()).hexdigest()


def pip_marche() -> bool:
    """Whether the environment is there and of this Python; one half-made, or moved, is made again."""
    if not PYTHON_DU_PROJET.exists():
        return False
    commande = [str(PYTHON_DU_PROJET), "-c", "import pip, sys; print(sys.version + sys.prefix)"]
    essai = subprocess.run(commande, capture_output=True, text=True, check=False)
    return essai.stdout.strip() == f"{sys.version}{VENV}"


def creer_venv() -> None:
    from config.local.patience import dire, etape

    with etape("Création de l’environnement Python (.venv)"):
        essai = essayer_venv()
    if essai.returncode and est_root_avec_apt():
        dire("  le module venv manque à ce Python")
        apt_installer([f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"])
        essai = essayer_venv()
    if essai.returncode:
        raise InstallationImpossible(
            "L’environnement Python ne peut pas être créé. Sous Debian ou Ubuntu, installez « python3-venv » "
            "(sudo apt-get install python3-venv), puis recommencez.\n" + (essai.stdout + essai.stderr).strip()
        )


def essayer_venv() -> subprocess.CompletedProcess[str]:
    commande = [sys.executable, "-m", "venv", "--clear", str(VENV)]
    return subprocess.run(commande, capture_output=True, text=True, check=False, cwd=RACINE)


def installer_les_paquets() -> None:
    """pip, with the person's own configuration; what it says is shown only if it fails."""
    from config.local.patience import etape

    nombre = sum("==" in ligne for ligne in VERROUS.read_text().splitlines())
    commande = [str(PYTHON_DU_PROJET), "-m", "pip", "install", "--require-hashes", "-r", str(VERROUS)]
    # Python compiles what it imports, when it does; compiling everything at once is a quarter of the wait.
    commande += ["--no-compile", "--disable-pip-version-check", "--progress-bar", "off", "--no-input"]
    with etape(f"Installation de {nombre} paquets, aux versions fixées par requirements.lock") as avancer:
        code, lignes = suivre_pip(commande, nombre, avancer)
    if code:
        raise InstallationImpossible(
            "L’installation des paquets a échoué (réseau, place sur le disque ?) :\n" + "".join(lignes[-25:])
        )


def suivre_pip(commande: list[str], nombre: int, avancer: Callable[[str], None]) -> tuple[int, list[str]]:
    """Runs pip and says how many packages it has found; gives its exit status and all it said."""
    lignes = []
    trouves = 0
    with subprocess.Popen(commande, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=RACINE) as pip:
        for ligne in pip.stdout or ():
            lignes.append(ligne)
            if ligne.startswith(("Collecting ", "Requirement already satisfied")):
                trouves = min(trouves + 1, nombre)
                avancer(f"{trouves} sur {nombre} trouvés")
            elif ligne.startswith("Installing collected packages"):
                avancer("mise en place")
    return pip.returncode, lignes


def preparer_bibliotheques() -> None:
    """Installs what draws PDFs where that can be done without asking, else says it and goes on."""
    manquants = bibliotheques_manquantes()
    if manquants and est_root_avec_apt():
        apt_installer(manquants)
        manquants = bibliotheques_manquantes()
    if manquants:
        from config.local.patience import dire

        dire(
            "Les lettres en PDF attendent des bibliothèques du système : "
            "sudo apt-get install --no-install-recommends " + " ".join(manquants)
        )


def bibliotheques_manquantes() -> list[str]:
    if not sys.platform.startswith("linux"):
        return []
    manquants = [paquet for nom, paquet in BIBLIOTHEQUES_PDF.items() if not se_charge(nom)]
    return manquants if any(POLICES.glob("liberation*")) else [*manquants, PAQUET_POLICES]


def se_charge(bibliotheque: str) -> bool:
    """Loading it is quicker than ctypes.util.find_library, which calls a compiler, and needs no cache."""
    try:
        ctypes.CDLL(bibliotheque)
    except OSError:
        return False
    return True


def est_root_avec_apt() -> bool:
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_installer(paquets: list[str]) -> None:
    """Asks apt; the lists of a fresh machine are empty or old, so they are fetched when the first try fails."""
    from config.local.patience import dire, etape

    installation = ["install", "-y", "--no-install-recommends", *paquets]
    with etape("Installation par apt : " + " ".join(paquets)):
        essai = apt(installation)
        if essai.returncode:
            apt(["update"])
            essai = apt(installation)
    if essai.returncode:
        dire(f"  apt n’a pas pu : {essai.stderr.strip()[-300:]}")


def apt(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["apt-get", *arguments],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
    )


if __name__ == "__main__":
    main()

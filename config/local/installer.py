"""`make installer`: prepares `.venv`. Run with the system's Python, so standard library only.

Written for an old Python to read as far as the sentence that says which one is needed.
"""

import ctypes
import glob
import hashlib
import os
import shutil
import subprocess
import sys
import time

RACINE = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(RACINE, ".venv")
PYTHON_DU_PROJET = os.path.join(VENV, "bin", "python")
VERROUS = os.path.join(RACINE, "requirements.lock")
MARQUE = os.path.join(VENV, "installe")
VERSION_MINIMALE = (3, 11)
PYTHONS_CONNUS = ("python3.13", "python3.12", "python3.11", "python3.14")
# What draws the PDFs, with the Debian package that brings it. The last one makes a letter six times faster.
BIBLIOTHEQUES_PDF = {
    "pango-1.0": "libpango-1.0-0",
    "pangoft2-1.0": "libpangoft2-1.0-0",
    "harfbuzz-subset": "libharfbuzz-subset0",
}
POLICES = ("/usr/share/fonts/truetype/liberation*", "fonts-liberation")


class InstallationImpossible(Exception):
    """Something this script cannot bring; the message says what to install."""


def main():
    exiger_python()
    try:
        preparer_venv()
        preparer_bibliotheques()
    except InstallationImpossible as erreur:
        sys.exit("\n{}".format(erreur))
    except KeyboardInterrupt:
        sys.exit("\nInstallation interrompue : la même commande la reprendra.")


def exiger_python():
    """Goes on with a newer Python found on the machine, or says which one to install."""
    if sys.version_info[:2] >= VERSION_MINIMALE:
        return
    for nom in PYTHONS_CONNUS:
        chemin = shutil.which(nom)
        if chemin:
            os.execv(chemin, [chemin, *sys.argv])
    sys.exit(
        "Python 3.11 ou plus récent est nécessaire ; celui-ci est la version {}.{}. "
        "Installez-le, puis lancez « make installer PYTHON=/chemin/vers/python3 ».".format(*sys.version_info[:2])
    )


def preparer_venv():
    attendue = empreinte()
    if lire(MARQUE) == attendue and os.path.exists(PYTHON_DU_PROJET):
        return
    if not os.path.exists(PYTHON_DU_PROJET) or not pip_marche():
        dire("Création de l’environnement Python (.venv)")
        creer_venv()
    installer_les_paquets()
    with open(MARQUE, "w") as marque:
        marque.write(attendue)
    dire("L’environnement est prêt.")


def empreinte():
    """What the environment was made from: the pinned versions, the interpreter, and where it stands."""
    with open(VERROUS, "rb") as verrous:
        contenu = verrous.read()
    return hashlib.sha256(contenu + "{}|{}".format(sys.version, VENV).encode()).hexdigest()


def pip_marche():
    essai = subprocess.run([PYTHON_DU_PROJET, "-m", "pip", "--version"], capture_output=True, check=False)
    return essai.returncode == 0


def creer_venv():
    essai = essayer_venv()
    if essai.returncode and est_root_avec_apt():
        dire("Le module venv manque à ce Python : installation par apt")
        apt_installer(["python{}.{}-venv".format(*sys.version_info[:2])])
        essai = essayer_venv()
    if essai.returncode:
        raise InstallationImpossible(
            "L’environnement Python ne peut pas être créé. Sous Debian ou Ubuntu, installez « python3-venv » "
            "(sudo apt-get install python3-venv), puis recommencez.\n" + (essai.stdout + essai.stderr).strip()
        )


def essayer_venv():
    return subprocess.run(
        [sys.executable, "-m", "venv", "--clear", VENV], capture_output=True, text=True, check=False, cwd=RACINE
    )


def installer_les_paquets():
    """pip with the person's own configuration; one line that moves stands for its hundreds."""
    nombre = sum(1 for ligne in open(VERROUS) if "==" in ligne and not ligne.startswith((" ", "#")))
    dire("Installation de {} paquets, aux versions fixées par requirements.lock".format(nombre))
    commande = [PYTHON_DU_PROJET, "-m", "pip", "install", "--require-hashes", "-r", VERROUS]
    commande += ["--disable-pip-version-check", "--progress-bar", "off", "--no-input"]
    with subprocess.Popen(
        commande, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, cwd=RACINE
    ) as processus:
        lignes = []
        suivi = Suivi(nombre)
        for ligne in processus.stdout:
            lignes.append(ligne)
            suivi.lire(ligne)
        suivi.finir()
    if processus.returncode:
        raise InstallationImpossible(
            "L’installation des paquets a échoué (réseau ? place sur le disque ?) :\n" + "".join(lignes[-25:])
        )


class Suivi:
    """Progress of pip, from the lines it prints: in place on a terminal, every ten seconds elsewhere."""

    def __init__(self, total):
        self.total = total
        self.trouves = 0
        self.derniere = time.monotonic()
        self.sur_terminal = sys.stdout.isatty()

    def lire(self, ligne):
        if ligne.startswith(("Collecting ", "Requirement already satisfied")):
            self.trouves += 1
            self.montrer("  {} / {} paquets".format(min(self.trouves, self.total), self.total))
        elif ligne.startswith("Installing collected packages"):
            self.montrer("  mise en place des paquets…", tout_de_suite=True)

    def montrer(self, texte, tout_de_suite=False):
        if self.sur_terminal:
            print("\r{:<40}".format(texte), end="", flush=True)
        elif tout_de_suite or time.monotonic() - self.derniere > 10:
            self.derniere = time.monotonic()
            print(texte, flush=True)

    def finir(self):
        if self.sur_terminal:
            print(flush=True)


def preparer_bibliotheques():
    """Installs what draws PDFs where that can be done without asking, else says it once and goes on."""
    manquants = bibliotheques_manquantes()
    if manquants and est_root_avec_apt():
        dire("Installation par apt de ce qui dessine les PDF : " + " ".join(manquants))
        apt_installer(manquants)
        manquants = bibliotheques_manquantes()
    if manquants:
        dire(
            "Les lettres en PDF attendent des bibliothèques du système : "
            "sudo apt-get install --no-install-recommends " + " ".join(manquants)
        )


def bibliotheques_manquantes():
    if not sys.platform.startswith("linux"):
        return []
    manquants = [paquet for nom, paquet in BIBLIOTHEQUES_PDF.items() if not bibliotheque_presente(nom)]
    motif, paquet = POLICES
    return manquants if glob.glob(motif) else [*manquants, paquet]


def bibliotheque_presente(nom):
    """Loading it is quicker than find_library, which calls a compiler, and true where there is no ldconfig."""
    try:
        ctypes.CDLL("lib{}.so.0".format(nom))
    except OSError:
        return False
    return True


def est_root_avec_apt():
    return os.geteuid() == 0 and shutil.which("apt-get") is not None


def apt_installer(paquets):
    environnement = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    installation = ["apt-get", "install", "-y", "--no-install-recommends", *paquets]
    # The lists of a fresh machine are empty or old: fetched only when the first try fails.
    for commande in (installation, ["apt-get", "update"], installation):
        debut = time.monotonic()
        essai = subprocess.run(
            commande, capture_output=True, text=True, check=False, env=environnement, stdin=subprocess.DEVNULL
        )
        if time.monotonic() - debut > 2:
            dire("  {} : {:.0f} s".format(" ".join(commande[:2]), time.monotonic() - debut))
        if commande is installation and not essai.returncode:
            return
    dire("  apt n’a pas pu installer {} : {}".format(" ".join(paquets), essai.stderr.strip()[-300:]))


def lire(chemin):
    try:
        with open(chemin) as fichier:
            return fichier.read()
    except OSError:
        return ""


def dire(phrase):
    print(phrase, flush=True)


if __name__ == "__main__":
    main()

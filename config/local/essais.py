"""`make test`: the whole suite, and what it leaves out on this machine."""

import os
import shutil
import subprocess
import sys

from config.local.lieux import RACINE
from config.local.patience import dire

# The same engine without windows costs a quarter of the whole browser.
NAVIGATEURS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
ENSEMBLE = "2"


def main() -> None:
    if not any(shutil.which(nom) for nom in NAVIGATEURS):
        dire(
            "Chromium manque : les tests dans le navigateur (marque « navigateur ») sont laissés de côté. "
            "Sous Debian : sudo apt-get install chromium-headless-shell."
        )
    # Each worker is a process with a database of its own. A file goes whole to one: what its tests share is made once.
    partage = ["-n", ENSEMBLE, "--dist", "loadfile", "--no-loadscope-reorder"]
    commande = [sys.executable, "-m", "pytest", *partage, *sys.argv[1:]]
    # Tests start many processes: let the first one to compile a module do so for the others.
    env = {nom: valeur for nom, valeur in os.environ.items() if nom != "PYTHONDONTWRITEBYTECODE"} | {"LANG": "C.UTF-8"}
    sys.exit(subprocess.run(commande, cwd=RACINE, check=False, env=env).returncode)


if __name__ == "__main__":
    main()

"""What `make run` does to the database before serving: ``python -m config.local.preparation``.

One process for every step: loading Django anew for each would cost more than most of them.
"""

import hashlib
import io
import os
import sys
from pathlib import Path

import django
from django.core.management import CommandError, call_command, get_commands

from config.local.lieux import RACINE
from config.local.patience import dire, etape

DONNEES = RACINE / "referentiels" / "donnees"


def main(etat: Path) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    django.setup()
    from django.conf import settings
    from django.contrib.auth import get_user_model

    with etape("Mise à jour des tables"):
        call_command("migrate", verbosity=0, interactive=False)
    connues = get_commands()
    vierge = not get_user_model().objects.exists()
    if "charger_referentiels" in connues:
        charger_referentiels(etat / "referentiels", vierge=vierge)
    if settings.DEMO and "demo" in connues:
        if vierge:
            with etape("Jeu de démonstration : comptes, intentions, sessions"):
                call_command("demo")
        ecrire_les_comptes(etat / "comptes.txt")


def charger_referentiels(marque: Path, *, vierge: bool) -> None:
    """Loads the reference tables into a new database, and again whenever their files have changed."""
    empreinte = hashlib.sha256()
    for fichier in sorted(f for f in DONNEES.rglob("*") if f.is_file()):
        empreinte.update(fichier.name.encode() + fichier.read_bytes())
    if not vierge and marque.exists() and marque.read_text() == empreinte.hexdigest():
        return
    with etape("Chargement des référentiels"):
        call_command("charger_referentiels")
    marque.write_text(empreinte.hexdigest())


def ecrire_les_comptes(destination: Path) -> None:
    """Asks the demonstration which accounts it made and leaves them for the supervisor to print."""
    comptes = io.StringIO()
    try:
        call_command("demo", "--comptes", stdout=comptes)
    except CommandError as erreur:
        dire(f"  Les comptes de démonstration ne peuvent pas être listés : {erreur}")
    destination.write_text(comptes.getvalue())


if __name__ == "__main__":
    main(Path(sys.argv[1]))

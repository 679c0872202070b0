#!/usr/bin/env python3
"""Django's commands. Finds or starts the servers they need, in the project's own environment."""

import os
import sys
from pathlib import Path

VENV = Path(__file__).resolve().parent / ".venv"
SANS_SERVEUR = {"help", "version", "--help", "-h", "--version", "check", "collectstatic", "makemessages"}


def rejoindre_l_environnement() -> None:
    """Called with another Python, goes on with the one of .venv; says what to do when there is none."""
    try:
        import django  # noqa: F401
    except ImportError:
        python = VENV / "bin" / "python"
        if not python.exists() or Path(sys.prefix).resolve() == VENV.resolve():
            sys.exit("L’environnement n’est pas prêt : lancez « make installer », puis recommencez.")
        os.execv(python, [str(python), *sys.argv])


def main() -> None:
    rejoindre_l_environnement()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.dev")
    arguments = sys.argv[1:]
    if arguments and not SANS_SERVEUR & {arguments[0], "--help" if "--help" in arguments else ""}:
        assurer_les_serveurs()
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)


def assurer_les_serveurs() -> None:
    from config.env import serveurs_embarques

    if not serveurs_embarques() or os.environ["DJANGO_SETTINGS_MODULE"].endswith("production"):
        return
    from config.local.erreurs import ServeursIndisponibles
    from config.local.serveurs import assurer

    try:
        assurer()
    except ServeursIndisponibles as erreur:
        sys.exit(str(erreur))


if __name__ == "__main__":
    main()

"""PostgreSQL's own tools: found, checked against the server's version, run with progress."""

import os
import re
import shutil
import subprocess
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path

from django.db import connection

from config.env import dossier_postgres, environnement_des_enfants
from config.sauvegarde.erreurs import SauvegardeRefusee

# Where Debian keeps the tools of each version; the one on the PATH may be older than the server.
PAQUETS = Path("/usr/lib/postgresql")
_VERSION = re.compile(r"\(PostgreSQL\) (\d+)")
# What is not of libpq in the parameters Django gives to its driver; the password goes by the environment.
_PAS_DE_LIBPQ = {"password", "cursor_factory", "context", "server_side_binding", "isolation_level"}


def outil(nom: str, *, au_moins: int) -> tuple[Path, int]:
    """Give the path and major version of ``pg_dump`` or ``pg_restore``, ``au_moins`` or later.

    Raises SauvegardeRefusee naming those found and their versions: an older one would refuse, or lose something.
    """
    trouves = []
    for chemin in _candidats(nom):
        version = _version(chemin)
        if version >= au_moins:
            return chemin, version
        trouves.append(f"{chemin} (version {version})")
    vus = f" Trouvés, trop anciens : {', '.join(trouves)}." if trouves else ""
    raise SauvegardeRefusee(
        f"Il faut {nom} de PostgreSQL {au_moins} ou plus récent, comme le serveur.{vus} "
        f"Installez postgresql-client-{au_moins}, ou dites où il est avec POSTGRES_BIN."
    )


def version_du_serveur() -> int:
    """Give the major version of the server of the default database."""
    connection.ensure_connection()
    return connection.pg_version // 10_000


def lancer(commande: list[str | Path], *, attendu: str, avancer: Callable[[int], object]) -> None:
    """Run one tool on the default database; ``avancer(1)`` at each line of its progress that holds ``attendu``.

    Files it makes are its owner's alone. Raises SauvegardeRefusee with the end of what it said.
    """
    fin: deque[str] = deque(maxlen=12)
    parametres = connection.get_connection_params()
    env = environnement_des_enfants() | {"LC_ALL": "C"}
    if parametres.get("password"):
        env["PGPASSWORD"] = str(parametres["password"])
    # No word of the command is anybody's: paths found above, folders the operator wrote.
    with subprocess.Popen(  # noqa: S603
        [*commande, "--verbose", "--no-password", f"--dbname={_adresse(parametres)}"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        env=env,
        umask=0o077,
    ) as processus:
        for ligne in processus.stderr or ():
            fin.append(ligne)
            if attendu in ligne:
                avancer(1)
    if processus.returncode:
        raise SauvegardeRefusee(f"{Path(commande[0]).name} a échoué :\n{''.join(fin)}")


def _adresse(parametres: dict[str, object]) -> str:
    """The parameters of the connection in libpq's own words: ``host='…' dbname='…'``."""
    gardes = {nom: str(valeur) for nom, valeur in parametres.items() if nom not in _PAS_DE_LIBPQ and valeur != ""}
    return " ".join(
        "{}='{}'".format(nom, valeur.replace("\\", "\\\\").replace("'", "\\'")) for nom, valeur in gardes.items()
    )


def _candidats(nom: str) -> Iterator[Path]:
    if voulu := dossier_postgres():
        yield voulu / nom
        return
    if trouve := shutil.which(nom):
        yield Path(trouve)
    yield from sorted(PAQUETS.glob(f"*/bin/{nom}"), key=lambda chemin: chemin.parts[-3].zfill(4), reverse=True)
    if embarque := _embarque(nom):
        yield embarque


def _embarque(nom: str) -> Path | None:
    """The tool that comes with the embedded server; None where that package is not installed, as in production."""
    from config.env import dossier_etat  # noqa: PLC0415
    from config.local.erreurs import ServeursIndisponibles  # noqa: PLC0415
    from config.local.lieux import lieu_de  # noqa: PLC0415

    try:
        chemin = lieu_de(dossier_etat()).programmes_postgres / nom
    except ServeursIndisponibles:
        return None
    return chemin if os.access(chemin, os.X_OK) else None


def _version(chemin: Path) -> int:
    """The major version a tool says of itself; 0 when it says none (not there, not for this machine)."""
    try:
        dit = subprocess.run(  # noqa: S603
            [chemin, "--version"], capture_output=True, text=True, check=False, timeout=10
        )
    except OSError:
        return 0
    lue = _VERSION.search(dit.stdout)
    return int(lue[1]) if lue else 0

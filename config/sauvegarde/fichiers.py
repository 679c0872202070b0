"""Files by their fingerprints: read from where documents are kept (a folder or a bucket), put there, read again."""

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO, Any, TypeVar

from django.apps import apps
from django.core.files import File
from django.core.files.storage import Storage
from django.db.models import FileField, QuerySet

OCTETS = 1 << 20
# A bucket answers in some milliseconds whatever is asked: several at once. A folder gains little, and loses nothing.
ENSEMBLE = 8

Rendu = TypeVar("Rendu")


def fichiers_nommes() -> list[str]:
    """Give the name of every file that a row of the database names, once each, in order (one query per field)."""
    noms: set[str] = set()
    for modele in apps.get_models():
        for champ in modele._meta.concrete_fields:
            if isinstance(champ, FileField):
                # A manager of the model's own may hide rows.
                toutes = QuerySet(modele).exclude(**{champ.name: ""}).exclude(**{champ.name: None})
                noms.update(toutes.order_by().values_list(champ.name, flat=True))
    return sorted(noms)


def empreinte(flux: IO[Any]) -> str:
    """Give the SHA-256 of what remains to be read in ``flux``, in hexadecimal."""
    condense = hashlib.sha256()
    while morceau := flux.read(OCTETS):
        condense.update(morceau)
    return condense.hexdigest()


def empreinte_de(chemin: Path) -> str:
    with chemin.open("rb") as flux:
        return empreinte(flux)


def empreinte_rangee(rangement: Storage, nom: str) -> str | None:
    """Give the SHA-256 of one stored file; None when it is not there."""
    try:
        with rangement.open(nom, "rb") as flux:
            return empreinte(flux)
    except FileNotFoundError:
        return None


def copier(rangement: Storage, nom: str, vers: Path) -> str | None:
    """Copy one stored file to ``vers``; give its SHA-256, None when it is not there (nothing is written then)."""
    condense = hashlib.sha256()
    try:
        with rangement.open(nom, "rb") as source:
            vers.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(vers, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as cible:
                while morceau := source.read(OCTETS):
                    condense.update(morceau)
                    cible.write(morceau)
    except FileNotFoundError:
        return None
    return condense.hexdigest()


def ranger(rangement: Storage, nom: str, source: Path, attendue: str, *, remplacer: bool = False) -> bool:
    """Put a file under its very name and read it back; False when the same was there already.

    Raises OSError when another file has this name (unless ``remplacer``), or when what is read back differs.
    """
    presente = empreinte_rangee(rangement, nom)
    if presente == attendue:
        return False
    if presente is not None:
        if not remplacer:
            raise OSError(f"Un autre fichier porte déjà le nom {nom}.")
        rangement.delete(nom)
    with source.open("rb") as flux:
        donne = rangement.save(nom, File(flux))
    if donne != nom:
        rangement.delete(donne)
        raise OSError(f"Le rangement a renommé {nom} : un autre l’écrit en ce moment.")
    if empreinte_rangee(rangement, nom) != attendue:
        raise OSError(f"{nom}, relu, n’est pas le fichier attendu.")
    return True


def ensemble(acte: Callable[[str], Rendu], noms: Iterable[str]) -> Iterator[tuple[str, Rendu]]:
    """Do ``acte`` on each name, several at once; give (name, result) in their order. What it raises is raised here."""
    liste = list(noms)
    with ThreadPoolExecutor(ENSEMBLE) as fils:
        yield from zip(liste, fils.map(acte, liste), strict=True)

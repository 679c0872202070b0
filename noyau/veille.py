"""Is everything the service stands on at work? Asked by the readiness page; told part by part.

Some parts stop people when they fail: the page then answers 503 and a balancer sends nobody here. The others are late
or missing without anybody noticing yet: the page answers 200 and says so.
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime, timedelta
from functools import lru_cache
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from time import monotonic
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from redis import RedisError

from noyau.courriers import Courrier
from noyau.courtier import CLE_BEAT, CLE_SIGNE_DE_VIE, EtatDeLaFile, client_du_courtier, lire_la_file
from noyau.replique import REPLIQUE, retard_de_la_replique

RETARD_TOLERE = timedelta(minutes=5)
# A task that nobody took for so long: workers are too few, or stuck.
ATTENTE_TOLEREE = timedelta(minutes=10)
# Writing to a storage may be slow and costs elsewhere: asked once a minute by each process.
DUREE_DU_TEMOIN = 60.0
# How long a probe waits for it.
PATIENCE_DU_TEMOIN = 1.0
TEMOIN = "sante/temoin"


class Etat(NamedTuple):
    """What is at work.

    ``retard``: how long the oldest e-mail has been due, None when the database cannot say. ``file``: None when the
    broker does not answer. ``replique``: how late it is, None when there is none or it does not answer.
    """

    base: bool
    migrations: bool
    courtier: bool
    worker: bool
    beat: bool
    documents: bool
    retard: timedelta | None
    file: EtatDeLaFile | None
    replique_demandee: bool
    replique: timedelta | None

    @property
    def courriers(self) -> bool:
        return self.retard is not None and self.retard <= RETARD_TOLERE

    @property
    def taches(self) -> bool:
        return self.file is not None and self.file.age <= ATTENTE_TOLEREE

    @property
    def replique_a_jour(self) -> bool:
        if not self.replique_demandee:
            return True
        # As noyau.replique: later than that, nobody reads it.
        return self.replique is not None and self.replique.total_seconds() <= settings.REPLIQUE_RETARD_MAX

    @property
    def pret(self) -> bool:
        """People can be served, and what they decide leaves."""
        return all((self.base, self.migrations, self.courtier, self.worker, self.documents, self.courriers))

    @property
    def degrade(self) -> bool:
        """People are served, and something calls for somebody."""
        return self.pret and not all((self.beat, self.taches, self.replique_a_jour))


def examiner(*, maintenant: datetime) -> Etat:
    """Asks each of them once, a quarter of a second at most for the broker, a second for documents; raises nothing."""
    retard = _retard_des_courriers(maintenant)
    courtier, worker, beat = _courtier_worker_et_beat()
    return Etat(
        base=retard is not None,
        migrations=retard is not None and _migrations_faites(),
        courtier=courtier,
        worker=worker,
        beat=beat,
        documents=_documents_inscriptibles(),
        retard=retard,
        file=_file(maintenant) if courtier else None,
        replique_demandee=REPLIQUE in settings.DATABASES,
        replique=retard_de_la_replique(),
    )


def _retard_des_courriers(maintenant: datetime) -> timedelta | None:
    try:
        connection.ensure_connection()
        echeance = Courrier.objects.dus(maintenant).values_list("prochain_essai_le", flat=True).first()
    except DatabaseError:
        return None
    return maintenant - echeance if echeance else timedelta(0)


def _courtier_worker_et_beat() -> tuple[bool, bool, bool]:
    try:
        worker, beat = client_du_courtier().mget(CLE_SIGNE_DE_VIE, CLE_BEAT)
    except RedisError:
        return False, False, False
    return True, worker is not None, beat is not None


def _file(maintenant: datetime) -> EtatDeLaFile | None:
    try:
        return lire_la_file(maintenant=maintenant)
    except RedisError:
        return None


def _migrations_faites() -> bool:
    """New code must serve nobody before its tables are there. What was found done stays done."""
    if "faites" not in _MIGRATIONS:
        try:
            appliquees = set(MigrationRecorder(connection).applied_migrations())
        except DatabaseError:
            return False
        if not _migrations_connues() <= appliquees:
            return False
        _MIGRATIONS.add("faites")
    return True


_MIGRATIONS: set[str] = set()


@lru_cache(maxsize=1)
def _migrations_connues() -> frozenset[tuple[str, str]]:
    """Give what the code has (application, name), read as file names: Django's own loader imports each of them."""
    connues = set()
    for application in apps.get_app_configs():
        nom, _ = MigrationLoader.migrations_module(application.label)
        if nom is not None and find_spec(nom) is not None:
            # A module that is no folder holds no migration, though it bears the name.
            fichiers = iter_modules(getattr(import_module(nom), "__path__", []))
            connues |= {(application.label, fichier.name) for fichier in fichiers if fichier.name[0] not in "_~"}
    return frozenset(connues)


def _une_fois_par_minute(question: Callable[[], bool]) -> Callable[[], bool]:
    """A good answer is kept a minute; a bad one is asked again at once.

    Asked aside: a bucket that is gone takes its time to say so, and probes must not hold threads that serve people.
    Until it answers, it is held for gone.
    """
    bonne_jusqu_a = 0.0
    posee: tuple[Future[bool], float] | None = None
    a_cote = ThreadPoolExecutor(1)

    def demander() -> bool:
        nonlocal bonne_jusqu_a, posee
        if monotonic() < bonne_jusqu_a:
            return True
        # Who comes while it is being asked waits for the same answer, no longer than who asked it.
        celle_ci, posee_le = posee = posee or (a_cote.submit(question), monotonic())
        try:
            bonne = celle_ci.result(max(posee_le + PATIENCE_DU_TEMOIN - monotonic(), 0))
        except TimeoutError:
            return False
        posee = None
        if bonne:
            bonne_jusqu_a = monotonic() + DUREE_DU_TEMOIN
        return bonne

    return demander


def _temoin_ecrit() -> bool:
    """Write a little file where letters go, and take it away."""
    try:
        nom = default_storage.save(TEMOIN, ContentFile(b"1"))
        default_storage.delete(nom)
    except Exception:  # noqa: BLE001 each kind of storage has errors of its own; all mean that letters cannot be kept
        return False
    return True


_documents_inscriptibles = _une_fois_par_minute(_temoin_ecrit)

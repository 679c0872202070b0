"""What the service tells its log: enough to find a fault, nothing that tells who people are.

In production each line is one JSON object whose fields are chosen here (an unknown one is not written), with the
request or the task it was written in. Pages are told by the name of their address, never by its path: a path may hold
a signed link. An exception is told by its type and where it was raised; its message may quote what somebody typed, and
is kept only where it speaks of servers. Messages of the house name nobody (docs/donnees-personnelles.md); what masks
them here is a second fence.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import TracebackType
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.db import InterfaceError, OperationalError
from pythonjsonlogger.json import JsonFormatter
from redis import RedisError

# What is being done: {"requete": …, "vue": …} of a page, {"requete": …, "tache": …, "tache_id": …} of a task.
_CONTEXTE: ContextVar[dict[str, str] | None] = ContextVar("contexte_du_journal", default=None)
# Taken from the proxy in front when it has this shape; anything else is replaced, or a line could be forged.
FORME_DE_REQUETE = re.compile(r"[A-Za-z0-9_-]{8,64}")
# Fields that our own lines may add with ``extra=``.
CHAMPS = ("methode", "statut", "duree_ms", "tache", "tache_id", "issue")
# Their messages speak of servers and sockets. A refusal of PostgreSQL about a row is neither.
MESSAGES_SANS_PERSONNE = (OperationalError, InterfaceError, RedisError, ConnectionError, TimeoutError)
# Celery repeats in its lines what a task gave or raised.
TRACE_DE_CELERY = "celery.app.trace"
_MASQUES = (
    (re.compile(r"[\w.+%-]+@[\w-]+(?:\.[\w-]+)+"), "[courriel]"),
    (re.compile(r"\?[^\s\"'<>]*=[^\s\"'<>]*"), "?[…]"),
    # A signed link or a key: long, with capitals, small letters and digits. Fingerprints are in small letters.
    (re.compile(r"(?=[\w:.=-]*[A-Z])(?=[\w:.=-]*[a-z])(?=[\w:.=-]*\d)[\w:=-]{20,}(?:\.[\w:=-]+)*"), "[jeton]"),
    # Phone, social security, bank account: nine digits or more, however they are spaced.
    (re.compile(r"(?<![\w-])\+?\d(?:[\s.\u00a0\u202f]?\d){8,}(?![\w-])"), "[numéro]"),
)


def masquer(texte: str) -> str:
    """Give the text without address, query string, signed link or long number."""
    for motif, remplacement in _MASQUES:
        texte = motif.sub(remplacement, texte)
    return texte


def nom_de_requete(recu: str | None) -> str:
    """Give the identifier of a request: the one received when it may be written as it is, else a new one."""
    return recu if recu and FORME_DE_REQUETE.fullmatch(recu) else uuid4().hex


def contexte_courant() -> dict[str, str]:
    """Give what is being done, as the lines tell it; empty outside a request or a task."""
    return _CONTEXTE.get() or {}


@contextmanager
def dans_le_contexte(**ce_qui_se_fait: str) -> Iterator[dict[str, str]]:
    """Within it, each line tells the request or the task. The dictionary given may be completed meanwhile."""
    contexte = dict(ce_qui_se_fait)
    marque = _CONTEXTE.set(contexte)
    try:
        yield contexte
    finally:
        _CONTEXTE.reset(marque)


def message_d_exception(erreur: BaseException) -> str:
    """Give what may be told of an exception's message: its first line if it speaks of servers, else nothing."""
    if not isinstance(erreur, MESSAGES_SANS_PERSONNE):
        return ""
    return masquer(next(iter(str(erreur).splitlines()), ""))


def exception_discrete(erreur: BaseException | None, trace: TracebackType | None = None) -> str:
    """Give type and places, from the outermost call to the fault; causes first. Neither values nor messages."""
    lignes: list[str] = []
    for une in _et_ses_causes(erreur):
        message = message_d_exception(une)
        lignes.append(f"{type(une).__module__}.{type(une).__qualname__}{f' : {message}' if message else ''}")
        appels = traceback.extract_tb(trace if une is erreur and trace else une.__traceback__)
        lignes += [f"  {_lieu(appel.filename)}:{appel.lineno} {appel.name}" for appel in appels]
    return "\n".join(lignes)


def message_discret(ligne: logging.LogRecord) -> str:
    """Give the sentence of a log line, without path, value or address."""
    requete = getattr(ligne, "request", None)
    if requete is not None and hasattr(requete, "method"):
        # Django's own lines about answers quote the path.
        return f"Réponse {getattr(ligne, 'status_code', '?')} à {requete.method} {contexte_courant().get('vue', '?')}"
    donnees = getattr(ligne, "data", None)
    if ligne.name == TRACE_DE_CELERY and isinstance(donnees, dict):
        return f"Tâche {donnees.get('name', '?')} : {ligne.levelname}"
    if ligne.name.startswith("django.security"):
        return f"Requête refusée : {ligne.name.rpartition('.')[2]}"
    return masquer(ligne.getMessage())


class LigneEnJson(JsonFormatter):
    """One JSON object a line: instant, level, logger, sentence, what was being done, where it broke."""

    def add_fields(self, log_data: dict[str, Any], record: logging.LogRecord, _message: dict[str, Any]) -> None:
        log_data.update(
            instant=self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            niveau=record.levelname,
            journal=record.name,
            message=message_discret(record),
            **contexte_courant(),
        )
        log_data |= {champ: valeur for champ in CHAMPS if (valeur := getattr(record, champ, None)) is not None}
        if record.exc_info and record.exc_info[1] is not None:
            log_data["exception"] = exception_discrete(record.exc_info[1], record.exc_info[2])


def _et_ses_causes(erreur: BaseException | None) -> list[BaseException]:
    chaine: list[BaseException] = []
    while erreur is not None and erreur not in chaine and len(chaine) < 5:
        chaine.append(erreur)
        erreur = erreur.__cause__ or (None if erreur.__suppress_context__ else erreur.__context__)
    return chaine[::-1]


def _lieu(fichier: str) -> str:
    """A path of the checkout or of a package, without what stands before it on this machine."""
    chemin = Path(fichier)
    if chemin.is_relative_to(settings.BASE_DIR) and ".venv" not in chemin.parts:
        return str(chemin.relative_to(settings.BASE_DIR))
    return fichier.rpartition("site-packages/")[2].rpartition("/lib/python")[2]

"""The only reader of the environment: everything the service can be told from outside, typed.

Without ``DATABASE_URL`` and ``REDIS_URL`` the embedded servers of ``config.local`` are used; their addresses
are computed here so that settings need not know which kind of server answers.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit, urlunsplit

from environs import Env

RACINE = Path(__file__).resolve().parent.parent
DUREE_CONNEXION = 60

env = Env()
env.read_env(str(RACINE / ".env"), recurse=False)


class ReglagesManquants(Exception):
    """Settings production cannot do without; the message names every one of them."""


def exiger(*noms: str) -> None:
    """Raises ReglagesManquants naming all the variables that are absent or empty, not only the first."""
    manquants = [nom for nom in noms if not env.str(nom, default="").strip()]
    if manquants:
        raise ReglagesManquants(
            f"Réglages manquants dans l’environnement : {', '.join(manquants)}. Voyez docs/exploitation/reglages.md."
        )


def dossier_etat() -> Path:
    """Where data, logs and locks of this checkout lie: ETAT, else `.state`."""
    return env.path("ETAT", default=RACINE / ".state")


def dossier_postgres() -> Path | None:
    """Where pg_dump and pg_restore are, when POSTGRES_BIN says so."""
    donne = env.str("POSTGRES_BIN", default="")
    return Path(donne) if donne else None


def serveurs_embarques() -> bool:
    """False when both servers are given from outside: nothing embedded is started then."""
    return not (env.str("DATABASE_URL", default="") and env.str("REDIS_URL", default=""))


def base_de_donnees() -> dict[str, Any]:
    """The DATABASES["default"] entry: DATABASE_URL, else the embedded PostgreSQL."""
    if env.str("DATABASE_URL", default=""):
        reglage = dict(env.dj_db_url("DATABASE_URL"))
    else:
        from config.local.lieux import lieu_de  # production does not install what this looks for

        reglage = lieu_de(dossier_etat()).reglage_django()
    return _complete(reglage)


def base_des_statistiques() -> dict[str, Any]:
    """The DATABASES entries to add: the replica of DATABASE_REPLIQUE_URL, which writes nothing; none without it."""
    if not env.str("DATABASE_REPLIQUE_URL", default=""):
        return {}
    reglage = _complete(dict(env.dj_db_url("DATABASE_REPLIQUE_URL")))
    reglage["OPTIONS"]["options"] += " -c default_transaction_read_only=on"
    # A host that is gone must not hold a page for the two minutes of TCP.
    reglage["OPTIONS"].setdefault("connect_timeout", 2)
    return {"statistiques": reglage | {"TEST": {"MIRROR": "default"}}}


def _complete(reglage: dict[str, Any]) -> dict[str, Any]:
    """What every connection has, wherever its address comes from."""
    # Unset, each trigger of pgtrigger raises and catches an error to find it so: rows written in bulk cost the square.
    options = {**reglage.get("OPTIONS", {})}
    options["options"] = f"{options.get('options', '')} -c pgtrigger.ignore={{}}".strip()
    # A health check: after a restart of PostgreSQL the first page must not fail on a dead connection.
    return reglage | {
        "OPTIONS": options,
        "CONN_MAX_AGE": env.int("CONN_MAX_AGE", default=DUREE_CONNEXION),
        "CONN_HEALTH_CHECKS": True,
    }


def url_redis() -> str:
    """The server that carries the queue: REDIS_URL, else the embedded Valkey."""
    if url := env.str("REDIS_URL", default=""):
        return url
    from config.local.lieux import lieu_de  # as above

    return lieu_de(dossier_etat()).url_redis()


def url_courtier(url: str) -> str:
    """`url` as Celery wants it: a Unix socket has another scheme there."""
    morceaux = urlsplit(url)
    if morceaux.scheme != "unix":
        return url
    # Written out: urlunsplit drops the two slashes of a URL without a host.
    return f"redis+socket://{morceaux.path}?virtual_host={_numero(morceaux)}"


def url_cache(url: str) -> str:
    """REDIS_CACHE_URL, else the next database of the same server: emptying the cache must not empty the queue."""
    if donnee := env.str("REDIS_CACHE_URL", default=""):
        return donnee
    return base_redis(url, _numero(urlsplit(url)) + 1)


def base_redis(url: str, numero: int) -> str:
    """The base `numero` of the server of `url`."""
    morceaux = urlsplit(url)
    if morceaux.scheme == "unix":
        return f"unix://{morceaux.path}?db={numero}"
    return urlunsplit((morceaux.scheme, morceaux.netloc, f"/{numero}", morceaux.query, ""))


def _numero(morceaux: SplitResult) -> int:
    """The number of the Redis database: in the path of a network URL, in the query of a socket's."""
    if morceaux.scheme == "unix":
        return int(parse_qs(morceaux.query).get("db", ["0"])[0])
    return int(morceaux.path.strip("/") or 0)


def environnement_des_enfants(**ajouts: str) -> dict[str, str]:
    """The environment handed to the processes of the supervisor; what the person has set wins over `ajouts`."""
    return ajouts | dict(os.environ)

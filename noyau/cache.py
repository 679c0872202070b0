"""The cache, which the service can do without: what it holds is limits of demands and numbers kept half a minute.

Without it every page that counts demands, signing in among them, would be an error page for as long as Redis is down.
Limits protect the service; they are not worth its absence.
"""

import logging
import time
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis import RedisError

# Seconds: a host that is gone makes each question wait for its second, and a page asks several.
REPIT = 5.0

journal = logging.getLogger(__name__)


class CacheFacultatif(RedisCache):
    """Django's own, which answers « nothing kept » while Redis does not: told once in the log, asked again later."""

    # For the whole process: each of its threads has a cache of its own.
    _repit_jusqu_a = 0.0

    def add(self, key: str, value: Any, *arguments: Any, **nommes: Any) -> bool:
        return self._essayer(super().add, True, key, value, *arguments, **nommes)

    def get(self, key: str, default: Any = None, *arguments: Any, **nommes: Any) -> Any:
        return self._essayer(super().get, default, key, default, *arguments, **nommes)

    def set(self, key: str, value: Any, *arguments: Any, **nommes: Any) -> None:
        self._essayer(super().set, None, key, value, *arguments, **nommes)

    def delete(self, key: str, *arguments: Any, **nommes: Any) -> bool:
        return self._essayer(super().delete, False, key, *arguments, **nommes)

    def _essayer(self, acte: Callable, sinon: Any, *arguments: Any, **nommes: Any) -> Any:
        if time.monotonic() < CacheFacultatif._repit_jusqu_a:
            return sinon
        try:
            return acte(*arguments, **nommes)
        except RedisError as erreur:
            CacheFacultatif._repit_jusqu_a = time.monotonic() + REPIT
            journal.warning("Le cache ne répond pas (%s) : aucun débit n’est limité.", type(erreur).__name__)
            return sinon

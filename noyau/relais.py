"""Ask the mail relay whether it accepted a message, so that a row in doubt is neither lost nor sent twice."""

import logging
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string

from noyau.boite import MessageRecu

journal = logging.getLogger(__name__)


class JournalDeRelais(Protocol):
    def a_accepte(self, message_id: str) -> bool:
        """Tell whether the relay accepted the message of that Message-ID (angle brackets included)."""


class JournalFichier:
    """A relay's log in a text file (Postfix's cleanup lines hold ``message-id=<…>``)."""

    def __init__(self, chemin: str) -> None:
        self.chemin = Path(chemin)

    def a_accepte(self, message_id: str) -> bool:
        """A log that cannot be read says nothing: the message leaves again rather than hold up all that waits."""
        try:
            with self.chemin.open(encoding="utf-8", errors="replace") as lignes:
                return any(message_id in ligne for ligne in lignes)
        except OSError as erreur:
            journal.warning("Le journal du relais ne se lit pas : %r", erreur)
            return False


class JournalDeLaBoite:
    """The demonstration's mailbox is its own relay: the message is there or it is not."""

    def a_accepte(self, message_id: str) -> bool:
        return MessageRecu.objects.filter(message_id=message_id).exists()


def journal_du_relais() -> JournalDeRelais | None:
    """Give the relay's log, or None where none can be asked.

    ``RELAIS_JOURNAL`` is a file's path, or the dotted path of a class without argument.
    """
    reglage = settings.RELAIS_JOURNAL
    if not reglage:
        return None
    if reglage.startswith("/"):
        return JournalFichier(reglage)
    return import_string(reglage)()

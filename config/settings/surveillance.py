"""What the service tells of itself: log, measures, faults. Shared by every environment, through base.py."""

from typing import Any

from config.env import env

# « json »: one object a line, for machines (production). « texte »: for who reads over the shoulder of a process.
JOURNAL = env.str("JOURNAL", default="texte")


def journaliser(forme: str) -> dict[str, Any]:
    """Give LOGGING: every line on the standard error, in the form asked for."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "texte": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
            "json": {"()": "noyau.journalisation.LigneEnJson"},
        },
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": forme}},
        "root": {"handlers": ["console"], "level": "INFO"},
        "loggers": {
            # Django's own handler speaks only under DEBUG and would otherwise write to administrators by mail.
            "django": {"handlers": [], "level": "INFO", "propagate": True},
            # WeasyPrint tells each step of each letter, and every rule of the style sheet that is for screens.
            "weasyprint": {"level": "ERROR"},
            "factur-x": {"level": "WARNING"},
            # One line a request: `make run` has that of its web server.
            "noyau.intergiciel": {"level": "INFO" if forme == "json" else "WARNING"},
            # Celery's lines about each task repeat ours, and may quote what it raised.
            "celery.app.trace": {"level": "WARNING"},
            "celery.worker.strategy": {"level": "WARNING"},
        },
    }


LOGGING = journaliser(JOURNAL)

# Opens /metriques/ to whoever says it (Authorization: Bearer …); empty, the page does not exist.
METRIQUES_JETON = env.str("METRIQUES_JETON", default="")

# A tracker of faults that speaks Sentry's protocol; empty, nothing is ever sent (noyau.signalement).
SENTRY_DSN = env.str("SENTRY_DSN", default="")
SENTRY_ENVIRONNEMENT = env.str("SENTRY_ENVIRONNEMENT", default="production")
VERSION = env.str("VERSION", default="")

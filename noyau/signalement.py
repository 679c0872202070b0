"""Faults told to a tracker that speaks Sentry's protocol (Sentry, GlitchTip), when ``SENTRY_DSN`` names one.

What is sent is built here from nothing: type of the exception and places in the code, page or task, identifier of the
request, version. Neither message (it may quote what somebody typed), nor value, body, header, cookie, address, person.
"""

import logging
from typing import Any

import sentry_sdk
from sentry_sdk.integrations.atexit import AtexitIntegration
from sentry_sdk.integrations.celery import CeleryIntegration
from sentry_sdk.integrations.django import DjangoIntegration
from sentry_sdk.integrations.excepthook import ExcepthookIntegration
from sentry_sdk.integrations.logging import LoggingIntegration

from noyau.journalisation import contexte_courant, masquer, message_d_exception

GARDES = ("event_id", "timestamp", "level", "platform", "release", "environment", "logger", "sdk")
D_UN_APPEL = ("filename", "function", "module", "lineno", "in_app")


def brancher(dsn: str, *, environnement: str, version: str = "") -> None:
    """Tell faults to ``dsn`` from now on. Raises ``BadDsn`` for what is not one."""
    sentry_sdk.init(
        dsn=dsn,
        environment=environnement,
        release=version or None,
        max_request_body_size="never",
        include_local_variables=False,
        include_source_context=False,
        max_breadcrumbs=0,
        send_client_reports=False,
        auto_session_tracking=False,
        server_name="",
        default_integrations=False,
        integrations=[
            DjangoIntegration(middleware_spans=False, signals_spans=False),
            CeleryIntegration(),
            LoggingIntegration(level=None, event_level=logging.ERROR),
            # A command that breaks tells it before it ends, without a word on the terminal.
            ExcepthookIntegration(),
            AtexitIntegration(callback=lambda _attendent, _patience: None),
        ],
        before_send=epurer,
    )


def epurer(evenement: dict[str, Any], indice: dict[str, Any]) -> dict[str, Any]:
    """Give what may leave of an event: what is not named here does not."""
    exception = (indice.get("exc_info") or (None, None, None))[1]
    rendu = {champ: evenement[champ] for champ in GARDES if champ in evenement}
    rendu["tags"] = dict(contexte_courant())
    rendu["transaction"] = rendu["tags"].get("vue") or rendu["tags"].get("tache") or ""
    if valeurs := evenement.get("exception", {}).get("values"):
        rendu["exception"] = {"values": [_epuree(valeur, exception) for valeur in valeurs]}
    elif phrase := evenement.get("logentry", {}).get("message"):
        # The sentence as it stands in the code, without what was put in it.
        rendu["logentry"] = {"message": masquer(phrase)}
    return rendu


def _epuree(valeur: dict[str, Any], exception: BaseException | None) -> dict[str, Any]:
    appels = valeur.get("stacktrace", {}).get("frames", [])
    la_derniere = exception is not None and type(exception).__name__ == valeur.get("type")
    return {
        "type": valeur.get("type"),
        "module": valeur.get("module"),
        "value": message_d_exception(exception) if la_derniere and exception is not None else "",
        "stacktrace": {"frames": [{champ: appel.get(champ) for champ in D_UN_APPEL} for appel in appels]},
    }

"""How a page is measured: in turn with its floor and with an empty page, in the same run."""

import statistics
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter

import pytest
from django.db import connection
from django.db.models.sql.compiler import SQLCompiler
from django.template.base import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext, _TestState

from tests.conftest import ORDRE_DES_REQUETES

TOURS = 25
REQUETES_MAX = 10
VIDE = "/plancher/vide/"


@dataclass(frozen=True)
class Page:
    nom: str
    adresse: str
    client: Client
    plancher: str
    but: float
    requetes_max: int = REQUETES_MAX


@dataclass(frozen=True)
class Mesure:
    ms: float
    rapport: float
    unites: float
    requetes: int
    ko: float


def mesurer(page: Page, nu: Client, *, tours: int = TOURS, centile: int = 50) -> Mesure:
    """Time in turn the page, its floor and an empty page; the median of each, or another percentile, and their
    ratios."""
    temps: dict[str, list[float]] = {adresse: [] for adresse in (page.adresse, page.plancher, VIDE)}
    with _sans_espion():
        for tour in range(tours + 3):
            for client, adresse in ((page.client, page.adresse), (nu, page.plancher), (nu, VIDE)):
                depart = perf_counter()
                reponse = client.get(adresse)
                duree = perf_counter() - depart
                assert reponse.status_code == 200, (adresse, reponse.status_code, reponse.headers.get("Location"))
                if tour >= 3:
                    temps[adresse].append(duree)
    with CaptureQueriesContext(connection) as requetes:
        contenu = page.client.get(page.adresse).content
    ms, plancher, vide = (statistics.quantiles(valeurs, n=100)[centile - 1] for valeurs in temps.values())
    return Mesure(ms * 1000, ms / plancher, ms / vide, len(requetes), len(contenu) / 1000)


@contextmanager
def _sans_espion() -> Iterator[None]:
    """Serve pages as the service does.

    In tests every template, included ones too, copies all it is given, and what asks for no order is sorted at random.
    """
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(SQLCompiler, "_order_by_pairs", ORDRE_DES_REQUETES)
        patch.setattr(Template, "_render", _TestState.saved_data.template_render)
        yield


def connecter(utilisateur) -> Client:
    client = Client()
    client.force_login(utilisateur)
    return client

"""The dashboards at 100 000 intentions: each page within a second, and within three times its figures' bare SQL.

The floor of a page is what its figures ask of the database, the same statements sent bare and their rows fetched, in
turn with the page: ``make banc OPTIONS="-k tableaux"``. ``BANC_INTENTIONS`` changes the volume.
"""

import os
import statistics
import sys
from dataclasses import dataclass
from datetime import date
from time import perf_counter
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from pilotage.actions.compter import compter_postes
from pilotage.models import FaitPoste
from pilotage.queries.dossiers import dossiers
from pilotage.regles.perimetre import Axe, Perimetre
from pilotage.tableaux.pages import PAGES, Demande, Page
from referentiels.queries.reglement import reglement_au
from tests.banc.mesure import _sans_espion, connecter
from tests.banc.volume import remplir

VOLUME = int(os.environ.get("BANC_INTENTIONS", "100000"))
TOURS = 9
SECONDES_MAX, RAPPORT_MAX = 1.0, 3.0
# Under it a page is little but what every page of the administration costs: it is judged by its time alone.
UN_RIEN = 0.15

pytestmark = pytest.mark.django_db


@dataclass(frozen=True)
class Lue:
    """A page as it was read: medians in seconds, and how many statements its figures send."""

    nom: str
    page: float
    nu: float
    requetes: int

    @property
    def rapport(self) -> float:
        """How many times its bare SQL a page takes."""
        return self.page / self.nu


def perimetres(le: date) -> dict[str, Perimetre]:
    """Everything since the scheme began, this year, and this year of one sector and one département."""
    mois, annee = le.replace(day=1), date(le.year, 1, 1)
    croise = {Axe.SECTEUR: "inter-industrie", Axe.DEPARTEMENT: "44"}
    return {
        "tout": Perimetre(date(le.year - 3, 1, 1), mois),
        "cette année": Perimetre(annee, mois),
        "filtrée": Perimetre(annee, mois, croise),
    }


def adresse(page: Page, perimetre: Perimetre, axe: Axe) -> str:
    """The address by which a page is asked for a perimeter."""
    criteres = {axe_.value: cle for axe_, cle in perimetre.criteres.items()}
    mois = {"debut": f"{perimetre.debut:%Y-%m}", "fin": f"{perimetre.fin:%Y-%m}"}
    return f"{reverse(f'admin:pilotage_{page.code}')}?{urlencode({**mois, **criteres, 'axe': axe.value})}"


def ses_requetes(page: Page, demande: Demande) -> list[str]:
    """What the figures of a page ask of the database."""
    with CaptureQueriesContext(connection) as requetes:
        page.figures(demande)
    return [requete["sql"] for requete in requetes.captured_queries]


def nu(requetes: list[str]) -> float:
    """Send statements without anything around them, fetch all their rows; give the seconds it took."""
    depart = perf_counter()
    with connection.connection.cursor() as curseur:
        for requete in requetes:
            curseur.execute(requete)
            curseur.fetchall()
    return perf_counter() - depart


def lire(client: Client, page: Page, perimetre: Perimetre, nom: str, *, axe: Axe, le: date) -> Lue:
    """Time a page and its bare SQL in turn; the median of each."""
    url = adresse(page, perimetre, axe)
    requetes = ses_requetes(page, Demande(perimetre, le, reglement_au(le), axe))
    pages, nus = [], []
    with _sans_espion():
        for _ in range(TOURS):
            depart = perf_counter()
            reponse = client.get(url)
            pages.append(perf_counter() - depart)
            assert reponse.status_code == 200, (url, reponse.status_code)
            nus.append(nu(requetes))
    return Lue(
        f"{page.titre}, {nom}, par {axe.value}", statistics.median(pages), statistics.median(nus), len(requetes)
    )


def test_les_tableaux_contre_le_sql_nu():
    dire, le = sys.stdout.write, timezone.localdate()
    grand = remplir(VOLUME, siennes=2_000)
    dire(f"\n{FaitPoste.objects.count()} postes comptés\n")
    FaitPoste.objects.all().delete()
    for quoi in ("tout", "une seconde fois"):
        depart = perf_counter()
        ecrites = compter_postes(le=le)
        dire(f"compter_postes, {quoi} : {ecrites} lignes écrites en {perf_counter() - depart:.1f} s\n")
    with connection.cursor() as curseur:
        curseur.execute("analyze pilotage_faitposte")
    assert juger(mesurer(connecter(grand.agent), le=le)) == []


def mesurer(client: Client, *, le: date) -> list[Lue]:
    """Read every page for every perimeter, split by sector and by training body."""
    return [
        lire(client, page, perimetre, nom, axe=axe, le=le)
        for nom, perimetre in perimetres(le).items()
        for page in PAGES
        for axe in (Axe.SECTEUR, Axe.ORGANISME)
        if axe == Axe.SECTEUR or axe in page.axes
    ]


def juger(lues: list[Lue]) -> list[str]:
    """Print what was measured; give what is too slow."""
    trop = []
    for lue in lues:
        sys.stdout.write(
            f"{lue.nom:60} {lue.page * 1000:6.0f} ms   SQL nu {lue.nu * 1000:6.0f} ms ({lue.requetes} requêtes)   "
            f"rapport {lue.rapport:4.2f}\n"
        )
        if lue.page > SECONDES_MAX or (lue.page > UN_RIEN and lue.rapport > RAPPORT_MAX):
            trop.append(lue.nom)
    return trop


def test_les_dossiers_derriere_un_chiffre_s_ouvrent_en_un_instant():
    """Each list is asked for as a page of one is: its first rows and their count."""
    le = timezone.localdate()
    remplir(VOLUME, siennes=2_000)
    loi, pires = reglement_au(le), {}
    for page in PAGES:
        for figure in page.figures(Demande(perimetres(le)["cette année"], le, loi)):
            for case in (case for ligne in figure.lignes[:5] for case in ligne.cases if case.dossiers):
                depart = perf_counter()
                lignes = dossiers(case.dossiers, le=le, loi=loi).lignes
                list(lignes.values("pk")[:25])
                lignes.order_by().values("pk")[:1001].count()
                pires[figure.code] = max(pires.get(figure.code, 0), perf_counter() - depart)
    sys.stdout.write("".join(f"dossiers de {code} : au pire {duree * 1000:.0f} ms\n" for code, duree in pires.items()))
    assert max(pires.values()) < SECONDES_MAX

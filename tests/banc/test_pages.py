"""Pages against the floor of their kind, measured in turn in the same run, at two volumes: ``make banc``.

Trust the ratios, not the times. ``BANC_INTENTIONS`` changes the volume (100 000).
"""

import os
import statistics
import sys
from dataclasses import dataclass
from time import perf_counter

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from intentions.models import IntentionEmbauche
from sessions_formation.models import Session
from tests.banc.volume import grand_monde, remplir

VOLUME = int(os.environ.get("BANC_INTENTIONS", "100000"))
PETIT = 3_000
SIENNES = 2_000
TOURS = 25

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.banc.plancher")]


@dataclass(frozen=True)
class Page:
    nom: str
    adresse: str
    client: Client
    plancher: str
    but: float


@dataclass(frozen=True)
class Mesure:
    ms: float
    rapport: float
    requetes: int
    ko: float


def mesurer(page: Page, nu: Client) -> Mesure:
    """Time the page and its floor in turn; the median of each, and their ratio."""
    temps: dict[str, list[float]] = {"page": [], "plancher": []}
    for tour in range(TOURS + 3):
        for cle, client, adresse in (("page", page.client, page.adresse), ("plancher", nu, page.plancher)):
            depart = perf_counter()
            reponse = client.get(adresse)
            duree = perf_counter() - depart
            assert reponse.status_code == 200, (adresse, reponse.status_code)
            if tour >= 3:
                temps[cle].append(duree)
    with CaptureQueriesContext(connection) as requetes:
        contenu = page.client.get(page.adresse).content
    medianes = {cle: statistics.median(valeurs) for cle, valeurs in temps.items()}
    return Mesure(medianes["page"] * 1000, medianes["page"] / medianes["plancher"], len(requetes), len(contenu) / 1000)


def connecter(utilisateur) -> Client:
    client = Client()
    client.force_login(utilisateur)
    return client


def pages(grand) -> list[Page]:
    employeur, organisme = connecter(grand.a_l_employeur), connecter(grand.monde.au_mandataire)
    agent, anonyme = connecter(grand.monde.agent), Client()
    intention = IntentionEmbauche.objects.filter(employeur=grand.employeur).order_by("pk").first()
    session = Session.objects.filter(statut="demandee").order_by("pk").first()
    # The floors of the peer's measure: 25 rows signed in with their count for the site's pages, Django's own list and
    # change pages for the administration's.
    liste, nue = "/plancher/liste/", "/nu/intentions/intentionembauche/"
    nu_objet = f"{nue}{intention.pk}/change/"
    admin_session = "admin:sessions_formation_session"
    return [
        Page("accueil", "/", anonyme, liste, 2.5),
        Page("simulateur", reverse("simulateur"), anonyme, liste, 2.5),
        Page("employeur : liste", reverse("intentions:liste"), employeur, liste, 2.5),
        Page("employeur : recherche", reverse("intentions:liste") + "?q=soudeur", employeur, liste, 2.5),
        Page("employeur : dossier", reverse("intentions:detail", args=[intention.pk]), employeur, liste, 2.5),
        Page("organisme : intentions", reverse("sessions:intentions"), organisme, liste, 2.5),
        Page("organisme : sessions", reverse("sessions:liste"), organisme, liste, 2.5),
        Page("organisme : demande", reverse("sessions:demande", args=[session.pk]), organisme, liste, 2.5),
        Page("admin : file", reverse(f"{admin_session}_changelist"), agent, nue, 1.5),
        Page("admin : décision", reverse(f"{admin_session}_change", args=[session.pk]), agent, nu_objet, 2.5),
        Page("admin : intentions", reverse("admin:intentions_intentionembauche_changelist"), agent, nue, 1.5),
    ]


def test_pages_contre_le_plancher():
    grand = grand_monde()
    remplir(grand, intentions=PETIT, siennes=SIENNES, sessions=1_000)
    nu = Client()
    nu.force_login(comptes_nu(grand))
    petites = {page.nom: mesurer(page, nu) for page in pages(grand)}
    remplir(grand, intentions=VOLUME, siennes=SIENNES, sessions=5_000)
    dire = sys.stdout.write
    dire(f"\n{VOLUME} intentions, 5 000 sessions, {SIENNES} à l’employeur mesuré\n")
    dire(f"{'page':28}{'ms':>8}{'× plancher':>12}{'but':>6}{'requêtes':>10}{'ko':>8}{'× petit volume':>16}\n")
    for page in pages(grand):
        mesure = mesurer(page, nu)
        croissance = mesure.ms / petites[page.nom].ms
        marque = "" if mesure.rapport <= page.but else "  au-dessus du but"
        dire(
            f"{page.nom:28}{mesure.ms:8.1f}{mesure.rapport:12.2f}{page.but:6.1f}{mesure.requetes:10}{mesure.ko:8.1f}"
            f"{croissance:16.2f}{marque}\n"
        )


def comptes_nu(grand):
    """The floor is read by an officer who owns the 2 000 rows: one person for every kind of floor."""
    IntentionEmbauche.objects.filter(employeur=grand.employeur).update(deposant=grand.monde.agent)
    return grand.monde.agent

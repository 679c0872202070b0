"""The public search at 10 000 published sessions against its floor, and against itself at 200: ``make banc``.

What is kept is the 95th percentile of a hundred readings of each page, taken in turn with its floor and an empty page.
"""

import sys
from datetime import date
from functools import partial
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.volume.formations import publier
from sessions_formation.queries.publiees import vitrines_ouvertes
from tests.banc.mesure import Page, mesurer
from tests.banc.test_pages import comparer, nu_de
from tests.banc.volume import Grand, remplir

PETIT, GRAND = 200, 10_000
SIENNES = 500
TOURS, CENTILE = 100, 95

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.banc.plancher")]


def pages(le: date) -> list[Page]:
    """What people ask of it: the list, words, places, the tenth page, who recruits; a search that finds nothing."""
    ouvertes = vitrines_ouvertes(le)
    une = ouvertes.exclude(epci=None).exclude(employeurs=[]).select_related("commune", "metier").order_by("pk")[0]
    mot = une.metier.libelle.split()[0]
    recherches = {
        "liste": {},
        "des mots": {"q": f"{mot}s"},
        "département et secteur": {"departement": une.departement_id, "secteur": une.secteur_id},
        "commune et intercommunalité": {"commune": str(une.commune), "rayon": "epci"},
        "dixième page": {"page": "10"},
        "places libres": {"places": "on"},
        "les plus libres d’abord": {"tri": "-places"},
        "par commune": {"tri": "lieu", "departement": une.departement_id},
        "employeur": {"employeur": une.employeurs[0]},
        "rien trouvé": {"q": f"{mot} introuvable", "departement": une.departement_id, "places": "on"},
    }
    return [
        Page(nom, f"{reverse('formations')}?{urlencode(criteres)}", Client(), "/plancher/liste/", 2.5)
        for nom, criteres in recherches.items()
    ]


def test_la_recherche_publique_contre_le_plancher():
    le = timezone.localdate()
    # A few hundred sessions, of which some dozens are published: the others are made after those.
    grand = remplir(600, siennes=SIENNES)
    nu, mesurer_le_pire = nu_de(grand), partial(mesurer, tours=TOURS, centile=CENTILE)
    completer(grand, PETIT, le=le)
    petites = {page.nom: mesurer_le_pire(page, nu) for page in pages(le)}
    completer(grand, GRAND, le=le)
    sys.stdout.write(f"\n{vitrines_ouvertes(le).count()} sessions publiées\n")
    assert comparer(pages(le), petites, nu, mesurer=mesurer_le_pire) == []


def completer(grand: Grand, combien: int, *, le: date) -> None:
    """Bring published sessions to ``combien``."""
    publier(grand.peuple.monde, combien - vitrines_ouvertes(le).count(), le=le)

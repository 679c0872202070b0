"""Sessions published by the thousand: what reads a session finds what it expects, and the search finds them."""

import pytest
from django.core.management.base import CommandError
from django.db.models import F

from parcours.queries.places import places_de
from sessions_formation.models import Composante, IntentionRetenue, Session
from sessions_formation.queries.publiees import sessions_publiees, vitrines_ouvertes
from tests.volume.remplissage import LE, peupler

pytestmark = pytest.mark.django_db


def test_les_sessions_publiees_ont_leurs_postes_leur_commande_et_leurs_places(referentiels):
    peupler(200, publiees=30)

    vitrines = list(vitrines_ouvertes(LE).order_by("pk"))
    assert len(vitrines) == sessions_publiees(LE).count() > 30
    sessions = Session.objects.order_by("-pk")[:30]
    assert Composante.objects.filter(session__in=sessions, parcours=F("session__effectif")).count() == 30
    retenues = IntentionRetenue.objects.acquises().filter(session__in=sessions, intention__statut="engagee")
    assert retenues.filter(postes=F("intention__nombre_postes")).count() == 30
    places = places_de(vitrine.pk for vitrine in vitrines)
    assert {vitrine.pk: vitrine.libres for vitrine in vitrines} == {pk: lues.libres for pk, lues in places.items()}
    assert any(vitrine.employeurs for vitrine in vitrines)


def test_sans_modele_rien_ne_se_publie(referentiels):
    with pytest.raises(CommandError, match="Aucune session publiée"):
        peupler(1, publiees=1)

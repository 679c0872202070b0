"""The what-if of a dated value on 100 000 intentions, against reading the same columns: aim under a minute."""

import sys
from datetime import timedelta
from decimal import Decimal
from time import perf_counter

import pytest
from django.utils import timezone

from pilotage.actions.etudier_impact import demander_une_etude, mener_les_etudes
from pilotage.models import EtudeImpact
from pilotage.queries import dossiers_juges
from referentiels.models import Parametre
from tests.banc.volume import remplir

pytestmark = pytest.mark.django_db

INTENTIONS = 100_000
BUT_SECONDES = 60


def test_l_etude_de_toutes_les_intentions():
    grand = remplir(INTENTIONS, siennes=2_000)
    jour = timezone.localdate() + timedelta(days=30)

    debut = perf_counter()
    lues = sum(len(lot) for lot in dossiers_juges._par_lots(dossiers_juges._intentions()))
    lecture = perf_counter() - debut
    for code, valeur in (("duree_min_mois", 9), ("effectif_min", 6)):
        parametre = Parametre(code=code, valeur=Decimal(valeur), depuis=jour, texte="Essai")
        demander_une_etude(parametre, par=grand.agent, maintenant=timezone.now())
        debut = perf_counter()
        mener_les_etudes(maintenant=timezone.now)
        duree = perf_counter() - debut
        etude = EtudeImpact.objects.get(code=code)
        sys.stdout.write(f"\n{code} : {etude.total} dossiers en {duree:.1f} s, {etude.resultat['changements']}")
        assert etude.statut == "terminee"
        assert duree < BUT_SECONDES
    sys.stdout.write(f"\nLecture seule des intentions : {lues} en {lecture:.1f} s\n")

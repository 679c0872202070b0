"""The what-if of a dated value on 100 000 intentions and 20 000 sessions: aim under a minute each."""

import sys
from copy import copy
from datetime import timedelta
from decimal import Decimal
from time import perf_counter

import pytest
from django.db.models import Model
from django.utils import timezone

from pilotage.actions.etudier_impact import demander_une_etude, mener_les_etudes
from pilotage.models import EtudeImpact
from pilotage.queries import dossiers_juges
from referentiels.models import Parametre
from tests.factories.scenario import intention_deposee, monde, session_demandee

pytestmark = pytest.mark.django_db

INTENTIONS, SESSIONS = 100_000, 20_000
BUT_SECONDES = 60


def multiplier(objet: Model, combien: int, **champs) -> None:
    """Write as many rows like this one, findings included; each name in ``champs`` gives a value from the rank."""

    def copie(rang: int) -> Model:
        autre = copy(objet)
        autre.pk, autre.numero = None, f"V-{rang:07d}"
        for nom, valeur in champs.items():
            setattr(autre, nom, valeur(rang))
        return autre

    type(objet).objects.bulk_create((copie(rang) for rang in range(combien)), batch_size=2_000)


def test_l_etude_de_tous_les_dossiers():
    le_monde = monde()
    session = session_demandee(le_monde)
    multiplier(session, SESSIONS, effectif=lambda rang: 3 + rang % 12)
    intention = intention_deposee(le_monde, contrat_type="cdd", duree_mois=7)
    multiplier(intention, INTENTIONS, duree_mois=lambda rang: 1 + rang % 24)

    debut = perf_counter()
    lues = sum(len(lot) for lot in dossiers_juges.par_lots(dossiers_juges._intentions()))
    sys.stdout.write(f"\nLecture seule : {lues} intentions en {perf_counter() - debut:.1f} s")
    for code, valeur in (("duree_min_mois", 9), ("effectif_min", 6)):
        jour = timezone.localdate() + timedelta(days=30)
        parametre = Parametre(code=code, valeur=Decimal(valeur), depuis=jour, texte="Essai")
        demander_une_etude(parametre, par=le_monde.agent, maintenant=timezone.now())
        debut = perf_counter()
        mener_les_etudes(maintenant=timezone.now)
        duree = perf_counter() - debut
        etude = EtudeImpact.objects.get(code=code)
        sys.stdout.write(f"\n{code} : {etude.total} dossiers jugés deux fois en {duree:.1f} s")
        assert etude.statut == "terminee"
        assert sum(ligne["nombre"] for ligne in etude.resultat["changements"]) > etude.total / 20
        assert duree < BUT_SECONDES

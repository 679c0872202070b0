"""The file for the Cariforef at 10 000 published sessions: valid, read back whole, in under 20 s, in memory that does
not grow with their number. The time is also given as a ratio to reading the same rows and nothing else.

``SESSIONS=1000 make banc OPTIONS=tests/banc/test_lheo.py`` measures fewer.
"""

import os
import sys
import tracemalloc
from datetime import date, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest
from django.db import connection, transaction
from django.utils import timezone
from lxml import etree

from config.volume.ecriture import copier
from config.volume.fiches import fiche_inventee
from noyau.numeros import numeros_suivants
from sessions_formation.actions.diffuser import exporter, relever_les_diffusions
from sessions_formation.models import BonDeCommande, Composante, FicheSession, Session
from sessions_formation.queries.offres import affichees, par_tranches
from tests.factories.scenario import Monde, monde
from tests.regles.lheo import defauts
from tests.regles.test_lheo import SCHEMA, L

pytestmark = pytest.mark.django_db(transaction=True)

SESSIONS = int(os.environ.get("SESSIONS", "10000"))
BUT_SECONDES = 20
# What the memory of ten times as many sessions may add: the garbage of a slice, not the file.
MEMOIRE = 1.3


@transaction.atomic
def publier(le_monde: Monde, combien: int, *, le: date) -> None:
    """Write published sessions with their order and their sheet, as ``peupler`` would."""
    numeros = numeros_suivants("SE", le.year, combien)
    demandee = timezone.now()
    sessions = copier(
        Session,
        [
            Session(
                statut="publiee",
                numero=f"SE-{le.year}-{numero:05d}",
                lot=le_monde.lot,
                organisme=le_monde.cotraitant if numero % 2 else le_monde.mandataire,
                demandeur=le_monde.au_cotraitant,
                intitule=f"Soudeur assembleur industriel, groupe {numero}",
                metier=le_monde.metier,
                lieu=le_monde.lot.lieux.get(),
                commune=le_monde.commune,
                debut=le + timedelta(days=5 + numero % 90),
                fin=le + timedelta(days=100 + numero % 90),
                prerequis="Savoir lire, écrire et compter.",
                effectif=8,
                heures=400,
                prix_heure="9.50",
                demandee_le=demandee,
                complete_le=demandee,
            )
            for numero in numeros
        ],
    )
    bon, _ = BonDeCommande.objects.get_or_create(
        lot=le_monde.lot,
        annee=le.year,
        defaults={
            "numero": f"BC-{le.year}-00001",
            "rang": 1,
            "mandataire": le_monde.mandataire,
            "emis_le": demandee,
        },
    )
    copier(
        Composante,
        [
            Composante(
                bon=bon,
                rang=rang,
                session=session,
                parcours=8,
                heures=400,
                prix_heure="9.50",
                montant="30400.00",
                ajoutee_le=demandee,
            )
            for rang, session in enumerate(sessions, start=numeros[0])
        ],
    )
    copier(FicheSession, [fiche_inventee(session) for session in sessions])
    with connection.cursor() as curseur:
        curseur.execute("analyze")


def test_le_fichier_de_dix_mille_sessions(tmp_path: Path):
    le, maintenant = timezone.localdate(), timezone.localtime()
    le_monde = monde(montant_max="900000000.00")
    cible = tmp_path / "formations.xml"

    def mesurer() -> tuple[float, int, int]:
        tracemalloc.start()
        exporter(cible, le=le, maintenant=maintenant)
        _, memoire = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        depart = perf_counter()
        ecrites = exporter(cible, le=le, maintenant=maintenant).ecrites
        return perf_counter() - depart, memoire, ecrites

    publier(le_monde, SESSIONS // 10, le=le)
    _, petite, _ = mesurer()
    publier(le_monde, SESSIONS - SESSIONS // 10, le=le)
    duree, grande, ecrites = mesurer()
    plancher = _chronometrer(lambda: sum(map(len, par_tranches(affichees(le)))))
    releve = _chronometrer(
        lambda: relever_les_diffusions(le=le, maintenant=datetime.now(tz=timezone.get_current_timezone()))
    )

    racine = etree.parse(cible).getroot()
    numeros = [formation.get("numero") for formation in racine.iter(f"{L}formation")]
    sys.stdout.write(
        f"\n{ecrites} sessions : {duree:.1f} s ({duree / plancher:.1f} × la seule lecture), "
        f"{cible.stat().st_size / 1e6:.1f} Mo ; mémoire {petite / 1e6:.1f} puis {grande / 1e6:.1f} Mo ; "
        f"relevé {releve:.1f} s\n"
    )
    assert numeros == list(Session.objects.order_by("pk").values_list("numero", flat=True))
    assert len(set(numeros)) == ecrites == SESSIONS
    assert defauts(racine) == []
    if SCHEMA.exists():
        schema = etree.XMLSchema(etree.parse(SCHEMA))
        assert schema.validate(racine), schema.error_log
    assert duree < BUT_SECONDES
    assert grande < MEMOIRE * petite


def _chronometrer(acte) -> float:
    depart = perf_counter()
    acte()
    return perf_counter() - depart

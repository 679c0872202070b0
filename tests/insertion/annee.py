"""A simulated year of follow-ups: what happens, and two processes that are killed (see ``bilan`` for what was due)."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.db import connection

from insertion.actions.repondre import Dit, Qui, arreter_les_relances, repondre
from insertion.enums import Source, Voie
from insertion.models import Suivi
from referentiels.feries import FERIES
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import monde
from tests.factories.stagiaires import StagiaireFactory

DEBUT = date(2027, 5, 3)
MOIS = {0: 0, 1: 1, 3: 3, 6: 6}
SITUATIONS = ("cdi", "cdd_long", "recherche", "formation")
PAR_SESSION = 100


@dataclass
class Annee:
    """What was planned, by person; and what was lived."""

    hasard: Random
    jours: int
    parcours: list[Parcours]
    reponses: dict[tuple[int, int, str], date] = field(default_factory=dict)
    arrets: dict[int, date] = field(default_factory=dict)
    tues: int = 0


def preparer_l_annee(combien: int, *, sorties_sur: int, jours: int, graine: int) -> Annee:
    """People who leave over ``sorties_sur`` days: some answer, some ask to be left, some cannot be written to."""
    hasard = Random(graine)
    le_monde = monde(montant_max="99999999.00")
    le_monde.reseau.courriel = "cholet@ft.example"
    le_monde.reseau.save()
    referents = [comptes.referent(le_monde.reseau) for _ in range(3)]
    parcours: list[Parcours] = []
    for depart in range(0, combien, PAR_SESSION):
        session = session_publiee(le_monde, min(PAR_SESSION, combien - depart))
        # One session in four has nobody named: the person's own structure, or nobody at all, is written to.
        if (depart // PAR_SESSION) % 4 or combien <= PAR_SESSION:
            session.structure_referente, session.referent = le_monde.reseau, referents[depart // PAR_SESSION % 3]
            session.save(update_fields=["structure_referente", "referent"])
        siens = range(min(PAR_SESSION, combien - depart))
        parcours += [_une_personne(hasard, session, le_monde, sorties_sur) for _ in siens]
    annee = Annee(hasard, jours, parcours)
    for lui in parcours:
        _prevoir(annee, lui)
    return annee


def _une_personne(hasard: Random, session, le_monde, sorties_sur: int) -> Parcours:
    structure = le_monde.reseau if hasard.random() < 0.9 else None
    stagiaire = StagiaireFactory(structure=structure, **({"courriel": ""} if hasard.random() < 0.1 else {}))
    jour = DEBUT + timedelta(days=hasard.randrange(sorties_sur))
    statut = hasard.choice((StatutParcours.TERMINE, StatutParcours.SORTIE_EMPLOI))
    return parcours_de(session, statut, stagiaire=stagiaire, structure=structure, sorti_le=jour)


def _prevoir(annee: Annee, parcours: Parcours) -> None:
    hasard = annee.hasard
    for mois, prevu in echeances(parcours.sorti_le).items():
        for source in Source.values:
            if hasard.random() < 0.5:
                annee.reponses[parcours.pk, mois, source] = prevu + timedelta(days=hasard.randrange(26))
    if hasard.random() < 0.1:
        annee.arrets[parcours.stagiaire_id] = parcours.sorti_le + timedelta(days=hasard.randrange(150))


def echeances(sorti_le: date) -> dict[int, date]:
    """The same day of the month, or its last one."""
    jours = {}
    for mois in MOIS:
        an, rang = divmod(sorti_le.month - 1 + mois, 12)
        premier = date(sorti_le.year + an, rang + 1, 1)
        suivant = date(premier.year + premier.month // 12, premier.month % 12 + 1, 1)
        jours[mois] = min(premier + timedelta(days=sorti_le.day - 1), suivant - timedelta(days=1))
    return jours


def ouvre(jour: date) -> date:
    """The first worked day on or after this one."""
    while jour.weekday() >= 5 or jour in FERIES:
        jour += timedelta(days=1)
    return jour


class Processus:
    """A process that does what is due on the days it is told, until it is killed."""

    def __init__(self) -> None:
        environnement = {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "tests.reglages_worker",
            "BASE_DU_TEST": connection.settings_dict["NAME"],
        }
        self.enfant = subprocess.Popen(
            [sys.executable, "-m", "tests.insertion.executer"],
            cwd=settings.BASE_DIR,
            env=environnement,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        assert self.enfant.stdout.readline().strip() == "prêt"

    def faire(self, le: date) -> None:
        self.enfant.stdin.write(f"{le.isoformat()}\n")
        self.enfant.stdin.flush()

    def attendre(self) -> None:
        assert self.enfant.stdout.readline().strip() == "0"

    def tuer(self) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.enfant.pid, signal.SIGKILL)
        self.enfant.wait()
        self.enfant.stdin.close()
        self.enfant.stdout.close()


def vivre(annee: Annee, *, mises_a_mort: int) -> None:
    """Live each day in two processes at once, answers coming meanwhile; kill one of them on days taken at random."""
    ouvrees = [jour for jour in range(annee.jours) if ouvre(le := DEBUT + timedelta(days=jour)) == le]
    fatals = set(annee.hasard.sample(ouvrees, mises_a_mort))
    deux = [Processus(), Processus()]
    try:
        for jour in range(annee.jours):
            le = DEBUT + timedelta(days=jour)
            for processus in deux:
                processus.faire(le)
            if jour in fatals:
                time.sleep(annee.hasard.random() * 0.2)
                victime = annee.hasard.randrange(2)
                deux[victime].tuer()
                annee.tues += 1
                deux[victime] = Processus()
                deux[victime].faire(le)
            trop_tot = _ce_qui_arrive(annee, le)
            for processus in deux:
                processus.attendre()
            # Nobody answers what does not exist yet: those of the day somebody left wait for its follow-ups.
            for cle in trop_tot:
                assert _repondre(annee, cle, le)
    finally:
        for processus in deux:
            processus.tuer()


def _ce_qui_arrive(annee: Annee, le: date) -> list[tuple[int, int, str]]:
    """Those who answer, or ask to be left, on this day: while the processes write. Give the answers that came before
    the follow-up was written."""
    for stagiaire, jour in annee.arrets.items():
        if jour == le:
            arreter_les_relances(stagiaire_id=stagiaire)
    return [cle for cle, jour in annee.reponses.items() if jour == le and not _repondre(annee, cle, le)]


def _repondre(annee: Annee, cle: tuple[int, int, str], le: date) -> bool:
    parcours, mois, source = cle
    suivi = Suivi.objects.filter(parcours=parcours, echeance=mois).first()
    if suivi is None:
        return False
    dit = Dit(annee.hasard.choice(SITUATIONS))
    repondre(suivi_id=suivi.pk, qui=Qui(Source(source), Voie.LIEN), dit=dit, le=le)
    return True

"""A simulated year of follow-ups: what happens, lived by two processes that are killed.

What should have been written is in ``bilan``: worked out from the dates alone, without the code under test.
"""

import contextlib
import os
import select
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.db import connection, connections

from insertion.actions.repondre import Dit, Qui, arreter_les_relances, repondre
from insertion.enums import Source, Voie
from insertion.models import Suivi
from referentiels.feries import FERIES
from referentiels.models import Parametre
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours, Session
from stagiaires.models import Stagiaire
from tests.factories import comptes
from tests.factories.parcours import demarrer, session_publiee
from tests.factories.scenario import LE, Monde, monde
from tests.factories.stagiaires import StagiaireFactory

DEBUT = date(2027, 5, 3)
MOIS = {0: 0, 1: 1, 3: 3, 6: 6}
SITUATIONS = ("cdi", "cdd_long", "recherche", "formation")
PAR_SESSION, PAR_EMPLOYEUR = 100, 25
# How many people answer at the same instant.
ENSEMBLE = 6
# A parcours, the months after its end, and who answers.
Cle = tuple[int, int, str]


@dataclass
class Annee:
    """What was planned, by person; and what was lived. ``interrompus``: those killed that had not said « done »."""

    hasard: Random
    jours: int
    parcours: list[Parcours]
    reponses: dict[Cle, date] = field(default_factory=dict)
    arrets: dict[int, date] = field(default_factory=dict)
    tues: int = 0
    interrompus: int = 0
    secondes: float = 0.0


def preparer_l_annee(combien: int, *, sorties_sur: int, jours: int, graine: int) -> Annee:
    """People who leave over ``sorties_sur`` days: some answer, some ask to be left, some cannot be written to."""
    hasard = Random(graine)
    le_monde = monde(montant_max="99999999.00")
    # Sessions as large as no lot has: one signature is enough here.
    Parametre.objects.create(code="seconde_validation_montant", depuis=LE, valeur=10**7, texte="Essai")
    le_monde.reseau.courriel = "cholet@ft.example"
    le_monde.reseau.save()
    referents = [comptes.referent(le_monde.reseau) for _ in range(3)]
    parcours: list[Parcours] = []
    for rang, depart in enumerate(range(0, combien, PAR_SESSION)):
        siens = min(PAR_SESSION, combien - depart)
        postes = [min(PAR_EMPLOYEUR, siens - debut) for debut in range(0, siens, PAR_EMPLOYEUR)]
        session = demarrer(session_publiee(le_monde, *postes))
        # One session in four has nobody named, nor any structure: the person's own, or nobody at all, is written to.
        suivie = bool(rang % 4) or combien <= PAR_SESSION
        session.structure_referente = le_monde.reseau if suivie else None
        session.referent = referents[rang % 3] if suivie else None
        session.save(update_fields=["structure_referente", "referent"])
        parcours += _des_personnes(hasard, session, le_monde, sorties_sur)
    annee = Annee(hasard, jours, parcours)
    for lui in parcours:
        _prevoir(annee, lui)
    return annee


def _des_personnes(hasard: Random, session: Session, le_monde: Monde, sorties_sur: int) -> list[Parcours]:
    """One person on each post of the session, written at once: how they came to leave is not what is proved."""
    parcours = []
    for retenue in session.retenues.select_related("intention").order_by("pk"):
        for poste in range(1, retenue.intention.nombre_postes + 1):
            structure = le_monde.reseau if hasard.random() < 0.9 else None
            sans_courriel = {"courriel": ""} if hasard.random() < 0.1 else {}
            jour = DEBUT + timedelta(days=hasard.randrange(sorties_sur))
            parcours.append(
                Parcours(
                    stagiaire=StagiaireFactory.build(structure=structure, **sans_courriel),
                    session=session,
                    intention=retenue.intention,
                    poste=poste,
                    structure=structure,
                    statut=hasard.choice((StatutParcours.TERMINE, StatutParcours.SORTIE_EMPLOI)),
                    situation="demandeur_emploi",
                    projet="salariat",
                    debut=session.debut,
                    entre_le=session.debut,
                    sorti_le=jour,
                    fin=jour,
                )
            )
    Stagiaire.objects.bulk_create([lui.stagiaire for lui in parcours])
    for lui in parcours:
        lui.stagiaire_id = lui.stagiaire.pk
    return Parcours.objects.bulk_create(parcours)


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
            # A kill of the process loses nothing of what the database was told: only a power cut would.
            "PGOPTIONS": "-c synchronous_commit=off",
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
        self.pret = False

    def faire(self, le: date) -> None:
        if not self.pret:
            assert self.enfant.stdout.readline().strip() == "prêt"
            self.pret = True
        self.enfant.stdin.write(f"{le.isoformat()}\n")
        self.enfant.stdin.flush()

    def attendre(self) -> None:
        assert self.enfant.stdout.readline().strip() == "0"

    def tuer(self) -> bool:
        """Kill it; say whether it was at work: it had not said that its day was done."""
        au_travail = not select.select([self.enfant.stdout], [], [], 0)[0]
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.enfant.pid, signal.SIGKILL)
        self.enfant.wait()
        self.enfant.stdin.close()
        self.enfant.stdout.close()
        return au_travail


def vivre(annee: Annee, *, mises_a_mort: int) -> None:
    """Live each day in two processes at once, answers coming meanwhile; kill one of them on days taken at random, at
    a random moment of its work."""
    ouvrees = [jour for jour in range(annee.jours) if ouvre(le := DEBUT + timedelta(days=jour)) == le]
    fatals = set(annee.hasard.sample(ouvrees[1:], mises_a_mort))
    du_jour = _par_jour(annee)
    debut, duree = time.monotonic(), 0.0
    # The one that takes the place of who is killed has started beforehand: a year is not spent waiting for Python.
    *deux, releve = Processus(), Processus(), Processus()
    try:
        with _plusieurs() as ensemble:
            for jour in range(annee.jours):
                le, matin = DEBUT + timedelta(days=jour), time.monotonic()
                for processus in deux:
                    processus.faire(le)
                if jour in fatals:
                    time.sleep(annee.hasard.random() * duree)
                    victime = annee.hasard.randrange(2)
                    annee.interrompus += deux[victime].tuer()
                    annee.tues += 1
                    deux[victime], releve = releve, Processus()
                    deux[victime].faire(le)
                trop_tot = _ce_qui_arrive(annee, ensemble, le, *du_jour[le])
                for processus in deux:
                    processus.attendre()
                if jour in ouvrees and jour not in fatals:
                    duree = time.monotonic() - matin
                # Nobody answers what does not exist yet: those of the day somebody left wait for its follow-ups.
                assert _repondre_tous(annee, ensemble, trop_tot, le) == []
    finally:
        for processus in (*deux, releve):
            processus.tuer()
    annee.secondes = time.monotonic() - debut


def _par_jour(annee: Annee) -> defaultdict[date, tuple[list[int], list[Cle]]]:
    """Who asks to be left, and who answers, on each day."""
    du_jour: defaultdict[date, tuple[list[int], list[Cle]]] = defaultdict(lambda: ([], []))
    for stagiaire, jour in annee.arrets.items():
        du_jour[jour][0].append(stagiaire)
    for cle, jour in annee.reponses.items():
        du_jour[jour][1].append(cle)
    return du_jour


@contextlib.contextmanager
def _plusieurs() -> Iterator[ThreadPoolExecutor]:
    """Several people at once, each with a connection of its own, closed at the end."""
    ouvertes = []

    def ouvrir() -> None:
        sienne = connections["default"]
        sienne.inc_thread_sharing()
        with sienne.cursor() as curseur:
            curseur.execute("SET synchronous_commit = off")
        ouvertes.append(sienne)

    with ThreadPoolExecutor(ENSEMBLE, initializer=ouvrir) as ensemble:
        yield ensemble
    for sienne in ouvertes:
        sienne.close()


def _ce_qui_arrive(
    annee: Annee, ensemble: ThreadPoolExecutor, le: date, arrets: list[int], reponses: list[Cle]
) -> list[Cle]:
    """Those who answer, or ask to be left, on this day: while the processes write. Give the answers that came before
    the follow-up was written."""
    for stagiaire in arrets:
        arreter_les_relances(stagiaire_id=stagiaire)
    return _repondre_tous(annee, ensemble, reponses, le)


def _repondre_tous(annee: Annee, ensemble: ThreadPoolExecutor, reponses: list[Cle], le: date) -> list[Cle]:
    dites = [Dit(annee.hasard.choice(SITUATIONS)) for _ in reponses]
    entendues = ensemble.map(_repondre, reponses, dites, [le] * len(reponses))
    return [cle for cle, entendue in zip(reponses, entendues, strict=True) if not entendue]


def _repondre(cle: Cle, dit: Dit, le: date) -> bool:
    parcours, mois, source = cle
    suivi = Suivi.objects.filter(parcours=parcours, echeance=mois).first()
    if suivi is None:
        return False
    repondre(suivi_id=suivi.pk, qui=Qui(Source(source), Voie.LIEN), dit=dit, le=le)
    return True

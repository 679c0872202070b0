"""A simulated year of follow-ups: what happens, two processes that are killed, and what should have been written.

What is expected is worked out here from the dates alone, without the code under test.
"""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.conf import settings
from django.db import connection

from insertion.actions.repondre import Dit, Qui, arreter_les_relances, repondre
from insertion.enums import Source, Voie
from insertion.models import Relance, Reponse, Suivi
from noyau.courriers import Courrier
from referentiels.feries import FERIES
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from stagiaires.models import Stagiaire
from tests.factories import comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import monde
from tests.factories.stagiaires import StagiaireFactory

DEBUT = date(2027, 5, 3)
MOIS = {0: 0, 1: 1, 3: 3, 6: 6}
DELAIS = (0, 7, 14, 21)
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


@dataclass
class Rapport:
    """What the year left: what was written, and each thing that must not be."""

    ecrites: Counter
    doublees: list
    perdues: list
    en_trop: list
    apres_reponse: list
    jours_chomes: list

    def texte(self, annee: Annee) -> str:
        lignes = [
            f"{len(annee.parcours)} parcours, {annee.jours} jours, deux processus, {annee.tues} mises à mort",
            f"{len(annee.reponses)} réponses et {len(annee.arrets)} désabonnements au hasard",
            "source      question  rappel  second rappel  remontée",
        ]
        for source in Source.values:
            combien = [self.ecrites[source, rang] for rang in range(4)]
            lignes.append(f"{source:<10}  {combien[0]:>8}  {combien[1]:>6}  {combien[2]:>13}  {combien[3]:>8}")
        fautes = {
            "en double": self.doublees,
            "perdues ou à un autre jour": self.perdues,
            "en trop": self.en_trop,
            "après une réponse ou un désabonnement": self.apres_reponse,
            "un jour qui n’est pas ouvré": self.jours_chomes,
        }
        return "\n".join([*lignes, *(f"{nom} : {len(faute)}" for nom, faute in fautes.items())])


def examiner(annee: Annee) -> Rapport:
    """Compare what was written with what the dates alone call for."""
    suivis = {suivi.pk: suivi for suivi in Suivi.objects.order_by("pk")}
    relances = list(Relance.objects.order_by("pk"))
    faites = {(r.suivi_id, r.source, r.rang): r.le for r in relances}
    lettres = _lettres()
    dues, possibles = _attendues(annee, suivis)
    reponses = {(r.suivi_id, r.source): r.le for r in Reponse.objects.order_by("pk")}
    arrets = dict(Stagiaire.objects.exclude(sans_relance_le=None).values_list("pk", "sans_relance_le").order_by("pk"))
    stagiaires = dict(Parcours.objects.order_by("pk").values_list("pk", "stagiaire"))
    apres = [
        cle
        for cle, instants in lettres.items()
        for instant in instants
        if ((dite := reponses.get(cle[:2])) and instant > dite)
        or (
            cle[1] == Source.STAGIAIRE
            and (arret := arrets.get(stagiaires[suivis[cle[0]].parcours_id]))
            and instant > arret
        )
    ]
    return Rapport(
        ecrites=Counter((source, rang) for _, source, rang in faites),
        doublees=[cle for cle, instants in lettres.items() if len(instants) > 1],
        perdues=[cle for cle, le in dues.items() if faites.get(cle) != le or cle not in lettres],
        en_trop=[cle for cle, le in faites.items() if possibles.get(cle) != le]
        + [c for c in lettres if c not in faites],
        apres_reponse=apres,
        jours_chomes=[r for r in relances if ouvre(r.le) != r.le],
    )


def _lettres() -> dict[tuple[int, str, int], list]:
    """The letters of the outbox, by follow-up, source and rank, with the instants they were written at."""
    trouvees: dict[tuple[int, str, int], list] = {}
    for courrier in Courrier.objects.filter(modele__startswith="suivi_").order_by("pk"):
        if courrier.modele in ("suivi_stagiaire", "suivi_employeur"):
            _, suivi, source, rang = courrier.cle.split(":")
            trouvees.setdefault((int(suivi), source, int(rang)), []).append(courrier.depose_le)
        elif courrier.modele == "suivi_referent" or courrier.contexte["region"]:
            for ligne in courrier.contexte["lignes"]:
                rang = 3 if courrier.modele == "suivi_remonte" else ligne["rang"]
                trouvees.setdefault((ligne["suivi"], "referent", rang), []).append(courrier.depose_le)
    return trouvees


def _attendues(annee: Annee, suivis: dict[int, Suivi]) -> tuple[dict, dict]:
    """What must have been written, and what may: a letter of the very day somebody answers may leave just before."""
    par_cle = {(suivi.parcours_id, suivi.echeance): suivi.pk for suivi in suivis.values()}
    fin = DEBUT + timedelta(days=annee.jours - 1)
    dues, possibles = {}, {}
    lus = Parcours.objects.select_related("stagiaire", "session__referent", "structure").order_by("pk")
    for parcours in lus:
        for mois, prevu in echeances(parcours.sorti_le).items():
            for source in Source.values:
                silence = _jusqu_a_quand(annee, parcours, mois, source)
                for rang in _rangs(parcours, source):
                    le = ouvre(prevu + timedelta(days=DELAIS[rang]))
                    cle = (par_cle.get((parcours.pk, mois), 0), source, rang)
                    if le <= fin and le <= silence:
                        possibles[cle] = le
                    if le <= fin and le < silence:
                        dues[cle] = le
    return dues, possibles


def _jusqu_a_quand(annee: Annee, parcours: Parcours, mois: int, source: str) -> date:
    jours = [annee.reponses.get((parcours.pk, mois, source), date.max)]
    if source == Source.STAGIAIRE:
        jours.append(annee.arrets.get(parcours.stagiaire_id, date.max))
    return min(jours)


def _rangs(parcours: Parcours, source: str) -> tuple[int, ...]:
    """The letters a source may get: none without an address; what has no referent at all only goes up."""
    if source == Source.STAGIAIRE:
        return (0, 1, 2) if parcours.stagiaire.courriel else ()
    if source == Source.EMPLOYEUR:
        return (0, 1, 2)
    return (0, 1, 2, 3) if parcours.session.referent or parcours.structure else (3,)

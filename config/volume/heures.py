"""The hours of the people made up: a relevé per session and month, declared once the month is over, open before."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from functools import cache, partial
from random import Random
from typing import NamedTuple

from comptes.models import Utilisateur
from config.volume.ecriture import copier
from config.volume.histoire import instant, raconter
from heures.automates import RELEVE
from heures.enums import StatutReleve, TransitionReleve
from heures.models import HeuresParcours, Releve
from heures.regles.anomalies import Heures, compter_ouvres, proposer_prevues
from heures.regles.mois import dernier_du_mois, premier_du_mois
from noyau.journal import LigneJournal
from referentiels.feries import FERIES
from referentiels.regles.mois import ajouter_mois
from sessions_formation.automates import A_EU_LIEU
from sessions_formation.models import Parcours, Session

ZERO, JOURNEE = Decimal(0), Decimal(7)
# Somebody is away some days of a month out of four; half of those days have a reason.
FRACTION_ABSENTE, ABSENCES_MAX = 0.25, 4
# Declared so many days after the month, before its invoices are issued; of the last month, some are still expected.
DECLARATION, FRACTION_ATTENDUE = (1, 9), 0.04


class Suivi(NamedTuple):
    """Somebody in training, as hours know of it."""

    parcours: int
    session: int
    entre_le: date
    sorti_le: date | None
    fin: date
    heures: int


class HeuresDeclarees:
    """Writes hours month by month, seen from the day ``le``; ``personnes``: training body → who declares."""

    def __init__(self, *, le: date, personnes: Mapping[int, Utilisateur]) -> None:
        self.le, self.personnes = le, personnes
        # Its own draw: what people are and become does not depend on their hours.
        self.tirage = Random(f"heures:{le}:{Releve.objects.count()}")  # noqa: S311 - what is drawn must be drawn again
        self.ouvres = cache(partial(compter_ouvres, feries=FERIES))

    def ecrire(self, sessions: Sequence[Session]) -> None:
        """Write the relevés of these sessions, whose people are written, and the lines of each."""
        connues = {session.pk: session for session in sessions}
        releves: dict[tuple[int, date], Releve] = {}
        lignes: list[HeuresParcours] = []
        for suivi in _suivis(connues):
            for mois in self._mois(suivi):
                cle = suivi.session, mois
                if cle not in releves:
                    releves[cle] = self._releve(connues[suivi.session], mois)
                lignes.append(self._ligne(releves[cle], suivi))
        copier(Releve, releves.values())
        for ligne in lignes:
            # The key is known once the relevé is written.
            ligne.releve_id = ligne.releve.pk
        copier(HeuresParcours, lignes)
        copier(LigneJournal, (dite for releve in releves.values() for dite in self._histoire(releve)))

    def _mois(self, suivi: Suivi) -> Iterator[date]:
        mois, dernier = premier_du_mois(suivi.entre_le), min(suivi.sorti_le or self.le, self.le)
        while mois <= dernier:
            yield mois
            mois = ajouter_mois(mois, 1)

    def _releve(self, session: Session, mois: date) -> Releve:
        jour = dernier_du_mois(mois) + timedelta(days=self.tirage.randint(*DECLARATION))
        attendu = self.tirage.random() < FRACTION_ATTENDUE and ajouter_mois(mois, 1) == premier_du_mois(self.le)
        releve = Releve(session=session, mois=mois, cree_le=instant(mois, 0))
        if jour < self.le and not attendu:
            releve.statut = StatutReleve.DECLARE
            releve.declare_par, releve.declare_le = self.personnes[session.organisme_id], instant(jour, 60)
        return releve

    def _ligne(self, releve: Releve, suivi: Suivi) -> HeuresParcours:
        prevues = proposer_prevues(
            suivi.heures, (suivi.entre_le, suivi.fin), mois=releve.mois, sortie=suivi.sorti_le, ouvres=self.ouvres
        )
        # Nothing is known yet of a month that is not declared.
        faites = self._faites(prevues) if releve.declare_le else Heures(prevues)
        return HeuresParcours(
            releve=releve,
            parcours_id=suivi.parcours,
            **faites._asdict(),
            saisie_par=releve.declare_par,
            saisie_le=releve.declare_le or releve.cree_le,
        )

    def _faites(self, prevues: Decimal) -> Heures:
        if self.tirage.random() >= FRACTION_ABSENTE:
            return Heures(prevues, prevues)
        absence = min(prevues, JOURNEE * self.tirage.randint(1, ABSENCES_MAX) / 2)
        absences = (absence, ZERO) if self.tirage.random() < 0.5 else (ZERO, absence)
        return Heures(prevues, prevues - absence, *absences)

    def _histoire(self, releve: Releve) -> list[LigneJournal]:
        if releve.declare_le is None or releve.declare_par is None:
            return []
        transitions, instants = (TransitionReleve.DECLARER,), [releve.declare_le]
        return raconter(
            releve, RELEVE, transitions, depart=StatutReleve.OUVERT, instants=instants, par=releve.declare_par
        )


def _suivis(sessions: Mapping[int, Session]) -> Iterator[Suivi]:
    """Who is or was in training in these sessions: each until its own end, or its session's when that is later."""
    lus = Parcours.objects.filter(session__in=sessions, statut__in=A_EU_LIEU, entre_le__isnull=False).order_by("pk")
    for pk, session_id, entre_le, sorti_le, fin, heures in lus.values_list(
        "pk", "session", "entre_le", "sorti_le", "fin", "heures"
    ):
        session = sessions[session_id]
        fins = [jour for jour in (fin, session.fin) if jour]
        yield Suivi(pk, session_id, entre_le, sorti_le, max(fins), session.heures if heures is None else heures)

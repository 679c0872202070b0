"""Plays the story of each session of the demonstration, through the acts of its training body and officer."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from comptes.models import Utilisateur
from config.demo.agenda import Acte, Agenda
from config.demo.besoins import Besoins
from config.demo.demande import Demande, Pas
from config.demo.demandes_en_cours import EN_COURS
from config.demo.demandes_passees import PASSEES
from config.demo.organismes import commune
from intentions.enums import TransitionIntention
from parcours.actions.sortir import terminer_la_session
from referentiels.models import OrganismeFormation
from sessions_formation.actions.annuler import annuler_session
from sessions_formation.actions.commander_socle import commander_socle
from sessions_formation.actions.decider import (
    autoriser_session,
    demander_complement,
    mettre_en_instruction,
    refuser_session,
)
from sessions_formation.actions.demander import (
    demander_ouverture,
    enregistrer_demande,
    ouvrir_demande,
)
from sessions_formation.actions.retirer import retirer_demande
from sessions_formation.enums import StatutParcours, TransitionSession
from sessions_formation.models import LieuLot, Lot, Session
from sessions_formation.queries.lots import prix_du_lot

HEURES_DES_ACTES = {"ouvrir": 13, "demander": 14, "instruire": 15}
HEURE_DES_DECISIONS = 16
# The officer of some lots is away since then: who replaces her decides.
JOURS_D_ABSENCE = 7


@dataclass(slots=True)
class Sessions:
    """The sessions of the demonstration by key, as they are asked for, and who decides on them."""

    agenda: Agenda
    besoins: Besoins
    lots: dict[str, Lot]
    comptes: dict[str, Utilisateur]
    par_cle: dict[str, Session] = field(default_factory=dict)

    def prevoir(self) -> None:
        """Plan the filing of the intentions each session holds, then its own story."""
        for demande in (*PASSEES, *EN_COURS):
            ouverture = demande.histoire[0].jours
            for rang, cle in enumerate(demande.besoins):
                self.agenda.prevoir(ouverture + 6 + 5 * rang, 9, self._deposer(cle))
            for pas in demande.histoire:
                heure = HEURES_DES_ACTES.get(pas.acte, HEURE_DES_DECISIONS)
                self.agenda.prevoir(pas.jours, heure, self._faire(demande, pas))
        satisfaite = self._franchir_intention(
            "proprete-2", TransitionIntention.CLASSER, "Postes pourvus, dossier rangé."
        )
        self.agenda.prevoir(30, 16, satisfaite)

    def _deposer(self, cle: str) -> Acte:
        return lambda le: self.besoins.deposer(cle, le=le)

    def _faire(self, demande: Demande, pas: Pas) -> Acte:
        return lambda le: ACTES[pas.acte](self, demande, pas, le)

    def ouvrir(self, demande: Demande, _: Pas, le: date) -> Session:
        """Write the draft request, with the intentions it holds."""
        par = self.comptes[demande.par]
        intentions = [self.besoins.intentions[cle].pk for cle in demande.besoins]
        lot = self.lots[demande.lot]
        organisme = OrganismeFormation.objects.get(rattachements__utilisateur=par)
        session = ouvrir_demande(lot_id=lot.pk, organisme_id=organisme.pk, par=par, intentions=intentions, le=le)
        champs = self._champs(demande, lot, le)
        session = enregistrer_demande(session_id=session.pk, par=par, champs=champs, intentions=intentions, le=le)
        self.par_cle[demande.cle] = session
        return session

    def demander(self, demande: Demande, pas: Pas, le: date) -> None:
        """Write the request and send it."""
        session = self.ouvrir(demande, pas, le)
        demander_ouverture(session_id=session.pk, par=session.demandeur, le=le)

    def decider(self, action: Callable[..., Session], demande: Demande, pas: Pas, le: date) -> None:
        """Let the officer authorise, refuse or ask for more."""
        autres = {"hors_tour": pas.hors_tour, "champs": pas.champs}
        action(
            session_id=self.par_cle[demande.cle].pk,
            par=self.agent(demande, pas),
            motif=pas.motif,
            precisions=pas.precisions,
            le=le,
            **{nom: dit for nom, dit in autres.items() if dit},
        )

    def agent(self, demande: Demande, pas: Pas) -> Utilisateur:
        """Give the officer of the lot, or who replaces her while she is away."""
        habituel = self.lots[demande.lot].agent
        return habituel if habituel and pas.jours > JOURS_D_ABSENCE else self.comptes["agent"]

    def instruire(self, demande: Demande, pas: Pas, _: date) -> None:
        """Let the officer take the request up."""
        mettre_en_instruction(session_id=self.par_cle[demande.cle].pk, par=self.agent(demande, pas))

    def commander_socle(self, demande: Demande, pas: Pas, le: date) -> None:
        """Let the Région order a session by itself."""
        lot = self.lots[demande.lot]
        organisme = OrganismeFormation.objects.get(rattachements__utilisateur=self.comptes[demande.par])
        self.par_cle[demande.cle] = commander_socle(
            lot_id=lot.pk,
            par=self.agent(demande, pas),
            champs={"organisme": organisme, **self._champs(demande, lot, le)},
            decision={"motif": pas.motif, "precisions": pas.precisions, "hors_tour": pas.hors_tour},
            envoi=uuid5(NAMESPACE_URL, demande.cle),
            le=le,
        )

    def retirer(self, demande: Demande, pas: Pas, le: date) -> None:
        """Let the training body take its request back."""
        session = self.par_cle[demande.cle]
        retirer_demande(session_id=session.pk, par=session.demandeur, motif=pas.precisions, le=le)

    def franchir(self, transition: str, demande: Demande, *, par: Utilisateur | None) -> None:
        """Cross a transition whose act is not written yet: start, end."""
        session = self.par_cle[demande.cle]
        session.refresh_from_db()
        session.franchir(transition, par=par)

    def terminer(self, demande: Demande, _: Pas, le: date) -> None:
        """The training body says that the session is over, for all who are still in it."""
        session = self.par_cle[demande.cle]
        session.refresh_from_db()
        presents = session.parcours.filter(statut=StatutParcours.ENTRE).order_by("pk")
        jours = {parcours.pk: session.fin for parcours in presents if session.fin}
        terminer_la_session(session_id=session.pk, jours=jours, par=self.comptes[demande.par], le=le)

    def annuler(self, demande: Demande, pas: Pas, le: date) -> None:
        """Cancel what was ordered, before the start; the intentions are free again."""
        par = self.agent(demande, pas)
        annuler_session(session_id=self.par_cle[demande.cle].pk, par=par, motif=pas.precisions, le=le)

    def _franchir_intention(self, cle: str, transition: str, motif: str) -> Acte:
        def franchir(_: date) -> None:
            intention = self.besoins.intentions[cle]
            intention.refresh_from_db()
            intention.franchir(transition, par=None, motif=motif)

        return franchir

    def _champs(self, demande: Demande, lot: Lot, le: date) -> dict[str, Any]:
        lieu = LieuLot.objects.filter(lot=lot).select_related("commune").order_by("pk")[0]
        champs = {
            "intitule": demande.intitule,
            "certification_id": demande.certification,
            "lieu": lieu,
            "commune": lieu.commune,
            "debut": self.agenda.semaine(demande.debut),
            "fin": self.agenda.semaine(demande.fin) - timedelta(days=3),
            "effectif": demande.effectif,
            "heures": demande.heures,
            "prix_heure": prix_du_lot(lot, le),
            **demande.champs,
        }
        if isinstance(champs["commune"], tuple):
            champs["commune"] = commune(*champs["commune"])
        return champs


def _decision(action: Callable[..., Session]) -> Callable[[Sessions, Demande, Pas, date], None]:
    return lambda sessions, demande, pas, le: sessions.decider(action, demande, pas, le)


def _cours(transition: str, *, par_organisme: bool) -> Callable[[Sessions, Demande, Pas, date], None]:
    def franchir(sessions: Sessions, demande: Demande, pas: Pas, _: date) -> None:
        par = sessions.comptes[demande.par] if par_organisme else sessions.agent(demande, pas)
        sessions.franchir(transition, demande, par=par)

    return franchir


ACTES: dict[str, Callable[[Sessions, Demande, Pas, date], Any]] = {
    "ouvrir": Sessions.ouvrir,
    "demander": Sessions.demander,
    "instruire": Sessions.instruire,
    "autoriser": _decision(autoriser_session),
    "refuser": _decision(refuser_session),
    "completer": _decision(demander_complement),
    "demarrer": _cours(TransitionSession.DEMARRER, par_organisme=True),
    "terminer": Sessions.terminer,
    "solder": _cours(TransitionSession.SOLDER, par_organisme=False),
    "annuler": Sessions.annuler,
    "commander_socle": Sessions.commander_socle,
    "retirer": Sessions.retirer,
}

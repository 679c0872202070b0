"""How officers share the work: a colleague away, several requests decided at once, bounds to come, values studied."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import NAMESPACE_URL, uuid5

from config.demo.agenda import Acte, Agenda
from config.demo.comptes import COLLEGUE
from config.demo.demande import BESOIN, EMPLOIS_LIBRES
from config.demo.sessions import JOURS_D_ABSENCE, Sessions
from noyau import horloge
from pilotage.actions.etudier_impact import demander_une_etude, mener_les_etudes
from pilotage.actions.rejouer import demander_un_rejeu, mener_les_rejeux
from pilotage.queries.rejeu_dossiers import Periode
from pilotage.regles.rejeu import Question
from referentiels.models import Parametre
from referentiels.regles.mois import ajouter_mois
from sessions_formation.actions.bornes import fixer_bornes
from sessions_formation.actions.decider_ensemble import decider_ensemble, executer_les_decisions
from sessions_formation.actions.ecrire import ecrire_a_la_session
from sessions_formation.enums import StatutDecision
from sessions_formation.models import AbsenceAgent, BornesLot
from sessions_formation.queries.decisions_groupees import versions_de

# The last of them would go over the maximum of its lot once the one before it is ordered.
ENSEMBLE = ("vendeurs", "gestes-surs", "bionettoyage")
# The session, and what is written about it: days ago, hour, by whom. Weekends bring two days together: the request was
# sent in an afternoon, and the answer comes after the question.
FIL = "soudeurs"
DIALOGUE = (
    (
        3,
        18,
        "agent",
        "Bonjour, l’atelier de Mortagne est nouveau pour nous : combien de postes de soudage a-t-il, et qui l’ouvre ?",
    ),
    (
        2,
        19,
        "cotraitant",
        "Bonjour, six postes et une cabine d’essai. Le responsable de l’atelier est là tous les jours dès 8 heures.",
    ),
)


def prevoir_service(agenda: Agenda, sessions: Sessions) -> None:
    """Plan all of it."""
    agenda.prevoir(JOURS_D_ABSENCE, 8, _noter_l_absence(agenda, sessions))
    agenda.prevoir(12, 11, _relever_le_maximum(agenda, sessions))
    agenda.prevoir(3, 16, _decider_ensemble(sessions))
    agenda.prevoir(1, 18, _etudier(sessions))
    for jours, heure, qui, texte in DIALOGUE:
        agenda.prevoir(jours, heure, _ecrire(sessions, qui, texte))


def _noter_l_absence(agenda: Agenda, sessions: Sessions) -> Acte:
    """The colleague is away until the end of next week."""

    def noter(le: date) -> None:
        AbsenceAgent.objects.create(
            agent=sessions.comptes[COLLEGUE.cle],
            debut=le,
            fin=agenda.semaine(7) + timedelta(days=4),
            remplacant=sessions.comptes["agent"],
        )

    return noter


def _relever_le_maximum(agenda: Agenda, sessions: Sessions) -> Acte:
    """The lot that is nearly full gets a higher maximum, from the first of a month to come."""

    def relever(le: date) -> None:
        bornes = BornesLot(
            lot=sessions.lots["24"],
            depuis=(agenda.le + timedelta(days=40)).replace(day=1),
            montant_min=Decimal(30_000),
            montant_max=Decimal(120_000),
            texte="Avenant n° 2 au marché",
        )
        fixer_bornes(bornes, par=sessions.comptes["chef"], le=le)

    return relever


def _decider_ensemble(sessions: Sessions) -> Acte:
    def decider(le: date) -> None:
        demandes = [sessions.par_cle[cle] for cle in ENSEMBLE]
        versions = versions_de(demandes)
        decider_ensemble(
            envoi=uuid5(NAMESPACE_URL, "demonstration"),
            decision=StatutDecision.AUTORISER,
            motif=BESOIN,
            precisions=EMPLOIS_LIBRES,
            hors_tour="",
            par=sessions.comptes["agent"],
            lues={demande.pk: versions[demande.pk] for demande in demandes},
        )
        executer_les_decisions(le=le, maintenant=horloge.maintenant)

    return decider


def _etudier(sessions: Sessions) -> Acte:
    """What six trainees a session instead of five would have changed; nobody has saved the value."""

    def etudier(le: date) -> None:
        parametre = Parametre(
            code="effectif_min",
            valeur=Decimal(6),
            depuis=date(le.year + 1, 1, 1),
            texte="Hypothèse examinée en réunion de service",
        )
        demander_une_etude(parametre, par=sessions.comptes["chef"], maintenant=horloge.maintenant())
        mener_les_etudes(maintenant=horloge.maintenant)
        _rejouer(sessions, le)

    return etudier


def _rejouer(sessions: Sessions, le: date) -> None:
    """The twelve months before this one: with four trainees instead of five, then at a price five per cent higher."""
    premier = le.replace(day=1)
    periode = Periode(ajouter_mois(premier, -12), premier - timedelta(days=1))
    for question in (Question({"effectif_min": Decimal(4)}), Question(prix_pour_cent=Decimal(5))):
        demander_un_rejeu(periode, question, par=sessions.comptes["chef"], maintenant=horloge.maintenant())
        mener_les_rejeux(maintenant=horloge.maintenant)


def _ecrire(sessions: Sessions, qui: str, texte: str) -> Acte:
    def ecrire(_: date) -> None:
        ecrire_a_la_session(
            session_id=sessions.par_cle[FIL].pk,
            par=sessions.comptes[qui],
            texte=texte,
            envoi=uuid5(NAMESPACE_URL, texte),
        )

    return ecrire

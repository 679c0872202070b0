"""Exits: given up, excluded, gone early to a job, or gone to the end. Each is declared with its day, never guessed."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee, TransitionImpossible
from parcours.actions.attente import proposer_la_place
from parcours.actions.attester import attester
from parcours.actions.ouvrir import contraintes_dites, ouvrir
from parcours.actions.prevenir import prevenir
from parcours.actions.remplacer import lier_au_premier
from parcours.actions.verrous import verrouiller_la_session, verrouiller_les_parcours
from parcours.models import Interruption
from parcours.queries.declarations import exiger_de_declarer, sessions_visibles
from referentiels.regles.typographie import compter
from referentiels.regles.typographie import jour as en_mots
from sessions_formation.automates import PARCOURS
from sessions_formation.enums import (
    MotifParcours,
    StatutParcours,
    StatutSession,
    TransitionParcours,
    TransitionSession,
)
from sessions_formation.models import Parcours, Session

ISSUES = {
    TransitionParcours.TERMINER: "fin",
    TransitionParcours.ABANDONNER: "abandon",
    TransitionParcours.SORTIR_POUR_EMPLOI: "emploi",
    TransitionParcours.EXCLURE: "exclusion",
}
VIVANTS = [StatutParcours.POSITIONNE, StatutParcours.PROFIL_VALIDE, StatutParcours.ADMIS, StatutParcours.ENTRE]
# The others need a reason; a job is one, and going to the end needs none.
RAISON_DITE = {TransitionParcours.SORTIR_POUR_EMPLOI: MotifParcours.EMPLOI, TransitionParcours.TERMINER: ""}


@transaction.atomic
def declarer_sortie(
    *, parcours_id: int, issue: str, jour: date | None, raison: str = "", par: Utilisateur, le: date
) -> list[Parcours]:
    """Declare how and on which day (its last one) a person left; who gave up before entering needs no day.

    The place of who gave up or is excluded goes to the first of the waiting list, linked to who it replaces: gives who
    leaves that list. Raises ``RegleViolee`` on an impossible day or without a reason, ``TransitionImpossible`` when
    the person has left already.
    """
    parcours = ouvrir(parcours_id, par=par)
    transition = TransitionParcours(issue)
    if transition not in ISSUES or not PARCOURS.permet(transition, parcours.statut):
        raise TransitionImpossible(
            f"Rien n’a changé : pour cette personne, il est noté « {parcours.get_statut_display().lower()} »."
        )
    _sortir(parcours, transition, jour=jour, raison=RAISON_DITE.get(transition, raison), par=par, le=le)
    if transition not in {TransitionParcours.ABANDONNER, TransitionParcours.EXCLURE}:
        return []
    proposes = proposer_la_place(parcours.session, par=None, le=le)
    lier_au_premier([parcours], proposes)
    return proposes


@transaction.atomic
def terminer_la_session(*, session_id: int, jours: Mapping[int, date], par: Utilisateur, le: date) -> Session:
    """Declare the end of all who are still in training, and of the session itself.

    ``jours``: the last day of each, by parcours. Candidates nobody decided on are not retained. Raises ``RegleViolee``
    before the session's last day, without a day for somebody, or while an admitted person is still expected;
    ``TransitionImpossible`` when it is ended already.
    """
    session = verrouiller_la_session(sessions_visibles(par), session_id)
    exiger_de_declarer(par, session)
    if session.statut != StatutSession.DEMARREE:
        raise TransitionImpossible(f"Cette session est déjà « {session.get_statut_display().lower()} ».")
    if session.fin and le < session.fin:
        raise RegleViolee(f"La session dure jusqu’au {en_mots(session.fin)} : elle se termine ce jour-là ou après.")
    presents = verrouiller_les_parcours(session.parcours.filter(statut__in=VIVANTS), session)
    if attendus := [parcours for parcours in presents if parcours.statut == StatutParcours.ADMIS]:
        sont = "est attendue" if len(attendus) == 1 else "sont attendues"
        raise RegleViolee(f"{compter(len(attendus), 'personne')} {sont} encore : dites si elles sont entrées ou non.")
    for parcours in presents:
        if parcours.statut == StatutParcours.ENTRE:
            _sortir(parcours, TransitionParcours.TERMINER, jour=jours.get(parcours.pk), raison="", par=par, le=le)
        else:
            parcours.franchir_pour(
                TransitionParcours.NE_PAS_RETENIR, par=par, raison=MotifParcours.PLACES_PRISES, attente_le=None
            )
    session.franchir(TransitionSession.TERMINER, par=par)
    return session


def _sortir(
    parcours: Parcours, transition: TransitionParcours, *, jour: date | None, raison: str, par: Utilisateur, le: date
) -> None:
    if transition != TransitionParcours.TERMINER and raison not in MotifParcours.values:
        raise RegleViolee("Choisissez une raison dans la liste.")
    if parcours.statut == StatutParcours.ADMIS:
        # It followed nothing: its days are no longer taken.
        ligne = parcours.franchir_pour(transition, par=par, raison=raison, debut=None, fin=None)
        issue, jour = "avant_l_entree", None
    else:
        jour, issue = exiger_un_dernier_jour(parcours, jour, le=le), ISSUES[transition]
        with contraintes_dites():
            ligne = parcours.franchir_pour(transition, par=par, raison=raison, sorti_le=jour, fin=jour)
        _fermer_l_interruption(parcours, jour)
    attester(parcours, le=le)
    faits = {"issue": issue, "jour": jour.isoformat() if jour else "", "raison": parcours.get_motif_display()}
    prevenir([parcours], modele="parcours_sortie", evenement=str(ligne.pk), par=par, faits=faits)


def exiger_un_dernier_jour(parcours: Parcours, jour: date | None, *, le: date) -> date:
    """Give the last day of a person; raises ``RegleViolee`` when it is missing or cannot be."""
    if jour is None:
        raise RegleViolee("Dites quel a été le dernier jour de la personne.")
    if jour > le:
        raise RegleViolee("Une sortie se déclare le jour même ou après : ce jour est à venir.")
    if parcours.entre_le and jour < parcours.entre_le:
        raise RegleViolee(f"La personne est entrée le {en_mots(parcours.entre_le)} : elle n’est pas sortie avant.")
    fin = parcours.session.fin
    if fin and jour > fin:
        raise RegleViolee(f"La session s’est terminée le {en_mots(fin)} : la sortie a eu lieu ce jour-là ou avant.")
    return jour


def _fermer_l_interruption(parcours: Parcours, jour: date) -> None:
    """An interruption that lasts ends with the training; one that would begin after it never was."""
    ouvertes = Interruption.objects.filter(parcours=parcours, fin=None)
    ouvertes.filter(debut__gt=jour).delete()
    ouvertes.update(fin=jour)

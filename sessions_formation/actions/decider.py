"""What an officer decides on a session request: authorise, refuse, ask for more. Nothing is decided twice."""

from collections.abc import Mapping
from datetime import date

from django.db import transaction

from comptes.models import Utilisateur
from noyau import courriers
from noyau.erreurs import RegleViolee
from referentiels.queries.reglement import reglement_au
from sessions_formation.actions.acheter import exiger_autorisable, ordonner, phrase_de, relire_a_decider
from sessions_formation.actions.annoncer import Signatures, suivi_par
from sessions_formation.actions.attribuer import confier
from sessions_formation.actions.commander import verrouiller_le_lot
from sessions_formation.actions.completer import (
    citer,
    exiger_complement_echu,
    exiger_une_demande,
    noter_les_champs,
)
from sessions_formation.actions.demander import liberer_intentions
from sessions_formation.actions.signature import faire_tomber_la_signature
from sessions_formation.actions.tour import exiger_son_tour
from sessions_formation.actions.valider import exiger_sans_signature, signer_en_premier
from sessions_formation.automates import A_DECIDER
from sessions_formation.enums import StatutSession, TransitionSession
from sessions_formation.models import Session
from sessions_formation.queries.documents import contexte_session, destinataire_de
from sessions_formation.queries.file import jours_d_attente, reponse_attendue_le
from sessions_formation.queries.signature import exige_deux_signatures


@transaction.atomic
def mettre_en_instruction(*, session_id: int, par: Utilisateur) -> Session:
    """An officer takes the request up; the training body sees that somebody reads it. Nobody's file becomes theirs.

    A request under instruction that nobody follows (the mandataire has just agreed to it) only changes hands.
    """
    session = relire_a_decider(session_id, par=par)
    if session.statut == StatutSession.EN_INSTRUCTION and session.agent is None:
        return confier(session, par, par=par)
    session.franchir(TransitionSession.INSTRUIRE, par=par, agent=session.agent or par)
    return session


@transaction.atomic
def autoriser_session(  # noqa: PLR0913 (the reasons, who reads what, and when)
    *,
    session_id: int,
    par: Utilisateur,
    motif: str,
    precisions: str,
    le: date,
    lu: int | None = None,
    hors_tour: str = "",
) -> Session:
    """Authorise a session and order it: state, journal, bon de commande, composante, letters, in one transaction.

    From the amount of the parameter ``seconde_validation_montant`` on, this is a first signature only: the state does
    not change, a second person orders (``valider.contresigner``).

    ``motif`` is a code of ``MotifDecision``, ``precisions`` the officer's own words (needed for a derogation), ``lu``
    the last journal line the officer has read, ``hors_tour`` why it comes before its turn on its lot. Raises
    ``RegleViolee`` when a rule forbids it that day (``HorsTour`` when only that reason is missing),
    ``TransitionImpossible`` when somebody has decided or signed already, ``DossierModifie`` when the file has changed
    since it was read, ``PermissionDenied`` without the right to buy.
    """
    session = relire_a_decider(session_id, par=par, lu=lu)
    exiger_sans_signature(session)
    # What becomes scarcer is locked, so that two officers on the last euros of a lot are told one after the other.
    session.lot = verrouiller_le_lot(session.lot_id)
    constats = exiger_autorisable(session, precisions=precisions, le=le)
    tour = exiger_son_tour(session, hors_tour)
    _exiger_motif(motif, precisions)
    phrase = phrase_de(motif, precisions)
    au_journal = phrase_de("", phrase, tour)
    if exige_deux_signatures(session.montant, le=le):
        signer_en_premier(
            session,
            par=par,
            motif=motif,
            precisions=precisions,
            hors_tour=hors_tour if tour else "",
            phrase=au_journal,
        )
        return session
    signatures = Signatures(par=par, suivi_par=par, motif=phrase)
    return ordonner(session, signatures=signatures, constats=constats, motif=au_journal, le=le)


@transaction.atomic
def refuser_session(
    *, session_id: int, par: Utilisateur, motif: str, precisions: str, le: date, lu: int | None = None
) -> Session:
    """Refuse a request, with a reason the training body reads; its intentions are free again.

    One that waits for a complement too, once the time given for it is over. Raises ``RegleViolee`` before, or without
    words of the officer's own, ``TransitionImpossible`` when it is decided already,
    ``DossierModifie`` when the file has changed since line ``lu`` of its journal.
    """
    session = relire_a_decider(session_id, par=par, lu=lu, etats=A_DECIDER | {StatutSession.A_COMPLETER})
    exiger_complement_echu(session, le=le)
    _exiger_precisions(precisions)
    phrase = phrase_de(motif, precisions)
    faire_tomber_la_signature(session, par=par, pourquoi="La demande est refusée.")
    ligne = session.franchir(TransitionSession.REFUSER, par=par, motif=phrase)
    liberer_intentions(session, par=par, motif=f"La demande {session.numero} est refusée.", le=le)
    contexte = {**contexte_session(session), **suivi_par(par), "motif": phrase, "decidee_le": le.isoformat()}
    cle = f"refus:{ligne.pk}"
    document = courriers.deposer_document(
        modele="refus_session",
        cle=cle,
        objet=session,
        titre="Notification de refus",
        reference=session.reference,
        contexte=contexte,
    )
    if destinataire := destinataire_de(session):
        courriers.deposer(
            modele="refus_session", cle=cle, destinataire=destinataire, contexte=contexte, documents=[document]
        )
    return session


@transaction.atomic
def demander_complement(  # noqa: PLR0913 what is asked, in which words, by whom, of what was read
    *,
    session_id: int,
    par: Utilisateur,
    motif: str,
    precisions: str,
    le: date,
    lu: int | None = None,
    champs: Mapping[str, str] | None = None,
) -> Session:
    """Send a request back for more: general words, and ``champs``, fields of the form → what is expected of each.

    Only the named fields re-open (all of them when none is named); the clock of the queue stops on what it counted.
    Raises ``RegleViolee`` when nothing says what is asked for, ``TransitionImpossible`` or ``DossierModifie`` as
    ``refuser_session`` does.
    """
    session = relire_a_decider(session_id, par=par, lu=lu)
    demandes = exiger_une_demande(champs or {}, precisions)
    phrase = "\n".join([phrase_de(motif, precisions), *citer(demandes)]).strip()
    faire_tomber_la_signature(session, par=par, pourquoi="Un complément est demandé.")
    ligne = session.franchir(
        TransitionSession.DEMANDER_COMPLEMENT,
        par=par,
        motif=phrase,
        jours_attendus=jours_d_attente(session, le=le),
        agent=session.agent or par,
    )
    noter_les_champs(session, demandes, par=par)
    if destinataire := destinataire_de(session):
        courriers.deposer(
            modele="complement_session",
            cle=f"complement:{ligne.pk}",
            destinataire=destinataire,
            contexte={
                **contexte_session(session),
                **suivi_par(par),
                "motif": phrase,
                "decidee_le": le.isoformat(),
                "limite": reponse_attendue_le(le, reglement=reglement_au(le)).isoformat(),
            },
        )
    return session


def _exiger_motif(motif: str, precisions: str) -> None:
    if not motif and not precisions.strip():
        raise RegleViolee("Choisissez un motif : l’organisme le lira, et il reste dans l’historique.")


def _exiger_precisions(precisions: str) -> None:
    if not precisions.strip():
        raise RegleViolee("Écrivez à l’organisme ce que vous attendez de lui, ou pourquoi vous refusez.")

"""The mandataire's answer to a sous-traitant's request (FAQ §2, §9)."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Utilisateur
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from referentiels.regles.constats import verdict_de
from sessions_formation.actions.attribuer import attribuer_a_l_arrivee
from sessions_formation.actions.demander import juger, liberer_intentions
from sessions_formation.enums import TransitionSession
from sessions_formation.models import Session
from sessions_formation.queries.documents import contexte_session, destinataire_de
from sessions_formation.queries.lots import mandataire_du_lot, mene_le_lot


@transaction.atomic
def accorder_mandataire(*, session_id: int, par: Utilisateur, accord: bool, motif: str, le: date) -> Session:
    """Give or refuse the mandataire's agreement: the request goes to the Région, or ends there, its intentions free.

    The order of arrival counts from the agreement: only then is the request complete. Raises ``PermissionDenied`` for
    anyone but the mandataire, ``RegleViolee`` for a refusal without a reason, ``TransitionImpossible`` when it has
    been answered already.
    """
    session = Session.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=session_id)
    if not mene_le_lot(par, session.lot):
        raise PermissionDenied
    if not accord and not motif.strip():
        raise RegleViolee("Écrivez pourquoi vous refusez : l’organisme le lira.")
    session.automate.arrivee(TransitionSession.ACCORD_MANDATAIRE, session.statut)
    repondre = _accorder if accord else _refuser
    ligne = repondre(session, par=par, motif=motif, le=le)
    attribuer_a_l_arrivee(session, le=le)
    _annoncer(session, ligne, accord=accord, motif=motif)
    return session


def _accorder(session: Session, *, par: Utilisateur, motif: str, le: date) -> LigneJournal:
    session.accord_mandataire = True
    constats = juger(session, le=le)
    return session.franchir(
        TransitionSession.ACCORD_MANDATAIRE,
        par=par,
        motif=motif,
        accord_mandataire=True,
        complete_le=horloge.maintenant(),
        constats=[constat._asdict() for constat in constats],
        verdict=verdict_de(constats),
        jugee_le=le,
    )


def _refuser(session: Session, *, par: Utilisateur, motif: str, le: date) -> LigneJournal:
    ligne = session.franchir(TransitionSession.REFUSER_MANDATAIRE, par=par, motif=motif, accord_mandataire=False)
    liberer_intentions(session, par=par, motif=f"Le mandataire refuse la demande {session.numero}.", le=le)
    return ligne


def _annoncer(session: Session, ligne: LigneJournal, *, accord: bool, motif: str) -> None:
    """Both sides get the same words: the training body that asked, and the mandataire for its files."""
    contexte = {**contexte_session(session), "accord": accord, "motif": motif, "repondu_par": ligne.par_nom}
    destinataires = {
        "organisme": destinataire_de(session),
        "mandataire": mandataire_du_lot(session.lot).organisme.courriel,
    }
    for qui, destinataire in destinataires.items():
        if destinataire:
            courriers.deposer(
                modele="reponse_mandataire",
                cle=f"reponse-mandataire:{ligne.pk}:{qui}",
                destinataire=destinataire,
                contexte={**contexte, "pour": qui},
                # The mandataire has answered: for it this is a trace, for the other the answer it waits for.
                groupable=qui == "mandataire",
            )

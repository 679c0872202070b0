"""What an officer decides on a session request: authorise, refuse, ask for more. Nothing is decided twice."""

from collections.abc import Collection, Mapping
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format

from comptes.models import Utilisateur
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from noyau import courriers
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.journal import noter
from referentiels.regles.constats import Niveau, Verdict, verdict_de
from sessions_formation.actions.commander import commander, etendre_le_prix
from sessions_formation.actions.completer import (
    citer,
    exiger_complement_echu,
    exiger_une_demande,
    noter_les_champs,
)
from sessions_formation.actions.demander import juger, liberer_intentions
from sessions_formation.automates import A_DECIDER
from sessions_formation.enums import MotifDecision, StatutSession, TransitionSession
from sessions_formation.models import Composante, Lot, Session
from sessions_formation.queries.documents import contexte_bon, contexte_employeur, contexte_session, destinataire_de
from sessions_formation.queries.file import jours_d_attente
from sessions_formation.queries.instruction import structures_prevenues


@transaction.atomic
def mettre_en_instruction(*, session_id: int, par: Utilisateur) -> Session:
    """An officer takes the request up; the training body sees that somebody reads it. Nobody's file becomes theirs."""
    session = _relire(session_id, par=par)
    session.franchir(TransitionSession.INSTRUIRE, par=par, agent=session.agent or par)
    return session


@transaction.atomic
def autoriser_session(
    *, session_id: int, par: Utilisateur, motif: str, precisions: str, le: date, lu: int | None = None
) -> Session:
    """Authorise a session and order it: state, journal, bon de commande, composante, letters, in one transaction.

    ``motif`` is a code of ``MotifDecision``, ``precisions`` the officer's own words (needed for a derogation), ``lu``
    the last journal line the officer has read. Raises ``RegleViolee`` when a rule forbids it that day,
    ``TransitionImpossible`` when somebody has decided already, ``DossierModifie`` when the file has changed since it
    was read, ``PermissionDenied`` without the right to buy.
    """
    session = _relire(session_id, par=par, lu=lu)
    # What becomes scarcer is locked, so that two officers on the last euros of a lot are told one after the other.
    lot = Lot.objects.select_for_update(of=("self",)).get(pk=session.lot_id)
    session.lot = lot
    constats = juger(session, le=le)
    verdict = verdict_de(constats)
    if verdict in {Verdict.NON_ELIGIBLE, Verdict.A_COMPLETER}:
        bloquants = {Niveau.NON_CONFORME, Niveau.A_COMPLETER}
        raise RegleViolee(*[constat.message for constat in constats if constat.niveau in bloquants])
    if verdict == Verdict.DEROGATION and not precisions.strip():
        raise RegleViolee("Vous accordez une dérogation : écrivez pourquoi, l’organisme le lira.")
    _exiger_motif(motif, precisions)
    etendre_le_prix(session.prix_heure, lot, par=par, le=le, accorde_a=session.reference)
    composante = commander(session, lot, le=le)
    ligne = session.franchir(
        TransitionSession.AUTORISER,
        par=par,
        motif=_phrase(motif, precisions),
        constats=[constat._asdict() for constat in constats],
        verdict=verdict,
        jugee_le=le,
    )
    # What is ordered is public at once: nobody has a second button to press.
    session.franchir(TransitionSession.PUBLIER, par=None)
    noter(composante.bon, f"Composante {composante.rang} ajoutée", par=par, motif=f"{session.numero}")
    _annoncer_autorisation(session, composante, par=par, le=le, cle=str(ligne.pk), motif=_phrase(motif, precisions))
    return session


@transaction.atomic
def refuser_session(
    *, session_id: int, par: Utilisateur, motif: str, precisions: str, le: date, lu: int | None = None
) -> Session:
    """Refuse a request, with a reason the training body reads; its intentions are free again.

    One that waits for a complement too, once the time given for it is over. Raises ``RegleViolee`` before, or without
    words of the officer's own, ``TransitionImpossible`` when it is decided already,
    ``DossierModifie`` when the file has changed since line ``lu`` of its journal.
    """
    session = _relire(session_id, par=par, lu=lu, etats=A_DECIDER | {StatutSession.A_COMPLETER})
    exiger_complement_echu(session, le=le)
    _exiger_precisions(precisions)
    phrase = _phrase(motif, precisions)
    ligne = session.franchir(TransitionSession.REFUSER, par=par, motif=phrase)
    liberer_intentions(session, par=par, motif=f"La demande {session.numero} est refusée.", le=le)
    contexte = {**contexte_session(session), **_signataire(par), "motif": phrase, "decidee_le": le.isoformat()}
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
    session = _relire(session_id, par=par, lu=lu)
    demandes = exiger_une_demande(champs or {}, precisions)
    phrase = "\n".join([_phrase(motif, precisions), *citer(demandes)]).strip()
    ligne = session.franchir(
        TransitionSession.DEMANDER_COMPLEMENT, par=par, motif=phrase, jours_attendus=jours_d_attente(session, le=le)
    )
    noter_les_champs(session, demandes, par=par)
    if destinataire := destinataire_de(session):
        courriers.deposer(
            modele="complement_session",
            cle=f"complement:{ligne.pk}",
            destinataire=destinataire,
            contexte={**contexte_session(session), **_signataire(par), "motif": phrase, "decidee_le": le.isoformat()},
        )
    return session


def _relire(
    session_id: int, *, par: Utilisateur, lu: int | None = None, etats: Collection[str] = A_DECIDER
) -> Session:
    session = Session.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=session_id)
    if not par.has_perm("sessions_formation.acheter_session"):
        raise PermissionDenied
    derniere = session.historique.first()
    if session.statut not in etats:
        raise TransitionImpossible(_qui_a_decide(session))
    if derniere and lu not in {None, derniere.pk}:
        raise DossierModifie(
            f"Ce dossier a changé depuis votre lecture : « {derniere.libelle} » par {derniere.par_nom}. "
            "Relisez-le, puis décidez."
        )
    return session


def _qui_a_decide(session: Session) -> str:
    """Name the person who took the request out of the queue; what followed by itself (« Publiée ») names nobody."""
    ligne = session.historique.exclude(transition="noter").exclude(par=None).first()
    if ligne is None:
        return "Cette demande n’attend plus de décision."
    quand = date_format(timezone.localtime(ligne.le), "j F Y à H \\h i")
    return f"Cette demande n’attend plus de décision : « {ligne.libelle} » par {ligne.par_nom}, le {quand}."


def _exiger_motif(motif: str, precisions: str) -> None:
    if not motif and not precisions.strip():
        raise RegleViolee("Choisissez un motif : l’organisme le lira, et il reste dans l’historique.")


def _annoncer_autorisation(
    session: Session, composante: Composante, *, par: Utilisateur, le: date, cle: str, motif: str
) -> None:
    contexte = {
        **contexte_session(session),
        **contexte_bon(composante),
        **_signataire(par),
        "motif": motif,
        "decidee_le": le.isoformat(),
    }
    autorisation = courriers.deposer_document(
        modele="autorisation",
        cle=f"autorisation:{cle}",
        objet=session,
        titre="Autorisation de démarrage",
        reference=session.reference,
        contexte=contexte,
    )
    bon = courriers.deposer_document(
        modele="bon_commande",
        cle=f"bon:{cle}",
        objet=composante.bon,
        titre="Bon de commande",
        reference=f"{composante.bon.numero}, composante {composante.rang}",
        contexte=contexte,
    )
    mandataire = composante.bon.mandataire
    for modele, destinataire, document in (
        ("autorisation", destinataire_de(session), autorisation),
        ("bon_commande", mandataire.courriel, bon),
    ):
        if destinataire:
            courriers.deposer(
                modele=modele,
                cle=f"{modele}:{cle}",
                destinataire=destinataire,
                contexte=contexte,
                documents=[document],
            )
    _prevenir_employeurs_et_reseau(session, contexte, par=par, cle=cle)


def _prevenir_employeurs_et_reseau(session: Session, contexte: dict, *, par: Utilisateur, cle: str) -> None:
    retenues = session.retenues.filter(active=True).select_related("intention__deposant").order_by("pk")
    for retenue in retenues:
        intention = retenue.intention
        noter(intention, f"Session autorisée : {session.intitule}", par=par, motif=session.reference)
        if destinataire := courriel_de_l_employeur(intention):
            courriers.deposer(
                modele="session_employeur",
                cle=f"session-employeur:{cle}:{intention.pk}",
                destinataire=destinataire,
                contexte={**contexte, **contexte_employeur(intention)},
                groupable=True,
            )
    for structure in structures_prevenues(session):
        courriers.deposer(
            modele="session_reseau",
            cle=f"session-reseau:{cle}:{structure.pk}",
            destinataire=structure.courriel,
            contexte=contexte,
            groupable=True,
        )


def _phrase(motif: str, precisions: str) -> str:
    return "\n".join(filter(None, [MotifDecision(motif).label if motif else "", precisions.strip()]))


def _exiger_precisions(precisions: str) -> None:
    if not precisions.strip():
        raise RegleViolee("Écrivez à l’organisme ce que vous attendez de lui, ou pourquoi vous refusez.")


def _signataire(par: Utilisateur) -> dict[str, str]:
    return {"suivi_par": par.get_full_name(), "suivi_telephone": par.telephone, "suivi_courriel": par.email}

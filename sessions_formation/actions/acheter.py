"""What every purchase goes through, with one signature or two: the file read again, the rules, the order, the letters.

Lock order of the house: the session, then its lot.
"""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format

from comptes.models import Utilisateur
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from noyau.journal import noter
from referentiels.regles.constats import Constat, Niveau, Verdict, verdict_de
from sessions_formation.actions.annoncer import Signatures, annoncer_autorisation
from sessions_formation.actions.commander import commander, etendre_le_prix
from sessions_formation.actions.demander import juger
from sessions_formation.automates import A_DECIDER
from sessions_formation.enums import MotifDecision, TransitionSession
from sessions_formation.models import Session

ACHETER = "sessions_formation.acheter_session"
BLOQUANTS = frozenset({Niveau.NON_CONFORME, Niveau.A_COMPLETER})


def relire_a_decider(
    session_id: int,
    *,
    par: Utilisateur,
    lu: int | None = None,
    droit: str = ACHETER,
    etats: Collection[str] = A_DECIDER,
) -> Session:
    """Lock a request in one of ``etats``, as ``par`` has read it (``lu``: the last line of its journal).

    Raises ``PermissionDenied`` without ``droit``, ``TransitionImpossible`` when it waits no more, ``DossierModifie``
    when it has changed since.
    """
    session = Session.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=session_id)
    if not par.has_perm(droit):
        raise PermissionDenied
    if session.statut not in etats:
        raise TransitionImpossible(_qui_a_decide(session))
    derniere = session.historique.first()
    if derniere and lu not in {None, derniere.pk}:
        raise DossierModifie(
            f"Ce dossier a changé depuis votre lecture : « {derniere.libelle} » par {derniere.par_nom}. "
            "Relisez-le, puis décidez."
        )
    return session


def exiger_autorisable(session: Session, *, precisions: str, le: date) -> list[Constat]:
    """Give the findings of the day on a request that may be authorised, its lot being locked.

    Raises ``RegleViolee`` with what forbids it, or when a derogation would be granted without a word.
    """
    constats = juger(session, le=le)
    verdict = verdict_de(constats)
    if verdict in {Verdict.NON_ELIGIBLE, Verdict.A_COMPLETER}:
        raise RegleViolee(*[constat.message for constat in constats if constat.niveau in BLOQUANTS])
    if verdict == Verdict.DEROGATION and not precisions.strip():
        raise RegleViolee("Vous accordez une dérogation : écrivez pourquoi, l’organisme le lira.")
    return constats


def ordonner(session: Session, *, signatures: Signatures, constats: list[Constat], motif: str, le: date) -> Session:
    """Order a session: bon de commande, price of the lot, state, publication, journal, letters. Its lot is locked.

    ``motif`` is what the journal keeps; ``signatures.motif`` what the training body reads. Raises ``RegleViolee``
    over the lot's maximum.
    """
    composante = commander(session, session.lot, le=le)
    etendre_le_prix(session.prix_heure, session.lot, par=signatures.par, le=le, accorde_a=session.reference)
    ligne = session.franchir(
        TransitionSession.AUTORISER,
        par=signatures.par,
        motif=motif,
        constats=[constat._asdict() for constat in constats],
        verdict=verdict_de(constats),
        jugee_le=le,
    )
    # What is ordered is public at once: nobody has a second button to press.
    session.franchir(TransitionSession.PUBLIER, par=None)
    noter(composante.bon, f"Composante {composante.rang} ajoutée", par=signatures.par, motif=f"{session.numero}")
    annoncer_autorisation(session, composante, signatures=signatures, le=le, cle=str(ligne.pk))
    return session


def phrase_de(motif: str, *textes: str) -> str:
    """Give a reason as it is read: the words of the list, then those that were typed."""
    return "\n".join(filter(None, [MotifDecision(motif).label if motif else "", *map(str.strip, textes)]))


def _qui_a_decide(session: Session) -> str:
    """Name the person who took the request out of the queue; what followed by itself (« Publiée ») names nobody."""
    ligne = session.historique.exclude(arrivee=F("depart")).exclude(par=None).first()
    if ligne is None:
        return "Cette demande n’attend plus de décision."
    quand = date_format(timezone.localtime(ligne.le), "j F Y à H \\h i")
    return f"Cette demande n’attend plus de décision : « {ligne.libelle} » par {ligne.par_nom}, le {quand}."

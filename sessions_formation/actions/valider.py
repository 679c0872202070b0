"""Two people for a large purchase: the first signs, another orders or sends back (docs/decisions/0026).

In between the request keeps its state and its place in the queue; the rules are read again at the second signature.
"""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from comptes.models import Utilisateur
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import LigneJournal, noter
from sessions_formation.actions.acheter import exiger_autorisable, ordonner, phrase_de, relire_a_decider
from sessions_formation.actions.annoncer import Signatures
from sessions_formation.actions.commander import verrouiller_le_lot
from sessions_formation.actions.tour import exiger_son_tour
from sessions_formation.models import PremiereValidation, Session
from sessions_formation.queries.documents import contexte_session
from sessions_formation.queries.signature import peuvent_contresigner, premiere_signature_de

VALIDER = "sessions_formation.valider_session"


def exiger_sans_signature(session: Session) -> None:
    """Raise ``TransitionImpossible`` when somebody has signed already: a second person signs, nobody twice."""
    if signature := premiere_signature_de(session):
        raise TransitionImpossible(
            f"{signature.par.nom_public} a déjà signé cet achat : il attend la signature d’une seconde personne."
        )


def signer_en_premier(
    session: Session, *, par: Utilisateur, motif: str, precisions: str, hors_tour: str, phrase: str
) -> PremiereValidation:
    """Record the first signature, and tell those who may give the second. ``phrase`` is what the journal keeps."""
    signature = PremiereValidation.objects.create(
        session=session,
        par=par,
        le=horloge.maintenant(),
        motif=motif,
        precisions=precisions.strip(),
        hors_tour=hors_tour.strip(),
    )
    ligne = noter(session, "Première signature", par=par, transition="premiere_signature", motif=phrase)
    destinataires = [chef.email for chef in peuvent_contresigner(sauf=par)] or [settings.REGION_EMAIL]
    contexte = {**contexte_session(session), **_admin(session), "signee_par": par.get_full_name(), "motif": phrase}
    for adresse in destinataires:
        courriers.deposer(
            modele="seconde_signature",
            cle=f"seconde-signature:{ligne.pk}:{adresse}",
            destinataire=adresse,
            contexte=contexte,
        )
    return signature


@transaction.atomic
def contresigner(*, session_id: int, par: Utilisateur, precisions: str, le: date, lu: int | None = None) -> Session:
    """Give the second signature: the rules of ``le`` are read again, then the session is ordered.

    The letters are signed by ``par``, and followed by who signed first. Raises ``RegleViolee`` when a rule forbids it
    or when ``par`` is who signed first, ``TransitionImpossible`` when no signature waits for a second one,
    ``DossierModifie`` and ``PermissionDenied`` as ``autoriser_session`` does.
    """
    session = relire_a_decider(session_id, par=par, lu=lu, droit=VALIDER)
    signature = _exiger_une_autre_personne(session, par)
    session.lot = verrouiller_le_lot(session.lot_id)
    constats = exiger_autorisable(session, precisions=f"{signature.precisions}{precisions}", le=le)
    tour = exiger_son_tour(session, signature.hors_tour)
    signature.delete()
    phrase = phrase_de(signature.motif, signature.precisions, precisions)
    signe = f"Première signature : {signature.par.nom_public}."
    return ordonner(
        session,
        signatures=Signatures(par=par, suivi_par=signature.par, motif=phrase),
        constats=constats,
        motif=phrase_de("", phrase, tour, signe),
        le=le,
    )


@transaction.atomic
def renvoyer(*, session_id: int, par: Utilisateur, motif: str, lu: int | None = None) -> Session:
    """Send a request back to instruction in place of the second signature; who signed first is told why.

    Raises ``RegleViolee`` without a reason or when ``par`` is who signed first; otherwise as ``contresigner``.
    """
    session = relire_a_decider(session_id, par=par, lu=lu, droit=VALIDER)
    signature = _exiger_une_autre_personne(session, par)
    if not motif.strip():
        raise RegleViolee("Écrivez pourquoi vous renvoyez ce dossier : la personne qui l’a signé le lira.")
    signature.delete()
    ligne = noter(session, "Renvoyée à l’instruction", par=par, transition="renvoyer", motif=motif.strip())
    _prevenir_le_premier(session, signature, ligne)
    return session


def _exiger_une_autre_personne(session: Session, par: Utilisateur) -> PremiereValidation:
    signature = premiere_signature_de(session)
    if signature is None:
        raise TransitionImpossible("Cette demande n’attend pas de seconde signature.")
    if signature.par_id == par.pk:
        raise RegleViolee("Vous avez signé cet achat en premier : une autre personne donne la seconde signature.")
    return signature


def _prevenir_le_premier(session: Session, signature: PremiereValidation, ligne: LigneJournal) -> None:
    courriers.deposer(
        modele="signature_renvoyee",
        cle=f"signature-renvoyee:{ligne.pk}",
        destinataire=signature.par.email,
        contexte={
            **contexte_session(session),
            **_admin(session),
            "signee_par": signature.par.get_full_name(),
            "renvoyee_par": ligne.par_nom,
            "motif": ligne.motif,
        },
    )


def _admin(session: Session) -> dict[str, str]:
    return {"chemin": reverse("admin:sessions_formation_session_change", args=[session.pk])}

"""The Région cancels a session it has ordered, as long as it has not begun (FAQ §6)."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Utilisateur
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from noyau import courriers
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from referentiels.regles.typographie import compter
from sessions_formation.actions.avenants import Ligne, prendre_avenant
from sessions_formation.actions.demander import liberer_intentions
from sessions_formation.actions.demandes_avenant import COMMENCEE, rendre_intentions
from sessions_formation.automates import TIENT_SON_POSTE
from sessions_formation.enums import (
    MotifParcours,
    NatureAvenant,
    StatutDemandeAvenant,
    StatutParcours,
    StatutSession,
    TransitionDemandeAvenant,
    TransitionParcours,
    TransitionSession,
)
from sessions_formation.models import Avenant, Composante, DemandeAvenant, Lot, Parcours, Session
from sessions_formation.queries.avenants import signataire
from sessions_formation.queries.commandes import par_prix
from sessions_formation.queries.documents import contexte_employeur, contexte_session, destinataire_de
from sessions_formation.queries.instruction import structures_prevenues
from sessions_formation.queries.lots import mandataire_du_lot
from sessions_formation.signaux import candidats_liberes

ANNULABLE = frozenset({StatutSession.AUTORISEE, StatutSession.PUBLIEE})


@transaction.atomic
def annuler_session(*, session_id: int, par: Utilisateur, motif: str, le: date, lu: int | None = None) -> Avenant:
    """Cancel an ordered session, on the Région's own decision; a cancellation its training body asked is granted.

    Raises ``RegleViolee`` without words of the officer's own or when a candidate is admitted already,
    ``TransitionImpossible`` once it has begun or is cancelled, ``DossierModifie`` when it has changed since ``lu``.
    """
    sessions = Session.objects.visibles_pour(par).select_for_update(of=("self",))
    session = sessions.select_related("lot__groupement", "organisme", "demandeur").get(pk=session_id)
    if not par.has_perm("sessions_formation.acheter_session"):
        raise PermissionDenied
    exiger_annulable(session, le=le)
    derniere = session.historique.first()
    if derniere and lu not in {None, derniere.pk}:
        raise DossierModifie(
            f"Cette session a changé depuis votre lecture : « {derniere.libelle} » par {derniere.par_nom}. "
            "Relisez-la, puis décidez."
        )
    if not motif.strip():
        raise RegleViolee("Écrivez pourquoi vous annulez : l’organisme et les employeurs le liront.")
    demandes = DemandeAvenant.objects.select_for_update(of=("self",)).filter(
        session=session, nature=NatureAvenant.ANNULATION, statut=StatutDemandeAvenant.DEPOSEE
    )
    return annuler_la_commande(session, par=par, motif=motif.strip(), le=le, demande=demandes.order_by("pk").first())


def annuler_la_commande(
    session: Session, *, par: Utilisateur, motif: str, le: date, demande: DemandeAvenant | None
) -> Avenant:
    """Cancel a session, locked by the caller: amendment of all that is ordered, state, posts, steps, letters.

    ``demande``: the training body's own, which this grants. Raises as ``annuler_session`` does.
    """
    exiger_annulable(session, le=le)
    autres = DemandeAvenant.objects.select_for_update(of=("self",)).filter(
        session=session, statut=StatutDemandeAvenant.DEPOSEE
    )
    en_attente = [autre for autre in autres.order_by("pk") if demande is None or autre.pk != demande.pk]
    Lot.objects.select_for_update(of=("self",)).get(pk=session.lot_id)
    liberes = _liberer_les_places(session)
    avenant = _decommander(session, par=par, motif=motif, le=le, demande=demande)
    if demande is not None:
        demande.franchir(TransitionDemandeAvenant.ACCORDER, par=par, motif=motif)
    for autre in en_attente:
        autre.session = session
        autre.franchir(TransitionDemandeAvenant.REFUSER, par=None, motif="La session est annulée.")
        rendre_intentions(autre, par=par, motif=f"La session {session.numero} est annulée.", le=le)
    employeurs = [
        retenue.intention
        for retenue in session.retenues.filter(active=True).select_related("intention__deposant").order_by("pk")
    ]
    session.franchir(TransitionSession.ANNULER, par=par, motif=motif)
    contexte = {**contexte_session(session), **signataire(par), "motif": motif, "avenant": avenant.numero}
    liberer_intentions(session, par=par, motif=f"La session {session.numero} est annulée. {motif}", le=le)
    for intention in employeurs:
        _ecrire(
            "session_annulee_employeur",
            courriel_de_l_employeur(intention),
            {**contexte, **contexte_employeur(intention)},
            f"{session.pk}:{intention.pk}",
        )
    _prevenir(session, contexte)
    candidats_liberes.send(sender=Session, session=session, liberes=liberes, motif=motif)
    return avenant


def exiger_annulable(session: Session, *, le: date) -> None:
    """Raise ``TransitionImpossible`` when a session may not be cancelled (any more), with the reason."""
    if session.commencee(le):
        raise TransitionImpossible(COMMENCEE)
    if session.statut not in ANNULABLE or not Composante.objects.filter(session=session).exists():
        etat = session.get_statut_display().lower()
        raise TransitionImpossible(f"Cette session est « {etat} » : il n’y a pas de commande à annuler.")


def _liberer_les_places(session: Session) -> list[Parcours]:
    """Let candidates go, and give them. Whoever positions one locks what the session holds first: so does this."""
    list(session.retenues.filter(active=True).select_for_update(of=("self",)).order_by("pk"))
    vivants = list(session.parcours.filter(statut__in=TIENT_SON_POSTE).select_for_update(of=("self",)).order_by("pk"))
    engages = sum(
        parcours.statut not in {StatutParcours.POSITIONNE, StatutParcours.PROFIL_VALIDE} for parcours in vivants
    )
    if engages:
        raise RegleViolee(
            f"{compter(engages, 'candidat est admis', 'candidats sont admis')} sur cette session : l’organisme leur "
            "trouve d’abord une autre place, puis la session s’annule."
        )
    for parcours in vivants:
        raison = MotifParcours.SESSION_ANNULEE
        parcours.franchir_pour(TransitionParcours.NE_PAS_RETENIR, par=None, raison=raison, attente_le=None)
    return vivants


def _decommander(
    session: Session, *, par: Utilisateur, motif: str, le: date, demande: DemandeAvenant | None
) -> Avenant:
    composante = Composante.objects.select_related("bon__lot__groupement", "bon__mandataire").get(session=session)
    composante.session = session
    lignes = [
        Ligne(composante, -commande.parcours, -commande.heures, prix)
        for prix, commande in par_prix([composante])[composante.pk].items()
        if commande.parcours or commande.heures
    ]
    return prendre_avenant(
        bon=composante.bon,
        nature=NatureAvenant.ANNULATION,
        lignes=lignes,
        motif=motif,
        par=par,
        le=le,
        demande=demande,
    )


def _prevenir(session: Session, contexte: dict) -> None:
    """Tell the training body, the mandataire when it is another, and the Réseau pour l'emploi."""
    _ecrire("session_annulee", destinataire_de(session), {**contexte, "pour": "organisme"}, f"{session.pk}:organisme")
    mandataire = mandataire_du_lot(session.lot).organisme
    if mandataire.pk != session.organisme_id:
        _ecrire("session_annulee", mandataire.courriel, {**contexte, "pour": "mandataire"}, f"{session.pk}:mandataire")
    for structure in structures_prevenues(session):
        cle = f"{session.pk}:reseau-{structure.pk}"
        _ecrire("session_annulee", structure.courriel, {**contexte, "pour": "reseau"}, cle)


def _ecrire(modele: str, destinataire: str, contexte: dict, cle: str) -> None:
    if destinataire:
        courriers.deposer(modele=modele, cle=f"{modele}:{cle}", destinataire=destinataire, contexte=contexte)

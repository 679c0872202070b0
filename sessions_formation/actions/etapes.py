"""Steps of participation as dates: planned, moved, called off by the training body; those invited are told at once."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet

from comptes.models import Utilisateur
from intentions.enums import Etape
from noyau import courriers, horloge
from noyau.agenda import Methode
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import noter
from noyau.templatetags.maison import jour
from sessions_formation.automates import AVANT_DEMARRAGE
from sessions_formation.enums import StatutSession
from sessions_formation.models import EtapeSession, IntentionRetenue, InvitationEtape, Session
from sessions_formation.models.etapes import InvitationEtapeQuerySet
from sessions_formation.queries.etapes import contexte_invitation, destinataire_de, quand, retenues_a_inviter
from sessions_formation.regles.etapes import Creneau, obstacles

# From the request to the start, and while the session lasts (domaine.md §3).
PLANIFIABLE = AVANT_DEMARRAGE | {StatutSession.DEMARREE}
DEJA_ANNULEE = "Cette étape est déjà annulée."
DEJA_TENUE = "Cette étape a déjà commencé : sa date ne change plus."


class CreneauRefuse(RegleViolee):
    """A time that may not be. ``champs`` says which field of the form each sentence is about."""

    def __init__(self, champs: dict[str, str]) -> None:
        super().__init__(*champs.values())
        self.champs = champs


@transaction.atomic
def planifier_etape(
    *,
    session_id: int,
    par: Utilisateur,
    nature: Etape,
    creneau: Creneau,
    intentions: Collection[int],
    maintenant: datetime,
) -> EtapeSession:
    """Plan a step and invite employers of the session to it; the same one asked twice (double click) is made once.

    Those who announced this step are invited (FAQ §6), and ``intentions``, ids among those the session holds. Raises
    ``Session.DoesNotExist`` for another's session, ``TransitionImpossible`` when the session is over or not yet asked
    for, ``CreneauRefuse`` for a time that may not be.
    """
    session = Session.objects.modifiables_par(par).select_for_update(of=("self",)).get(pk=session_id)
    _exiger_planifiable(session)
    _exiger_possible(creneau, session, maintenant)
    meme = session.etapes.filter(nature=nature, debut=creneau.debut, lieu=creneau.lieu, annulee_le=None)
    if deja := meme.order_by("pk").first():
        return deja
    etape = EtapeSession.objects.create(
        session=session,
        nature=nature,
        debut=creneau.debut,
        fin=creneau.fin,
        lieu=creneau.lieu,
        precisions=creneau.precisions,
        creee_par=par,
        creee_le=horloge.maintenant(),
        annoncee_le=horloge.maintenant(),
    )
    noter(session, f"{etape.get_nature_display()} : date fixée", par=par, motif=f"{quand(etape)}, {etape.lieu}")
    annoncees = {r.intention_id for r in retenues_a_inviter(session) if nature in r.intention.etapes}
    _inviter(etape, annoncees | set(intentions), par=par)
    return etape


@transaction.atomic
def inviter_a_l_etape(
    *, etape_id: int, par: Utilisateur, intentions: Collection[int], maintenant: datetime
) -> EtapeSession:
    """Invite more employers of the session to a step to come; those invited already are not told again.

    Raises ``EtapeSession.DoesNotExist`` for another's step, ``TransitionImpossible`` once it is held or called off.
    """
    etape = _relire(etape_id, par=par, maintenant=maintenant)
    _inviter(etape, intentions, par=par)
    return etape


@transaction.atomic
def deplacer_etape(*, etape_id: int, par: Utilisateur, creneau: Creneau, maintenant: datetime) -> EtapeSession:
    """Give a step another time or place, and tell those invited; nothing leaves when nothing changes.

    Another time asks them anew whether they will come. Raises as ``planifier_etape`` does, and
    ``TransitionImpossible`` once the step is held or called off.
    """
    etape = _relire(etape_id, par=par, maintenant=maintenant)
    ancien = Creneau(etape.debut, etape.fin, etape.lieu, etape.precisions)
    if creneau == ancien:
        return etape
    _exiger_possible(creneau, etape.session, maintenant)
    avant = {"ancien_debut": etape.debut.isoformat(), "ancien_lieu": etape.lieu}
    etape.debut, etape.fin = creneau.debut, creneau.fin
    etape.lieu, etape.precisions = creneau.lieu, creneau.precisions
    etape.version += 1
    etape.annoncee_le = horloge.maintenant()
    etape.save(update_fields=["debut", "fin", "lieu", "precisions", "version", "annoncee_le"])
    if (ancien.debut, ancien.fin) != (creneau.debut, creneau.fin):
        etape.invitations.update(viendra=None, repondu_le=None)
    noter(etape.session, f"{etape.get_nature_display()} : changement", par=par, motif=f"{quand(etape)}, {etape.lieu}")
    _ecrire_aux_invites(etape, "etape_deplacee", Methode.INVITER, **avant)
    return etape


@transaction.atomic
def annuler_etape(*, etape_id: int, par: Utilisateur, motif: str, maintenant: datetime) -> EtapeSession:
    """Call a step off, with a reason those invited read. Raises ``RegleViolee`` without one, ``TransitionImpossible``
    once it is held or called off already."""
    etape = _relire(etape_id, par=par, maintenant=maintenant)
    if not motif.strip():
        raise RegleViolee("Écrivez pourquoi : les employeurs invités le liront.")
    _annuler(etape, par=par, motif=motif.strip())
    return etape


def annuler_les_etapes(session: Session, *, par: Utilisateur | None, motif: str) -> None:
    """Call off every step still to come of a session that will not be held, in the transaction that decides it."""
    a_venir = session.etapes.filter(annulee_le=None, debut__gt=horloge.maintenant())
    for etape in a_venir.select_for_update(of=("self",)).order_by("pk"):
        etape.session = session
        _annuler(etape, par=par, motif=motif)


def retirer_des_rendez_vous(session: Session, intentions: Collection[int], *, motif: str) -> None:
    """Tell employers whose intentions the session is about to let go that its steps to come no longer expect them.

    In the transaction that lets them go, before it does: an intention no longer held is written to no more.
    """
    a_venir = InvitationEtape.objects.filter(
        etape__session=session,
        etape__annulee_le=None,
        etape__debut__gt=horloge.maintenant(),
        intention__in=intentions,
    )
    for invitation in attendues(a_venir):
        invitation.etape.session = session
        cle = f"etape_retiree:{invitation.pk}:{invitation.etape.version}"
        ecrire_a_l_invite(invitation, "etape_annulee", Methode.ANNULER, cle=cle, motif=motif, retire="oui")


def _annuler(etape: EtapeSession, *, par: Utilisateur | None, motif: str) -> None:
    etape.annulee_le = horloge.maintenant()
    etape.motif_annulation = motif
    etape.version += 1
    etape.save(update_fields=["annulee_le", "motif_annulation", "version"])
    noter(etape.session, f"{etape.get_nature_display()} : annulation", par=par, motif=f"{quand(etape)}. {motif}")
    _ecrire_aux_invites(etape, "etape_annulee", Methode.ANNULER, motif=motif)


def _relire(etape_id: int, *, par: Utilisateur, maintenant: datetime) -> EtapeSession:
    """Lock a step of the person's own that may still change."""
    siennes = EtapeSession.objects.modifiables_par(par).select_for_update(of=("self",))
    etape = siennes.select_related("session__organisme", "session__demandeur").get(pk=etape_id)
    if etape.annulee:
        raise TransitionImpossible(DEJA_ANNULEE)
    if etape.commencee(maintenant):
        raise TransitionImpossible(DEJA_TENUE)
    _exiger_planifiable(etape.session)
    return etape


def _exiger_planifiable(session: Session) -> None:
    if session.statut not in PLANIFIABLE:
        raise TransitionImpossible(
            "Les étapes se datent une fois l’ouverture demandée, et jusqu’à la fin de la session."
        )


def _exiger_possible(creneau: Creneau, session: Session, maintenant: datetime) -> None:
    refus: dict[str, str] = {}
    for obstacle in obstacles(creneau, fin_session=session.fin, maintenant=maintenant):
        refus.setdefault(obstacle.champ, obstacle.phrase)
    if refus:
        raise CreneauRefuse(refus)


def _inviter(etape: EtapeSession, intentions: Collection[int], *, par: Utilisateur) -> None:
    voulues = set(intentions)
    for retenue in retenues_a_inviter(etape.session, sauf=etape):
        if retenue.intention_id in voulues:
            _inviter_une(etape, retenue, par=par)


def _inviter_une(etape: EtapeSession, retenue: IntentionRetenue, *, par: Utilisateur) -> None:
    invitation = InvitationEtape.objects.create(etape=etape, intention=retenue.intention)
    ligne = noter(
        retenue.intention,
        f"Invitation : {etape.get_nature_display()}",
        par=par,
        motif=f"{jour(etape.debut)}, {etape.lieu}",
    )
    ecrire_a_l_invite(invitation, "invitation_etape", Methode.INVITER, cle=f"invitation-etape:{ligne.pk}")


def _ecrire_aux_invites(etape: EtapeSession, modele: str, methode: Methode, **faits: str) -> None:
    for invitation in attendues(etape.invitations.all()):
        invitation.etape = etape
        cle = f"{modele}:{invitation.pk}:{etape.version}"
        ecrire_a_l_invite(invitation, modele, methode, cle=cle, **faits)


def attendues(invitations: InvitationEtapeQuerySet) -> QuerySet[InvitationEtape]:
    """Among ``invitations``, those whose intention the session still holds, with what an e-mail says of them."""
    return (
        invitations.tenues()
        .select_related("etape", "intention__employeur", "intention__metier", "intention__deposant")
        .order_by("pk")
    )


def ecrire_a_l_invite(
    invitation: InvitationEtape, modele: str, methode: Methode, *, cle: str, **faits: str
) -> courriers.Courrier | None:
    """Put an e-mail about a step in the outbox, with its calendar file; None when nobody can be written to, or when
    the same event was told already."""
    destinataire = destinataire_de(invitation)
    if not destinataire:
        return None
    contexte = {**contexte_invitation(invitation, methode), **faits}
    return courriers.deposer(modele=modele, cle=cle, destinataire=destinataire, contexte=contexte)

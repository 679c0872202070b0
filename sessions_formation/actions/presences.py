"""What employers answer to an invitation, whether they came, and the reminder before it."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from comptes.models import Utilisateur
from noyau import courriers, horloge
from noyau.agenda import Methode
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import noter
from noyau.relances import Bilan, un_par_un
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import ajouter_jours_ouvres
from sessions_formation.actions.etapes import attendues, ecrire_a_l_invite
from sessions_formation.enums import Presence
from sessions_formation.models import EtapeSession, InvitationEtape
from sessions_formation.queries.etapes import adresse_de_l_etape, contexte_etape, destinataire_de, quand
from sessions_formation.regles.etapes import RAPPEL_JOURS_OUVRES, rappel_du

REPONSES = {True: "Viendra", False: "Ne pourra pas venir"}


@transaction.atomic
def repondre_a_l_invitation(
    *, invitation_id: int, viendra: bool, par: Utilisateur | None, courriel: str = "", maintenant: datetime
) -> InvitationEtape:
    """Answer an invitation: from an account (``par``), or by the personal link sent to ``courriel``.

    The training body is told of each new answer; the same given twice says nothing more. Raises
    ``InvitationEtape.DoesNotExist`` for another's, ``RegleViolee`` when it can no longer be answered, and why.
    """
    invitation = _verrouiller(invitation_id, par=par, courriel=courriel)
    if raison := fermeture_de(invitation, maintenant=maintenant):
        raise RegleViolee(raison)
    if invitation.viendra is viendra:
        return invitation
    invitation.viendra = viendra
    invitation.repondu_le = horloge.maintenant()
    invitation.save(update_fields=["viendra", "repondu_le"])
    etape, intention = invitation.etape, invitation.intention
    nature = etape.get_nature_display()
    ligne = noter(
        intention,
        f"{nature} : {REPONSES[viendra].lower()}",
        par=par,
        motif="" if par else f"Par le lien personnel envoyé à {courriel}.",
    )
    session = etape.session
    courriers.deposer(
        modele="reponse_etape",
        cle=f"reponse-etape:{ligne.pk}",
        destinataire=session.demandeur.email,
        contexte={
            **contexte_etape(etape),
            "employeur": intention.employeur.nom if intention.employeur else "",
            "intention": intention.numero,
            "contact": intention.contact_nom,
            "contact_telephone": intention.contact_telephone,
            "viendra": viendra,
            "chemin": adresse_de_l_etape(etape),
        },
        groupable=True,
    )
    return invitation


def fermeture_de(invitation: InvitationEtape, *, maintenant: datetime) -> str:
    """Say why an invitation can no longer be answered; empty while it can."""
    etape = invitation.etape
    if etape.annulee:
        return "Ce rendez-vous est annulé : il n’y a plus à répondre."
    if etape.commencee(maintenant):
        return "Ce rendez-vous est passé : il n’y a plus à répondre."
    if not InvitationEtape.objects.filter(pk=invitation.pk).tenues().exists():
        return "Votre intention ne fait plus partie de cette session : vous n’y êtes plus attendu."
    return ""


@transaction.atomic
def noter_presences(
    *, etape_id: int, par: Utilisateur, presences: Mapping[int, str], maintenant: datetime
) -> EtapeSession:
    """Note who came to a step, or correct what was noted; each change is written in the intention's history.

    ``presences`` maps an invitation's id to a code of ``Presence``, empty to take back what was noted. Raises
    ``EtapeSession.DoesNotExist`` for another's step, ``TransitionImpossible`` before it is held.
    """
    etape = EtapeSession.objects.modifiables_par(par).select_for_update(of=("self",)).get(pk=etape_id)
    if etape.annulee or not etape.commencee(maintenant):
        raise TransitionImpossible("Les présences se notent une fois l’étape tenue.")
    nature = etape.get_nature_display()
    for invitation in etape.invitations.filter(pk__in=presences).select_related("intention").order_by("pk"):
        presence = presences[invitation.pk]
        if presence != invitation.presence:
            invitation.presence = presence
            invitation.presence_notee_par = par if presence else None
            invitation.presence_notee_le = horloge.maintenant() if presence else None
            invitation.save(update_fields=["presence", "presence_notee_par", "presence_notee_le"])
            dit = Presence(presence).label.lower() if presence else "présence à noter"
            noter(invitation.intention, f"{nature} : {dit}", par=par, motif=quand(etape))
    return etape


def relancer_etapes(le: date) -> Bilan:
    """Remind employers of the steps that come within two working days; give how many e-mails were written.

    Due once per date of a step (domaine.md §6): repeated or late, it sends what is missing and nothing twice. Those
    who said they will not come are left in peace.
    """
    limite = ajouter_jours_ouvres(le, RAPPEL_JOURS_OUVRES, feries=FERIES)
    proches = EtapeSession.objects.filter(annulee_le=None, debut__date__gt=le, debut__date__lte=limite)
    identifiants = proches.order_by("debut", "pk").values_list("pk", flat=True)
    return un_par_un("rappel d’un rendez-vous", identifiants, lambda pk: _rappeler(pk, le=le))


def _rappeler(etape_id: int, *, le: date) -> int:
    """Remind those invited to one step; what another worker holds is left to it."""
    etapes = EtapeSession.objects.filter(pk=etape_id, annulee_le=None).select_related(
        "session__organisme", "session__demandeur"
    )
    etape = etapes.select_for_update(of=("self",), skip_locked=True).order_by("pk").first()
    if etape is None:
        return 0
    jour, annoncee = timezone.localtime(etape.debut).date(), timezone.localtime(etape.annoncee_le).date()
    if not rappel_du(jour, annoncee=annoncee, le=le, feries=FERIES):
        return 0
    partis = 0
    for invitation in attendues(etape.invitations.exclude(viendra=False)):
        invitation.etape = etape
        cle = f"rappel-etape:{invitation.pk}:{etape.version}"
        partis += ecrire_a_l_invite(invitation, "rappel_etape", Methode.INVITER, cle=cle) is not None
    return partis


def _verrouiller(invitation_id: int, *, par: Utilisateur | None, courriel: str) -> InvitationEtape:
    siennes = InvitationEtape.objects.all() if par is None else InvitationEtape.objects.visibles_pour(par)
    invitation = (
        siennes.select_for_update(of=("self",))
        .select_related(
            "etape__session__organisme", "etape__session__demandeur", "intention__employeur", "intention__deposant"
        )
        .get(pk=invitation_id)
    )
    # Whoever is no longer the contact has no say any more.
    if par is None and destinataire_de(invitation).lower() != courriel.lower():
        raise InvitationEtape.DoesNotExist
    return invitation

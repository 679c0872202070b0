"""The steps of a session and those invited to them, as pages and e-mails tell them."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from comptes.liens import Usage, chemin
from comptes.models import Utilisateur
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from noyau import horloge
from noyau.agenda import Methode, uid_de
from noyau.templatetags.maison import instant
from sessions_formation.models import EtapeSession, IntentionRetenue, InvitationEtape, Session


def quand(etape: EtapeSession) -> str:
    """« 2 février 2027, 9 h 00 »."""
    return str(instant(etape.debut))


def etapes_de_la_session(session: Session) -> QuerySet[EtapeSession]:
    """The steps of a session in order, each with how many are invited, will come, will not, were absent (1 query)."""
    return session.etapes.annotate(
        invites=Count("invitations"),
        viendront=Count("invitations", filter=Q(invitations__viendra=True)),
        empeches=Count("invitations", filter=Q(invitations__viendra=False)),
        presents=Count("invitations", filter=Q(invitations__presence="present")),
        absents=Count("invitations", filter=Q(invitations__presence="absent")),
    ).order_by("debut", "pk")


def invitations_de(etape: EtapeSession) -> QuerySet[InvitationEtape]:
    """Those invited to a step, with whom to call, and whether the session still holds their intention (``tenue``)."""
    tenue = IntentionRetenue.objects.filter(active=True, session=etape.session_id, intention=OuterRef("intention"))
    return (
        etape.invitations.select_related(
            "intention__employeur", "intention__metier", "intention__commune", "presence_notee_par"
        )
        .annotate(tenue=Exists(tenue))
        .order_by("intention__employeur__nom", "pk")
    )


def retenues_a_inviter(session: Session, *, sauf: EtapeSession | None = None) -> list[IntentionRetenue]:
    """The intentions the session holds, by employer; without those already invited to ``sauf``."""
    retenues = session.retenues.filter(active=True).select_related(
        "intention__employeur", "intention__metier", "intention__commune", "intention__deposant"
    )
    if sauf is not None:
        retenues = retenues.exclude(intention__in=sauf.invitations.values("intention"))
    return list(retenues.order_by("intention__employeur__nom", "pk"))


def rendez_vous_de(utilisateur: Utilisateur, *, passes: bool, maintenant: datetime) -> QuerySet[InvitationEtape]:
    """What the person's establishments are invited to: the next first, or what is over, the latest first."""
    siennes = InvitationEtape.objects.visibles_pour(utilisateur).avec_tenue().pour_liste()
    if passes:
        return siennes.filter(etape__fin__lt=maintenant).order_by("-etape__debut", "-pk")
    return siennes.filter(etape__fin__gte=maintenant).order_by("etape__debut", "pk")


def destinataire_de(invitation: InvitationEtape) -> str:
    """Where an employer reads us: the contact of its intention, else whoever filed it for itself; empty when nobody is
    known. Who transmits an intention is never invited, nor answers, in its employer's place."""
    return courriel_de_l_employeur(invitation.intention)


def contexte_invitation(invitation: InvitationEtape, methode: Methode) -> dict[str, Any]:
    """Give the facts of an e-mail about a step, as plain JSON, with its calendar file's (``rendez_vous``).

    ``chemin`` is the personal link of the address written to: it opens this step's page without an account.
    """
    etape, intention = invitation.etape, invitation.intention
    courriel = destinataire_de(invitation)
    lien = chemin("rendez_vous:lien", Usage.ETAPE, courriel, objet=invitation.pk)
    return {
        **contexte_etape(etape),
        "contact": intention.contact_nom,
        "employeur": intention.employeur.nom if intention.employeur else "",
        "intention": intention.numero or "",
        "poste": intention.intitule_affiche,
        "viendra": invitation.viendra,
        "chemin": lien,
        "rendez_vous": {
            **agenda_de(etape, methode),
            "adresse": f"{settings.SITE_URL}{lien}",
            "invite": {"nom": intention.contact_nom, "courriel": courriel},
        },
    }


def contexte_etape(etape: EtapeSession) -> dict[str, Any]:
    """Give the facts of a step, as plain JSON: what, when, where, with whom."""
    session = etape.session
    return {
        "nature": etape.get_nature_display(),
        "debut": timezone.localtime(etape.debut).isoformat(),
        "fin": timezone.localtime(etape.fin).isoformat(),
        "lieu": etape.lieu,
        "precisions": etape.precisions,
        "session": session.intitule,
        "session_numero": session.numero,
        "organisme": session.organisme.nom,
        "organisateur": session.demandeur.get_full_name(),
        "organisateur_courriel": session.demandeur.email,
        "organisateur_telephone": session.demandeur.telephone or session.organisme.telephone,
    }


def agenda_de(etape: EtapeSession, methode: Methode) -> dict[str, Any]:
    """Give what ``noyau.agenda`` draws of a step, its page's address excepted."""
    session = etape.session
    description = [f"Session {session.numero}, {session.intitule}", etape.precisions]
    return {
        "uid": uid_de(etape),
        "version": etape.version,
        "etabli_le": horloge.maintenant().isoformat(),
        "debut": etape.debut.isoformat(),
        "fin": etape.fin.isoformat(),
        "titre": f"{etape.get_nature_display()}, {session.organisme.nom}",
        "lieu": etape.lieu,
        "description": "\n\n".join(filter(None, description)),
        "methode": methode.value,
        "organisateur": {"nom": session.organisme.nom, "courriel": session.demandeur.email},
    }


def adresse_de_l_etape(etape: EtapeSession) -> str:
    """The training body's page of a step."""
    return reverse("sessions:etape", args=[etape.session_id, etape.pk])

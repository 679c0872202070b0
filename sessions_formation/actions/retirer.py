"""A training body takes back a request that nobody has decided, and starts again from one that led nowhere."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse

from comptes.models import Utilisateur
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from noyau import courriers
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import noter
from sessions_formation.actions.demander import liberer_intentions, relire, retenir
from sessions_formation.actions.signature import faire_tomber_la_signature
from sessions_formation.enums import StatutSession, TransitionSession
from sessions_formation.models import IntentionRetenue, Lot, Session
from sessions_formation.queries.documents import contexte_employeur, contexte_session
from sessions_formation.queries.lots import mandataire_du_lot

SANS_SUITE = frozenset({StatutSession.REFUSEE, StatutSession.ANNULEE})
REPRISE = "reprendre"
# What a new request keeps of the old one. Statements are made again: no member can do it, the balance is attested.
CHAMPS_REPRIS = (
    "intitule",
    "metier",
    "certification",
    "prerequis",
    "lieu",
    "autre_lieu",
    "commune",
    "debut",
    "fin",
    "effectif",
    "heures",
    "prix_heure",
    "entrees_sorties_permanentes",
    "complement_groupe",
    "groupe_existant",
    "motif_derogation",
)


@dataclass(frozen=True, slots=True)
class Reprise:
    """A new draft, and how many intentions of the old request may no longer be taken."""

    session: Session
    perdues: int


@transaction.atomic
def retirer_demande(*, session_id: int, par: Utilisateur, motif: str, le: date) -> Session:
    """Take back a request that was sent and not decided: intentions free, steps cancelled, everybody told.

    ``motif`` may be empty; the employers and the Région read it. Raises ``TransitionImpossible`` once it is decided,
    ``Session.DoesNotExist`` for another's.
    """
    session = relire(session_id, par=par)
    motif = motif.strip()
    employeurs = _employeurs_tenus(session)
    ligne = session.franchir(TransitionSession.RETIRER, par=par, motif=motif)
    faire_tomber_la_signature(session, par=par, pourquoi="L’organisme retire sa demande.")
    raison = f"{session.organisme} retire sa demande {session.numero}.{f' {motif}' if motif else ''}"
    liberer_intentions(session, par=par, motif=raison, le=le)
    _annoncer(session, employeurs, motif=motif, cle=f"retrait-session:{ligne.pk}")
    return session


@transaction.atomic
def reprendre_demande(*, session_id: int, par: Utilisateur, le: date) -> Reprise:
    """Copy a request that was refused, taken back or cancelled into a new draft, with what may still be taken of it.

    Asked twice (double click), it gives the draft already made. Raises ``TransitionImpossible`` for a request that is
    still alive, ``RegleViolee`` when the training body is no longer on that lot.
    """
    ancienne = relire(session_id, par=par)
    if ancienne.statut not in SANS_SUITE:
        raise TransitionImpossible("Cette demande suit son cours : elle se reprend une fois refusée ou retirée.")
    if not Lot.objects.visibles_pour(par).filter(pk=ancienne.lot_id).exists():
        raise RegleViolee("Votre organisme n’est plus sur ce lot : commencez une demande sur un autre lot.")
    voulues = set(ancienne.retenues.values_list("intention", flat=True))
    nouvelle = _deja_reprise(ancienne)
    if nouvelle is None:
        # Before the draft is: by this instant the second click knows the draft of the first.
        noter(ancienne, "Reprise dans une nouvelle demande", par=par, transition=REPRISE)
        champs = {nom: getattr(ancienne, nom) for nom in CHAMPS_REPRIS}
        nouvelle = Session.objects.create(lot=ancienne.lot, organisme=ancienne.organisme, demandeur=par, **champs)
        retenir(nouvelle, voulues, par=par, le=le)
    return Reprise(nouvelle, len(voulues) - nouvelle.retenues.filter(intention__in=voulues).count())


def _deja_reprise(ancienne: Session) -> Session | None:
    ligne = ancienne.historique.filter(transition=REPRISE).first()
    if ligne is None:
        return None
    brouillons = Session.objects.filter(statut=StatutSession.BROUILLON, organisme=ancienne.organisme_id)
    return brouillons.filter(lot=ancienne.lot_id, intitule=ancienne.intitule, cree_le__gte=ligne.le).last()


def _employeurs_tenus(session: Session) -> list[IntentionRetenue]:
    tenues = session.retenues.filter(active=True).select_related("intention__deposant", "intention__employeur")
    return list(tenues.order_by("pk"))


def _annoncer(session: Session, tenues: list[IntentionRetenue], *, motif: str, cle: str) -> None:
    contexte: dict[str, Any] = {**contexte_session(session), "motif": motif}
    chemin_agent = reverse("admin:sessions_formation_session_change", args=[session.pk])
    a_qui = {"region": session.agent.email if session.agent else settings.REGION_EMAIL}
    mandataire = mandataire_du_lot(session.lot).organisme
    if mandataire.pk != session.organisme_id:
        a_qui["mandataire"] = mandataire.courriel
    for qui, destinataire in a_qui.items():
        if destinataire:
            chemin = chemin_agent if qui == "region" else contexte["chemin"]
            courriers.deposer(
                modele="session_retiree",
                cle=f"{cle}:{qui}",
                destinataire=destinataire,
                contexte={**contexte, "pour": qui, "chemin": chemin},
                groupable=True,
            )
    for tenue in tenues:
        if destinataire := courriel_de_l_employeur(tenue.intention):
            courriers.deposer(
                modele="session_retiree_employeur",
                cle=f"{cle}:{tenue.intention_id}",
                destinataire=destinataire,
                contexte={**contexte, **contexte_employeur(tenue.intention)},
                groupable=True,
            )

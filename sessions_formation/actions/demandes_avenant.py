"""What a training body asks on a session already ordered: more parcours, more hours, its cancellation."""

from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse

from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.journal import noter
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.typographie import jour
from sessions_formation.actions.demander import relire
from sessions_formation.actions.engager import engager, liberer, verrouiller
from sessions_formation.actions.etapes import retirer_des_rendez_vous
from sessions_formation.enums import NatureAvenant, TransitionDemandeAvenant
from sessions_formation.models import Composante, DemandeAvenant, IntentionRetenue, Session
from sessions_formation.queries.avenants import contexte_demande
from sessions_formation.queries.demandes_avenant import AMENDABLE, dossier_de_la_demande
from sessions_formation.queries.intentions import fermeture_de, intentions_du_lot
from sessions_formation.queries.lots import mandataire_du_lot
from sessions_formation.regles import session as regles
from sessions_formation.regles.envoi import obstacles

DEJA = "Une demande de cette sorte attend déjà une réponse pour cette session : reprenez-la pour en faire une autre."
COMMENCEE = (
    "Cette session a commencé : elle va à son terme, même si un employeur se retire. Elle ne s’annule plus (FAQ §6)."
)


class Saisie(NamedTuple):
    """What is asked in addition: for how many trainees, hours of each, euros an hour; empty for a cancellation."""

    motif: str
    parcours: int | None = None
    heures: int | None = None
    prix_heure: Decimal | None = None
    entree: date | None = None
    nouvelle_fin: date | None = None


def examiner(
    demande: DemandeAvenant, *, le: date, retenues: Iterable[IntentionRetenue] | None = None
) -> list[Constat]:
    """Give the findings of the rules on what is asked, by the values in force on ``le``; none on a cancellation.

    ``retenues``: the intentions it would hold (unsaved ones will do); by default, those it holds still.
    """
    if demande.nature == NatureAvenant.ANNULATION:
        return []
    if retenues is None:
        retenues = demande.retenues.filter(active=True).select_related("intention").order_by("pk")
    dossier = dossier_de_la_demande(demande, retenues, le=le)
    return list(regles.examiner(dossier, reglement=reglement_au(le), le=le))


@transaction.atomic
def demander_avenant(
    *,
    session_id: int,
    par: Utilisateur,
    nature: NatureAvenant,
    saisie: Saisie,
    intentions: Collection[int] = (),
    le: date,
) -> DemandeAvenant:
    """Send what is asked to the Région, the intentions ticked being engaged at once; the mandataire is told.

    Raises ``Session.DoesNotExist`` on another's session, ``TransitionImpossible`` once nothing may change any more,
    ``RegleViolee`` with every reason, or when one demand of that sort already waits.
    """
    session = relire(session_id, par=par)
    _exiger_possible(session, nature, le=le)
    _exiger_lisible(session, saisie)
    demande = _creer(session, nature, saisie, par=par)
    if nature == NatureAvenant.PARCOURS:
        _attacher(demande, intentions, par=par, le=le)
    constats = examiner(demande, le=le)
    bloquants = obstacles(constats, accord_a_demander=False)
    if bloquants:
        raise RegleViolee(*[constat.message for constat in bloquants])
    demande.constats = [constat._asdict() for constat in constats]
    demande.verdict = verdict_de(constats) if constats else Verdict.ELIGIBLE
    demande.jugee_le = le
    demande.save(update_fields=["constats", "verdict", "jugee_le"])
    noter(demande, "Déposée", par=par, transition="deposer", motif=demande.motif)
    noter(session, f"Demande d’avenant : {demande.get_nature_display()}", par=par, motif=demande.motif)
    _annoncer(demande)
    return demande


@transaction.atomic
def retirer_demande_avenant(*, demande_id: int, par: Utilisateur, le: date) -> DemandeAvenant:
    """Take back what waits for a decision; its intentions are free again.

    Raises ``DemandeAvenant.DoesNotExist`` on another's, ``TransitionImpossible`` once it is decided.
    """
    demande = verrouiller_demande(demande_id, qui_peut=DemandeAvenant.objects.modifiables_par(par))
    demande.franchir(TransitionDemandeAvenant.RETIRER, par=par)
    noter(demande.session, f"Demande d’avenant retirée : {demande.get_nature_display()}", par=par)
    rendre_intentions(demande, par=par, motif=f"{demande.session.organisme} retire sa demande.", le=le)
    return demande


def verrouiller_demande(demande_id: int, *, qui_peut: QuerySet[DemandeAvenant]) -> DemandeAvenant:
    """Lock the session of a demand, then the demand: a session is always locked first.

    Raises ``DemandeAvenant.DoesNotExist`` outside of ``qui_peut``.
    """
    session_id = qui_peut.values_list("session", flat=True).get(pk=demande_id)
    sessions = Session.objects.select_for_update(of=("self",)).select_related(
        "lot__groupement", "organisme", "demandeur"
    )
    session = sessions.get(pk=session_id)
    demande = DemandeAvenant.objects.select_for_update(of=("self",)).select_related("demandeur").get(pk=demande_id)
    demande.session = session
    return demande


def rendre_intentions(demande: DemandeAvenant, *, par: Utilisateur | None, motif: str, le: date) -> None:
    """Give back the intentions a demand held: the session never counts on them."""
    tenues = list(demande.retenues.filter(active=True).order_by("intention").values_list("intention", flat=True))
    retirer_des_rendez_vous(demande.session, tenues, motif=motif)
    engagees = [i for i in verrouiller(tenues) if i.statut == StatutIntention.ENGAGEE]
    demande.retenues.filter(active=True).delete()
    liberer(engagees, par=par, motif=motif, le=le)


def _exiger_possible(session: Session, nature: NatureAvenant, *, le: date) -> None:
    if session.statut not in AMENDABLE or not Composante.objects.filter(session=session).exists():
        etat = session.get_statut_display().lower()
        raise TransitionImpossible(f"Cette session est « {etat} » : ce qui est commandé ne change plus.")
    if nature == NatureAvenant.ANNULATION and session.commencee(le):
        raise TransitionImpossible(COMMENCEE)


def _exiger_lisible(session: Session, saisie: Saisie) -> None:
    """What the rules of a first request do not look at: why, and dates that stand with those of the session."""
    fautes = []
    if not saisie.motif.strip():
        fautes.append("Dites pourquoi : la Région en décidera.")
    if saisie.entree and session.debut and saisie.entree < session.debut:
        fautes.append(f"L’entrée ne précède pas le début de la session, le {jour(session.debut)}.")
    if saisie.nouvelle_fin and session.fin and saisie.nouvelle_fin < session.fin:
        fautes.append(f"La nouvelle fin ne précède pas celle de la session, le {jour(session.fin)}.")
    if fautes:
        raise RegleViolee(*fautes)


def _creer(session: Session, nature: NatureAvenant, saisie: Saisie, *, par: Utilisateur) -> DemandeAvenant:
    """Create the row; the database holds that one of each sort waits at a time, and that figures are there."""
    if nature != NatureAvenant.ANNULATION and not (saisie.parcours and saisie.heures and saisie.prix_heure):
        raise RegleViolee("Donnez le nombre de stagiaires, les heures de chacun et le prix de l’heure.")
    try:
        with transaction.atomic():
            return DemandeAvenant.objects.create(
                session=session,
                nature=nature,
                demandeur=par,
                deposee_le=horloge.maintenant(),
                **{**saisie._asdict(), "motif": saisie.motif.strip()},
            )
    except IntegrityError as erreur:
        if "une_demande_de_chaque_a_la_fois" not in str(erreur):
            raise
        raise RegleViolee(DEJA) from erreur


def _attacher(demande: DemandeAvenant, intentions: Collection[int], *, par: Utilisateur, le: date) -> None:
    session = demande.session
    possibles = intentions_du_lot(par, session.lot, organisme_id=session.organisme_id, le=le)
    choisies = list(possibles.filter(pk__in=intentions))
    perdues = set(intentions) - {intention.pk for intention in choisies}
    if perdues:
        raisons = [
            f"L’intention {intention.numero} de {intention.employeur} n’est plus à prendre "
            f"({fermeture_de(intention, session, le=le).lower() or 'retenue ailleurs'}) : décochez-la."
            for intention in verrouiller(perdues)
        ]
        raise RegleViolee(*raisons or ["Une intention cochée n’est plus à prendre."])
    # Withdrawn from this session once, and free again: the same row serves.
    session.retenues.filter(active=False, intention__in=choisies).delete()
    IntentionRetenue.objects.bulk_create(
        IntentionRetenue(session=session, intention=intention, postes=intention.nombre_postes or 0, demande=demande)
        for intention in choisies
    )
    engager(session, demande.retenues.filter(active=False), par=par)


def _annoncer(demande: DemandeAvenant) -> None:
    """Tell the officer of the file, or the Région, and the mandataire when somebody else asks (FAQ §9)."""
    session = demande.session
    contexte = contexte_demande(demande)
    page = reverse("admin:sessions_formation_demandeavenant_change", args=[demande.pk])
    _deposer(
        demande,
        session.agent.email if session.agent and session.agent.is_active else settings.REGION_EMAIL,
        {**contexte, "pour": "region", "chemin": page},
    )
    mandataire = mandataire_du_lot(session.lot).organisme
    if mandataire.pk != session.organisme_id and mandataire.courriel:
        _deposer(demande, mandataire.courriel, {**contexte, "pour": "mandataire"})


def _deposer(demande: DemandeAvenant, destinataire: str, contexte: dict) -> None:
    courriers.deposer(
        modele="demande_avenant",
        cle=f"demande_avenant:{demande.pk}:{contexte['pour']}",
        destinataire=destinataire,
        contexte=contexte,
        groupable=True,
    )

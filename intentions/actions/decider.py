"""What an officer decides on an intention: a derogation granted or refused, a file closed."""

from datetime import date, timedelta
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes import acces
from comptes.models import Utilisateur
from intentions.actions.deposer import prevenir_organisme
from intentions.actions.prevenir import prevenir_de_la_fin
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import Derogation, IntentionEmbauche
from intentions.queries.documents import contexte_accuse, contexte_derogation
from intentions.queries.interlocuteurs import courriel_de_l_employeur
from intentions.queries.orientations import orientations_du_courrier
from intentions.regles.echeances import echeances
from noyau import courriers
from noyau.erreurs import RegleViolee
from noyau.horloge import maintenant
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Niveau
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, jour

# Closing one of these takes it away from people who count on it: they are told.
_OFFERTES = frozenset({StatutIntention.A_COMPLETER, StatutIntention.RECEVABLE})


class Bornes(NamedTuple):
    """What bounds a derogation that is granted: its limits, in words, and the last day it holds (None: no end)."""

    limites: str = ""
    fin: date | None = None


SANS_BORNE = Bornes()


@transaction.atomic
def trancher_derogation(
    *, intention_id: int, accordee: bool, motif: str, par: Utilisateur, le: date, bornes: Bornes = SANS_BORNE
) -> IntentionEmbauche:
    """Grant or refuse the derogation an intention waits for (domaine.md §3); the employer reads why.

    Raises ``PermissionDenied`` for anyone but an officer who has the right to, ``RegleViolee`` without a reason or
    with bounds that make no sense, ``TransitionImpossible`` when somebody has already decided.
    """
    if not (acces.est_agent(par) and par.has_perm("intentions.trancher_derogation")):
        raise PermissionDenied
    reglement = reglement_au(le)
    _exiger_decision_tenable(accordee, motif, bornes, reglement=reglement, le=le)
    intention = IntentionEmbauche.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=intention_id)
    # Refusing is open from « déposée » too: what is decided here is a derogation, so both answers need it to be asked.
    intention.automate.arrivee(TransitionIntention.ACCORDER_DEROGATION, intention.statut)
    transition = TransitionIntention.ACCORDER_DEROGATION if accordee else TransitionIntention.REFUSER
    arrivee = intention.automate.arrivee(transition, intention.statut)
    ligne = intention.franchir(
        transition,
        par=par,
        motif=_dit(motif, bornes),
        derogation_fin=bornes.fin,
        **echeances(arrivee, reglement=reglement, le=le)._asdict(),
    )
    derogation = Derogation.objects.create(
        intention=intention,
        accordee=accordee,
        motif=motif.strip(),
        limites=bornes.limites.strip(),
        fin=bornes.fin,
        regles=[constat["regle"] for constat in intention.constats if constat["niveau"] == Niveau.DEROGATION],
        decidee_par=par,
        decidee_le=maintenant(),
    )
    _ecrire_la_decision(derogation, le=le, cle=f"decision-intention:{ligne.pk}")
    if accordee:
        prevenir_organisme(intention, cle=f"intention-adressee:{ligne.pk}")
    return intention


@transaction.atomic
def classer_intention(*, intention_id: int, motif: str, par: Utilisateur) -> IntentionEmbauche:
    """Close a file that leads no further; when it was still offered, its employer and training bodies read why.

    Raises ``PermissionDenied`` for anyone but an officer who has the right to, ``RegleViolee`` without a reason,
    ``TransitionImpossible`` from a state that is not closed by hand.
    """
    if not (acces.est_agent(par) and par.has_perm("intentions.classer_intention")):
        raise PermissionDenied
    if not motif.strip():
        raise RegleViolee("Écrivez pourquoi vous classez cette intention : l’employeur le lira.")
    intention = IntentionEmbauche.objects.visibles_pour(par).select_for_update(of=("self",)).get(pk=intention_id)
    offerte = intention.statut in _OFFERTES
    a_prendre = intention.statut == StatutIntention.RECEVABLE
    ligne = intention.franchir(TransitionIntention.CLASSER, par=par, motif=motif.strip())
    if a_prendre:
        prevenir_de_la_fin(intention, cle=f"classement:{ligne.pk}", raison="La Région l’a classée.")
    destinataire = courriel_de_l_employeur(intention)
    if offerte and destinataire:
        courriers.deposer(
            modele="intention_classee",
            cle=f"intention-classee:{ligne.pk}",
            destinataire=destinataire,
            contexte={**contexte_accuse(intention), "motif": motif.strip()},
        )
    return intention


def _exiger_decision_tenable(accordee: bool, motif: str, bornes: Bornes, *, reglement: Reglement, le: date) -> None:
    if not motif.strip():
        raise RegleViolee("Écrivez le motif de votre décision : l’employeur le lira.")
    if not accordee and (bornes.limites.strip() or bornes.fin):
        raise RegleViolee("Un refus n’a ni limites ni date de fin : effacez-les, ou accordez la dérogation.")
    exiger_fin_tenable(bornes.fin, reglement=reglement, le=le)


def exiger_fin_tenable(fin: date | None, *, reglement: Reglement, le: date) -> None:
    """Raise ``RegleViolee`` for a last day that is past, or further than the law of the day lets a derogation go."""
    if fin is None:
        return
    dernier = le + timedelta(days=reglement.derogation_max_jours)
    if not le <= fin <= dernier:
        raise RegleViolee(
            composer(f"La dérogation prend fin entre aujourd’hui et le {jour(dernier)} : corrigez la date.")
        )


def _dit(motif: str, bornes: Bornes) -> str:
    limites = f"Limites : {bornes.limites.strip()}" if bornes.limites.strip() else ""
    fin = f"Valable jusqu’au {jour(bornes.fin)}." if bornes.fin else ""
    return "\n".join(composer(phrase) for phrase in (motif.strip(), limites, fin) if phrase)


def _ecrire_la_decision(derogation: Derogation, *, le: date, cle: str) -> None:
    """Freeze the letter of the decision, and send it to the employer with the officer's words."""
    intention = derogation.intention
    lettre = courriers.deposer_document(
        modele="derogation_intention",
        cle=cle,
        objet=intention,
        titre="Décision de dérogation",
        reference=intention.reference,
        contexte=contexte_derogation(derogation, le=le),
    )
    if destinataire := courriel_de_l_employeur(intention):
        courriers.deposer(
            modele="decision_intention",
            cle=cle,
            destinataire=destinataire,
            contexte={
                **contexte_accuse(intention),
                "accordee": derogation.accordee,
                "motif": derogation.motif,
                "limites": derogation.limites,
                "fin": derogation.fin.isoformat() if derogation.fin else "",
                "orientations": orientations_du_courrier(intention, le=le),
            },
            documents=[lettre],
        )

"""Filing an intention: the rules judge it, the state follows, the acknowledgement is put in the outbox."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from comptes.models import Utilisateur
from intentions.actions.complements import demander_ce_qui_manque
from intentions.actions.derogation import derogation_tenue
from intentions.actions.redaction import relire
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.queries.documents import contexte_accuse, sans_handicap
from intentions.queries.dossier import dossier_de
from intentions.regles import intention as regles
from noyau import courriers
from noyau.horloge import maintenant
from noyau.journal import LigneJournal
from noyau.numeros import numero_suivant
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Niveau, Verdict, verdict_de
from referentiels.regles.typographie import composer

SUITE = {
    Verdict.ELIGIBLE: TransitionIntention.RECEVOIR,
    Verdict.A_COMPLETER: TransitionIntention.DEMANDER_COMPLEMENT,
    Verdict.DEROGATION: TransitionIntention.DEMANDER_DEROGATION,
    Verdict.NON_ELIGIBLE: TransitionIntention.REFUSER,
}

DEROGATION_TENUE = composer("La dérogation accordée tient toujours : ce qui la motive n’a pas changé.")
ATTENDUE = "Une réponse demandée par la Région est encore attendue."


def juger(intention: IntentionEmbauche, *, le: date) -> list[Constat]:
    """Give the findings of the rules on an intention, by the values in force on ``le``."""
    return list(regles.examiner(dossier_de(intention), reglement=reglement_au(le), le=le))


@transaction.atomic
def deposer_intention(*, intention_id: int, par: Utilisateur, le: date) -> IntentionEmbauche:
    """File a draft, or file again what was sent back to be completed (domaine.md §3).

    Gives the intention in the state its verdict leads to. Raises ``IntentionEmbauche.DoesNotExist`` when ``par`` may
    not write in it, ``TransitionImpossible`` when it has already been filed.
    """
    intention = relire(intention_id, par=par)
    premiere_fois = intention.statut == StatutIntention.BROUILLON
    champs: dict[str, Any] = {"numero": _numero(le), "deposee_le": maintenant()} if premiere_fois else {}
    if intention.ecrit_employeur is None:
        # Filed by the employer itself: that is the writing the rule asks for (I-ECRIT).
        champs["ecrit_employeur"] = True
    intention.franchir(
        TransitionIntention.DEPOSER if premiere_fois else TransitionIntention.COMPLETER, par=par, **champs
    )
    return rendre_verdict(intention, par=par, le=le)


def rendre_verdict(intention: IntentionEmbauche, *, par: Utilisateur, le: date) -> IntentionEmbauche:
    """Judge a filed intention, keep the findings of that day, cross to the state they lead to, acknowledge."""
    ligne = inscrire_verdict(intention, le=le)
    _accuser_reception(intention, par=par, cle=f"intention:{ligne.pk}")
    if intention.statut == StatutIntention.RECEVABLE:
        prevenir_organisme(intention, cle=f"intention-adressee:{ligne.pk}")
    return intention


def inscrire_verdict(
    intention: IntentionEmbauche, *, le: date, changes: Collection[str] = frozenset()
) -> LigneJournal:
    """Judge a filed intention and cross to the state its verdict leads to, telling nobody yet.

    ``changes`` names the answers that have just changed: a granted derogation stands unless it rests on one of them.
    What is missing, for the rules or for an officer, is written as questions to answer.
    """
    constats = juger(intention, le=le)
    verdict = verdict_de(constats)
    if demander_ce_qui_manque(intention, constats) and verdict != Verdict.NON_ELIGIBLE:
        verdict = Verdict.A_COMPLETER
    tenue = derogation_tenue(intention, constats, changes=changes, le=le)
    recue = verdict == Verdict.DEROGATION and tenue is not None
    return intention.franchir(
        TransitionIntention.RECEVOIR if recue else SUITE[verdict],
        par=None,
        motif=DEROGATION_TENUE if recue else _motif(constats, verdict),
        constats=[constat._asdict() for constat in constats],
        verdict=verdict,
        jugee_le=le,
        derogation_fin=tenue.fin if recue and tenue else None,
    )


def _numero(le: date) -> str:
    return f"IE-{le.year}-{numero_suivant('IE', le.year):05d}"


def _motif(constats: list[Constat], verdict: Verdict) -> str:
    decisif = {
        Verdict.A_COMPLETER: Niveau.A_COMPLETER,
        Verdict.DEROGATION: Niveau.DEROGATION,
        Verdict.NON_ELIGIBLE: Niveau.NON_CONFORME,
    }.get(verdict)
    # The journal is read by more people than the file: it does not tell a disability.
    phrases = [sans_handicap(constat._asdict())["message"] for constat in constats if constat.niveau == decisif]
    return "\n".join(phrases) or (ATTENDUE if verdict == Verdict.A_COMPLETER else "")


def _accuser_reception(intention: IntentionEmbauche, *, par: Utilisateur, cle: str) -> None:
    contexte = contexte_accuse(intention)
    document = courriers.deposer_document(
        modele="accuse_intention",
        cle=cle,
        objet=intention,
        titre="Accusé de réception",
        reference=intention.reference,
        contexte=contexte,
    )
    courriers.deposer(
        modele="accuse_intention", cle=cle, destinataire=par.email, contexte=contexte, documents=[document]
    )


def prevenir_organisme(intention: IntentionEmbauche, *, cle: str) -> None:
    """Tell the training body the employer chose, if any, that an admissible intention waits for it."""
    if intention.organisme_choisi and intention.organisme_choisi.courriel:
        courriers.deposer(
            modele="intention_adressee",
            cle=cle,
            destinataire=intention.organisme_choisi.courriel,
            contexte=contexte_accuse(intention),
        )

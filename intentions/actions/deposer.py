"""Filing an intention: the rules judge it, the state follows, the acknowledgement is put in the outbox."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from comptes.models import Utilisateur
from intentions.actions.accuser import accuser_au_partenaire, accuser_reception
from intentions.actions.complements import demander_ce_qui_manque
from intentions.actions.derogation import derogation_tenue
from intentions.actions.redaction import relire
from intentions.actions.solliciter import ecrit_au_depot
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.queries.documents import contexte_accuse, sans_handicap
from intentions.queries.dossier import dossier_de
from intentions.regles import intention as regles
from intentions.regles.echeances import echeances
from noyau import courriers
from noyau.horloge import maintenant
from noyau.journal import LigneJournal
from noyau.numeros import numeros_suivants
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Niveau, Verdict, verdict_de
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer

SUITE = {
    Verdict.ELIGIBLE: TransitionIntention.RECEVOIR,
    Verdict.A_COMPLETER: TransitionIntention.DEMANDER_COMPLEMENT,
    Verdict.DEROGATION: TransitionIntention.DEMANDER_DEROGATION,
    Verdict.NON_ELIGIBLE: TransitionIntention.REFUSER,
}

DEROGATION_TENUE = composer("La dérogation accordée tient toujours : ce qui la motive n’a pas changé.")
ATTENDUE = "Une réponse demandée par la Région est encore attendue."


def juger(intention: IntentionEmbauche, *, le: date, reglement: Reglement | None = None) -> list[Constat]:
    """Give the findings of the rules on an intention, by the values in force on ``le`` (read when not given)."""
    return list(regles.examiner(dossier_de(intention), reglement=reglement or reglement_au(le), le=le))


@transaction.atomic
def deposer_intention(*, intention_id: int, par: Utilisateur, le: date) -> IntentionEmbauche:
    """File a draft (domaine.md §3).

    Gives the intention in the state its verdict leads to. Raises ``IntentionEmbauche.DoesNotExist`` when ``par`` may
    not write in it, ``TransitionImpossible`` when it has already been filed.
    """
    return deposer(relire(intention_id, par=par), par=par, le=le)


def deposer(intention: IntentionEmbauche, *, par: Utilisateur | None, le: date) -> IntentionEmbauche:
    """File a draft that whoever calls has locked, or has just created; ``par`` is None for a partner's machine.

    Same result and errors as ``deposer_intention``. Who transmits it is told how it was received.
    """
    # Before a number is taken: the series has no hole.
    intention.automate.arrivee(TransitionIntention.DEPOSER, intention.statut)
    champs: dict[str, Any] = {"numero": numeroter(1, le)[0], "deposee_le": maintenant()}
    champs |= ecrit_au_depot(intention, par=par)
    ligne = intention.franchir(TransitionIntention.DEPOSER, par=par, **champs)
    rendre_verdict(intention, par=par, le=le)
    if intention.partenaire_id:
        accuser_au_partenaire(intention, modele="transmission_recue", cle=f"transmission:{ligne.pk}")
    return intention


def rendre_verdict(intention: IntentionEmbauche, *, par: Utilisateur | None, le: date) -> IntentionEmbauche:
    """Judge a filed intention, keep the findings of that day, cross to the state they lead to, acknowledge."""
    ligne = inscrire_verdict(intention, le=le)
    accuser_reception(intention, par=par, cle=f"intention:{ligne.pk}")
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
    reglement = reglement_au(le)
    constats = juger(intention, le=le, reglement=reglement)
    verdict = verdict_de(constats)
    if demander_ce_qui_manque(intention, constats) and verdict != Verdict.NON_ELIGIBLE:
        verdict = Verdict.A_COMPLETER
    tenue = derogation_tenue(intention, constats, changes=changes, le=le)
    recue = verdict == Verdict.DEROGATION and tenue is not None
    transition = TransitionIntention.RECEVOIR if recue else SUITE[verdict]
    arrivee = intention.automate.arrivee(transition, intention.statut)
    return intention.franchir(
        transition,
        par=None,
        motif=DEROGATION_TENUE if recue else motif_du_verdict(constats, verdict),
        derogation_fin=tenue.fin if recue and tenue else None,
        **champs_du_verdict(constats, verdict, arrivee=arrivee, reglement=reglement, le=le),
    )


def numeroter(combien: int, le: date) -> list[str]:
    """Give the next numbers of intentions filed on ``le``, in a row."""
    return [f"IE-{le.year}-{numero:05d}" for numero in numeros_suivants("IE", le.year, combien)]


def champs_du_verdict(
    constats: list[Constat], verdict: Verdict, *, arrivee: str, reglement: Reglement, le: date
) -> dict[str, Any]:
    """Give the fields that keep a verdict given on ``le``, and the dates of the state ``arrivee`` it leads to."""
    return {
        "constats": [constat._asdict() for constat in constats],
        "verdict": verdict,
        "jugee_le": le,
        **echeances(arrivee, reglement=reglement, le=le)._asdict(),
    }


def motif_du_verdict(constats: list[Constat], verdict: Verdict) -> str:
    """Give the sentences of the findings that decide, as the journal tells them."""
    decisif = {
        Verdict.A_COMPLETER: Niveau.A_COMPLETER,
        Verdict.DEROGATION: Niveau.DEROGATION,
        Verdict.NON_ELIGIBLE: Niveau.NON_CONFORME,
    }.get(verdict)
    # The journal is read by more people than the file: it does not tell a disability.
    phrases = [sans_handicap(constat._asdict())["message"] for constat in constats if constat.niveau == decisif]
    return "\n".join(phrases) or (ATTENDUE if verdict == Verdict.A_COMPLETER else "")


def prevenir_organisme(intention: IntentionEmbauche, *, cle: str) -> None:
    """Tell the training body the employer chose, if any, that an admissible intention waits for it."""
    if intention.organisme_choisi and intention.organisme_choisi.courriel:
        courriers.deposer(
            modele="intention_adressee",
            cle=cle,
            destinataire=intention.organisme_choisi.courriel,
            contexte=contexte_accuse(intention),
            groupable=True,
        )

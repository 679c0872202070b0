"""The decision on an aid: granted or refused, with its letter. Nothing is decided twice."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction

from aides.actions.region import (
    INSTRUIRE,
    exiger_des_mots,
    prevenir,
    une_aide_a_la_fois,
    verrouiller,
)
from aides.enums import CategoriePiece, StatutAide, TransitionAide
from aides.models import DemandeAide
from aides.queries.instruction import Lecture, complement_attendu_le, lecture_de
from aides.queries.lettre import contexte_lettre, lignes_du_calcul, suivi_par
from aides.regles.pieces import Etape, requises
from comptes.models import Utilisateur
from noyau import courriers, horloge
from noyau.erreurs import RegleViolee
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Niveau
from referentiels.regles.typographie import composer, jour

LETTRE, COURRIEL = "decision_aide", "aide_decidee"
EMPECHENT = frozenset({Niveau.NON_CONFORME, Niveau.A_COMPLETER})


@transaction.atomic
def accorder_aide(
    *, demande_id: int, par: Utilisateur, le: date, precisions: str = "", version: int | None = None
) -> DemandeAide:
    """Grant an aid for the amount the rules give today's file by its own day's law; the letter leaves.

    ``precisions``: the officer's words, read by the employer, optional. Raises ``RegleViolee`` when a rule or the
    guard against paying twice forbids it, or when the amount is zero; ``PermissionDenied``, ``TransitionImpossible``,
    ``DossierModifie`` as ``verrouiller`` does.
    """
    demande = verrouiller(demande_id, par=par, droit=INSTRUIRE, etats={StatutAide.DEPOSEE}, version=version)
    lu = lecture_de(demande, le=le)
    exiger_accordable(lu)
    with une_aide_a_la_fois():
        ligne = demande.franchir(
            TransitionAide.ACCORDER,
            par=par,
            motif=precisions.strip(),
            agent=demande.agent or par,
            montant_accorde=lu.calcul.montant,
            decidee_le=horloge.maintenant(),
            verdict=lu.verdict.value,
            constats=_figes(lu),
        )
    _annoncer(demande, contexte_de_l_accord(lu, par=par, precisions=precisions, le=le), cle=f"aide:{ligne.pk}")
    return demande


@transaction.atomic
def refuser_aide(
    *,
    demande_id: int,
    par: Utilisateur,
    le: date,
    precisions: str,
    regles: Collection[str] = (),
    version: int | None = None,
) -> DemandeAide:
    """Refuse a request, with findings (``regles``: codes of today's) and words the employer reads; the letter leaves.

    One that waits for a complement too, once the time given for it is over. Raises ``RegleViolee`` before, without
    words, or for a finding that is none; the rest as ``accorder_aide``.
    """
    etats = {StatutAide.DEPOSEE, StatutAide.A_COMPLETER}
    demande = verrouiller(demande_id, par=par, droit=INSTRUIRE, etats=etats, version=version)
    _exiger_complement_echu(demande, le=le)
    mots = exiger_des_mots(precisions, "Écrivez à l’employeur pourquoi vous refusez.")
    lu = lecture_de(demande, le=le)
    raisons = raisons_de(lu, regles)
    ligne = demande.franchir(
        TransitionAide.REFUSER,
        par=par,
        motif="\n".join([*raisons, mots]),
        agent=demande.agent or par,
        decidee_le=horloge.maintenant(),
        verdict=lu.verdict.value,
        constats=_figes(lu),
    )
    _annoncer(demande, contexte_du_refus(lu, raisons, par=par, precisions=mots, le=le), cle=f"aide:{ligne.pk}")
    return demande


def exiger_accordable(lu: Lecture) -> None:
    """Raise ``RegleViolee`` with all that prevents granting: findings, double funding, an amount of zero."""
    motifs = empechements(lu)
    if motifs:
        raise RegleViolee(*motifs)


def empechements(lu: Lecture) -> list[str]:
    """Give the sentences that say why a request may not be granted today; none when it may."""
    motifs = [constat.message for constat in lu.constats if constat.niveau in EMPECHENT]
    motifs += [alerte.message for alerte in lu.bloquantes]
    if not motifs and lu.calcul.montant <= 0:
        motifs = ["Le montant de l’aide est nul : il n’y a rien à accorder."]
    return motifs


def raisons_de(lu: Lecture, regles: Collection[str]) -> list[str]:
    """Give the messages of the findings and alerts chosen as reasons; ``RegleViolee`` for a code that is not there."""
    possibles = {constat.regle: constat.message for constat in lu.constats if constat.niveau in EMPECHENT}
    possibles |= {alerte.code: alerte.message for alerte in lu.bloquantes}
    if set(regles) - possibles.keys():
        raise RegleViolee("Une des raisons choisies n’est plus constatée : relisez la demande.")
    return [message for code, message in possibles.items() if code in regles]


def contexte_de_l_accord(lu: Lecture, *, par: Utilisateur, precisions: str, le: date) -> dict[str, Any]:
    """Give the facts of the letter that grants: the amount and how one comes to it, what to send back and when."""
    demande = lu.demande
    return {
        **contexte_lettre(demande),
        **suivi_par(par),
        "accordee": True,
        "decidee_le": le.isoformat(),
        "montant": lu.calcul.montant,
        "calcul": lignes_du_calcul(lu.calcul),
        "precisions": precisions.strip(),
        "pieces_du_bilan": [CategoriePiece(code).label for code in requises(demande.dispositif, Etape.BILAN)],
    }


def contexte_du_refus(
    lu: Lecture, raisons: Collection[str], *, par: Utilisateur, precisions: str, le: date
) -> dict[str, Any]:
    """Give the facts of the letter that refuses: the reasons, the officer's words."""
    return {
        **contexte_lettre(lu.demande),
        **suivi_par(par),
        "accordee": False,
        "decidee_le": le.isoformat(),
        "raisons": list(raisons),
        "precisions": precisions.strip(),
    }


def _annoncer(demande: DemandeAide, contexte: dict[str, Any], *, cle: str) -> None:
    accordee = contexte["accordee"]
    document = courriers.deposer_document(
        modele=LETTRE,
        cle=cle,
        objet=demande,
        titre="Décision d’aide" if accordee else "Refus d’aide",
        reference=demande.reference,
        contexte=contexte,
    )
    dits = ("accordee", "montant", "raisons", "precisions", "fin", "suivi_par", "suivi_telephone", "pieces_du_bilan")
    faits = {nom: contexte[nom] for nom in dits if nom in contexte}
    prevenir(demande, COURRIEL, cle=cle, contexte=faits, documents=[document])


def _exiger_complement_echu(demande: DemandeAide, *, le: date) -> None:
    limite = complement_attendu_le(demande, reglement=reglement_au(le))
    if limite and le <= limite:
        raise RegleViolee(composer(f"L’employeur a jusqu’au {jour(limite)} pour compléter sa demande."))


def _figes(lu: Lecture) -> list[dict[str, Any]]:
    return [constat._asdict() for constat in lu.constats]

"""What an officer does of a request before deciding: follow it, read its proofs, ask for more."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction

from aides.actions.region import (
    INSTRUIRE,
    VOIR_MAJORATION,
    exiger_des_mots,
    lit_les_pieces,
    prevenir,
    verrouiller,
)
from aides.enums import CategoriePiece, StatutAide, TransitionAide
from aides.models import DemandeAide, Majoration, PieceVue
from aides.queries.instruction import complement_limite
from aides.queries.lettre import suivi_par
from aides.regles.pieces import Etape, acceptees
from aides.regles.sections import SECTIONS, avec_leurs_suites, champs_de
from comptes.models import Utilisateur
from noyau import horloge
from noyau.erreurs import RegleViolee
from noyau.journal import noter
from noyau.pieces import Piece
from noyau.templatetags.maison import dans_la_phrase
from referentiels.queries.reglement import reglement_au
from referentiels.regles.typographie import composer, enumerer

# Never asked for in writing: what increases the aid is the person's to tell.
JAMAIS_DEMANDE = "rqth"
EN_COURS = frozenset({StatutAide.DEPOSEE, StatutAide.A_COMPLETER, StatutAide.ACCORDEE, StatutAide.FORMATION_REALISEE})


@transaction.atomic
def suivre(*, demande_id: int, par: Utilisateur, version: int | None = None) -> DemandeAide:
    """Make a request one's own, from nobody or from a colleague. Nothing happens when it is already.

    Raises ``TransitionImpossible`` once it is closed, ``DossierModifie`` when it has changed since it was read.
    """
    demande = verrouiller(demande_id, par=par, droit=INSTRUIRE, etats=EN_COURS, version=version)
    if demande.agent_id == par.pk:
        return demande
    reprise = f"Reprise à {demande.agent.get_full_name()}." if demande.agent else ""
    DemandeAide.objects.filter(pk=demande.pk).update(agent=par)
    demande.agent = par
    noter(demande, "Suivi", par=par, transition="suivre", motif=reprise)
    return demande


@transaction.atomic
def noter_piece_vue(*, demande_id: int, piece_id: int, par: Utilisateur) -> bool:
    """Note that a proof shows what it must; told by its content. Gives False when somebody had noted it.

    Raises ``PermissionDenied`` for who neither instructs nor settles, ``Piece.DoesNotExist`` for another's proof.
    """
    if not lit_les_pieces(par):
        raise PermissionDenied
    demande = DemandeAide.objects.visibles_pour(par).get(pk=demande_id)
    piece = Piece.objects.de(demande).get(pk=piece_id)
    _, nouvelle = PieceVue.objects.get_or_create(
        demande=demande, empreinte=piece.empreinte, defaults={"par": par, "le": horloge.maintenant()}
    )
    return nouvelle


@transaction.atomic
def noter_justificatif(*, demande_id: int, vu_le: date, par: Utilisateur, le: date) -> DemandeAide:
    """Note the day the proof of what increases the aid was shown. No copy is kept, and the journal says nothing.

    Raises ``PermissionDenied`` for who may not read increases, ``RegleViolee`` for a day to come, or when nothing is
    declared.
    """
    demande = verrouiller(demande_id, par=par, droit=INSTRUIRE, etats={StatutAide.DEPOSEE})
    if not par.has_perm(VOIR_MAJORATION):
        raise PermissionDenied
    if vu_le > le:
        raise RegleViolee("Le justificatif ne peut pas avoir été vu dans le futur.")
    declaree = Majoration.objects.filter(demande=demande, rqth=True)
    if not declaree.update(justificatif_vu_le=vu_le, vu_par=par):
        raise RegleViolee("L’employeur ne déclare rien qui demande un justificatif.")
    return demande


@transaction.atomic
def demander_complement(
    *,
    demande_id: int,
    champs: Collection[str],
    precisions: str,
    par: Utilisateur,
    le: date,
    version: int | None = None,
) -> DemandeAide:
    """Send a request back for more: ``champs`` are among ``demandables``, and words say what.

    Those answers, and what they call for, open again to the employer. Raises ``RegleViolee`` without words or for
    what is no field, ``TransitionImpossible`` and ``DossierModifie`` as ``verrouiller`` does.
    """
    demande = verrouiller(demande_id, par=par, droit=INSTRUIRE, etats={StatutAide.DEPOSEE}, version=version)
    mots = exiger_des_mots(precisions, "Écrivez à l’employeur ce que vous attendez de lui.")
    connus = demandables(demande.dispositif)
    ouverts = avec_leurs_suites(champs)
    demandes = [nom for nom in connus if nom in ouverts]
    if set(champs) - set(demandes):
        raise RegleViolee("Ce qui est demandé n’est ni un champ ni une pièce de la demande.")
    a_revoir = [connus[nom] for nom in demandes]
    motif = "\n".join(filter(None, [mots, f"À revoir : {enumerer(a_revoir)}." if a_revoir else ""]))
    ligne = demande.franchir(
        TransitionAide.DEMANDER_COMPLEMENT,
        par=par,
        motif=composer(motif),
        demandes=demandes,
        agent=demande.agent or par,
    )
    prevenir(
        demande,
        "aide_complement",
        cle=f"complement-aide:{ligne.pk}",
        contexte={
            **suivi_par(par),
            "precisions": mots,
            "a_revoir": a_revoir,
            "limite": complement_limite(le, reglement=reglement_au(le)).isoformat(),
        },
    )
    return demande


def demandables(dispositif: str) -> dict[str, str]:
    """Give what may be asked again for a kind of aid, in the order of the form: fields and categories of proofs →
    their words. The plan comes with the proof that it is signed."""
    champs = {
        nom: capitaliser(str(getattr(DemandeAide._meta.get_field(nom), "verbose_name", nom)))
        for section in SECTIONS
        for nom in champs_de(section, dispositif)
        if nom != JAMAIS_DEMANDE
    }
    pieces = {
        code: f"Pièce : {dans_la_phrase(CategoriePiece(code).label)}" for code in acceptees(dispositif, Etape.DEMANDE)
    }
    return {**champs, **{code: composer(mots) for code, mots in pieces.items()}}


def capitaliser(mots: str) -> str:
    """Give words with a capital, the rest untouched (« IBAN » stays so)."""
    return f"{mots[:1].upper()}{mots[1:]}"

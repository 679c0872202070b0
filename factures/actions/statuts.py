"""What the finance department says of many invoices at once: each line noted once, whatever is sent again."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Utilisateur
from factures.actions.mandater import mandater_facture, payer_facture
from factures.actions.region import FINANCES
from factures.actions.rejeter import rejeter_facture
from factures.enums import StatutFacture
from factures.models import Facture
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer, jour, montant

DITS = frozenset({StatutFacture.MANDATEE, StatutFacture.PAYEE, StatutFacture.REJETEE})
NOTEE, DEJA, REFUSEE = "notee", "deja", "refusee"


class LigneStatut(NamedTuple):
    """One line of the file: whose invoice, what became of it, on which day; ``rang``: its line in the file."""

    rang: int
    numero: str
    siret: str
    statut: str
    le: date
    montant: Decimal | None = None
    mandat: str = ""
    motif: str = ""


class Issue(NamedTuple):
    """What a line gave: noted, known already, or refused with a sentence. ``facture``: its id, None when unknown."""

    ligne: LigneStatut
    code: str
    message: str = ""
    facture: int | None = None


def noter_les_statuts(lignes: Iterable[LigneStatut], *, par: Utilisateur, le: date) -> list[Issue]:
    """Note each line in its own savepoint, so that one refused stops none; what is known already changes nothing.

    Raises ``PermissionDenied`` without the right.
    """
    if not par.has_perm(FINANCES):
        raise PermissionDenied
    with transaction.atomic():
        return [_noter(ligne, par=par, le=le) for ligne in lignes]


def essayer_les_statuts(lignes: Iterable[LigneStatut], *, par: Utilisateur, le: date) -> list[Issue]:
    """Say what noting these lines would give, and leave nothing of it: the same acts, taken back."""
    with transaction.atomic():
        issues = noter_les_statuts(lignes, par=par, le=le)
        transaction.set_rollback(True)
    return issues


def _noter(ligne: LigneStatut, *, par: Utilisateur, le: date) -> Issue:
    visibles = Facture.objects.visibles_pour(par).emises()
    facture = visibles.filter(numero=ligne.numero, emetteur__siret=ligne.siret).first()
    if facture is None:
        return Issue(ligne, REFUSEE, "Aucune facture émise ne porte ce numéro pour ce SIRET.")
    if ligne.le > le:
        return Issue(ligne, REFUSEE, composer(f"Le {jour(ligne.le)} n’est pas encore venu."), facture.pk)
    if _deja(ligne, facture):
        return Issue(ligne, DEJA, "Déjà noté.", facture.pk)
    try:
        with transaction.atomic():
            return Issue(ligne, NOTEE, _agir(ligne, facture, par), facture.pk)
    except RegleViolee as refus:
        return Issue(ligne, REFUSEE, composer(_dire(ligne, facture, refus)), facture.pk)


def _deja(ligne: LigneStatut, facture: Facture) -> bool:
    """The same was noted before: by this file, or by another."""
    if ligne.statut == StatutFacture.PAYEE:
        return (
            facture.statut == StatutFacture.PAYEE
            and facture.payee_le == ligne.le
            and ligne.montant in {None, facture.montant_paye}
        )
    if ligne.statut == StatutFacture.MANDATEE:
        passee = facture.statut in {StatutFacture.MANDATEE, StatutFacture.PAYEE}
        return passee and facture.mandatee_le == ligne.le and ligne.mandat in {"", facture.mandat}
    return facture.statut == StatutFacture.REJETEE


def _agir(ligne: LigneStatut, facture: Facture, par: Utilisateur) -> str:
    if ligne.statut == StatutFacture.MANDATEE:
        mandater_facture(facture_id=facture.pk, mandat=ligne.mandat, par=par, le=ligne.le)
        return ""
    if ligne.statut == StatutFacture.REJETEE:
        if facture.envoi_id is None:
            raise RegleViolee("Cette facture n’est pas partie aux finances : rejetez-la sur sa page.")
        rejeter_facture(facture_id=facture.pk, motif=ligne.motif, par=par, le=ligne.le, droit=FINANCES)
        return ""
    if ligne.montant is None:
        raise RegleViolee("Le montant payé manque.")
    payer_facture(facture_id=facture.pk, montant=ligne.montant, par=par, le=ligne.le, mandat=ligne.mandat)
    if ligne.montant != facture.montant_ttc:
        return composer(f"Le montant diffère de celui de la facture, {montant(facture.montant_ttc)}.")
    return ""


def _quand(le: date | None) -> str:
    return jour(le) if le else ""


def _dire(ligne: LigneStatut, facture: Facture, refus: RegleViolee) -> str:
    if facture.statut == StatutFacture.PAYEE and ligne.statut == StatutFacture.PAYEE:
        return f"Déjà payée le {_quand(facture.payee_le)}, avec un autre montant ou un autre jour."
    if facture.statut == ligne.statut:
        return "Ce statut est déjà noté, avec une autre date ou un autre numéro de mandat."
    if facture.statut in {StatutFacture.REJETEE, StatutFacture.PAYEE}:
        return f"Cette facture est déjà « {facture.get_statut_display().lower()} »."
    if facture.statut == StatutFacture.EMISE:
        return "Le service fait de cette facture n’est pas certifié."
    return " ".join(refus.motifs)

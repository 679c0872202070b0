"""What the finance department says of many invoices at once: each line noted once, whatever is sent again."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.db import transaction

from comptes.models import Utilisateur
from factures.actions.mandater import PAYEE, annonces_du_paiement, ecrire_les_passages, mandater, payer
from factures.actions.region import FINANCES
from factures.actions.rejeter import rejeter
from factures.enums import StatutFacture
from factures.models import Facture
from noyau import courriers
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from referentiels.queries.reglement import valeurs_au
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
    """Note all lines together; one refused stops none, and what is known already changes nothing.

    Raises ``PermissionDenied`` without the right.
    """
    if not par.has_perm(FINANCES):
        raise PermissionDenied
    lues = list(lignes)
    with transaction.atomic():
        cahier = _Cahier(_verrouiller(lues, par), par, le)
        issues = [cahier.noter(ligne) for ligne in lues]
        cahier.ecrire()
    return issues


def essayer_les_statuts(lignes: Iterable[LigneStatut], *, par: Utilisateur, le: date) -> list[Issue]:
    """Say what noting these lines would give, and leave nothing of it: the same acts, taken back."""
    with transaction.atomic():
        issues = noter_les_statuts(lignes, par=par, le=le)
        transaction.set_rollback(True)
    return issues


def _verrouiller(lignes: Iterable[LigneStatut], par: Utilisateur) -> dict[tuple[str, str], Facture]:
    """The invoices these lines speak of, locked, by issuer and number (2 queries)."""
    sirets, numeros = {ligne.siret for ligne in lignes}, {ligne.numero for ligne in lignes}
    dites = Facture.objects.visibles_pour(par).emises().filter(emetteur__siret__in=sirets, numero__in=numeros)
    lues = dites.select_related("emetteur__emetteur", "bon__lot").prefetch_related("suspensions").order_by("pk")
    return {(une.emetteur.siret, une.numero): une for une in lues.select_for_update(of=("self",), no_key=True)}


@dataclass(slots=True)
class _Cahier:
    """What the lines of a file change, kept in memory until it is written at once."""

    factures: dict[tuple[str, str], Facture]
    par: Utilisateur
    le: date
    changees: dict[int, Facture] = field(default_factory=dict)
    passages: list[LigneJournal] = field(default_factory=list)

    def noter(self, ligne: LigneStatut) -> Issue:
        """Say what a line gives, its change kept."""
        facture = self.factures.get((ligne.siret, ligne.numero))
        if facture is None:
            return Issue(ligne, REFUSEE, "Aucune facture émise ne porte ce numéro pour ce SIRET.")
        if ligne.le > self.le:
            return Issue(ligne, REFUSEE, composer(f"Le {jour(ligne.le)} n’est pas encore venu."), facture.pk)
        if _deja(ligne, facture):
            return Issue(ligne, DEJA, "Déjà noté.", facture.pk)
        try:
            return Issue(ligne, NOTEE, self._agir(ligne, facture), facture.pk)
        except RegleViolee as refus:
            return Issue(ligne, REFUSEE, composer(_dire(ligne, facture, refus)), facture.pk)

    def ecrire(self) -> None:
        """Write what changed, and tell the issuers of the payments (5 queries)."""
        ecrire_les_passages(self.changees.values(), self.passages)
        valeurs = cache(valeurs_au)
        payees = [facture for facture in self.changees.values() if facture.statut == StatutFacture.PAYEE]
        courriers.deposer_plusieurs(
            PAYEE, [lettre for facture in payees for lettre in annonces_du_paiement(facture, valeurs)]
        )
        self.changees, self.passages = {}, []

    def _agir(self, ligne: LigneStatut, facture: Facture) -> str:
        if ligne.statut == StatutFacture.REJETEE:
            self._rejeter(ligne, facture)
            return ""
        if ligne.statut == StatutFacture.MANDATEE:
            self.passages += mandater(facture, mandat=ligne.mandat, par=self.par, le=ligne.le)
        elif ligne.montant is None:
            raise RegleViolee("Le montant payé manque.")
        else:
            self.passages += payer(facture, montant=ligne.montant, mandat=ligne.mandat, par=self.par, le=ligne.le)
        self.changees[facture.pk] = facture
        if ligne.montant is None or ligne.montant == facture.montant_ttc or ligne.statut != StatutFacture.PAYEE:
            return ""
        return composer(f"Le montant diffère de celui de la facture, {montant(facture.montant_ttc)}.")

    def _rejeter(self, ligne: LigneStatut, facture: Facture) -> None:
        """A rejection is rare, and does more than cross a state: written alone, after what came before it."""
        if facture.envoi_id is None:
            raise RegleViolee("Cette facture n’est pas partie aux finances : rejetez-la sur sa page.")
        self.ecrire()
        with transaction.atomic():
            rejeter(facture, motif=ligne.motif, par=self.par, le=ligne.le)


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
    return str(refus)

"""What is asked on an ordered session as an officer decides on it, each thing read once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import OuterRef, QuerySet

from noyau.journal import LigneJournal
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.reglement import Reglement
from sessions_formation.enums import NatureAvenant, StatutDemandeAvenant
from sessions_formation.models import DemandeAvenant, IntentionRetenue, Parcours
from sessions_formation.queries.commandes import RIEN, Commande, commande_de
from sessions_formation.queries.demandes_avenant import (
    demande_deux_signatures,
    dossier_de_la_demande,
    premiere_signature_lue,
)
from sessions_formation.queries.dossier import FaitsDuLot, faits_du_lot
from sessions_formation.queries.place import nombre_de
from sessions_formation.regles import session as regles

SUIVRE = (
    "demandeur", "session__lot__groupement", "session__lot__secteur", "session__organisme",
    "session__commune__departement", "session__lieu__commune", "session__certification",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class LectureDemande:
    """All that the page of a decision shows of a demand on the day ``le``. ``constats``: none once it is decided, and
    none on a cancellation, which no rule judges."""

    demande: DemandeAvenant
    le: date
    reglement: Reglement
    commande: Commande
    retenues: tuple[IntentionRetenue, ...]
    historique: tuple[LigneJournal, ...]
    faits: FaitsDuLot
    constats: tuple[Constat, ...]

    @property
    def attend(self) -> bool:
        """Nobody has answered yet."""
        return self.demande.statut == StatutDemandeAvenant.DEPOSEE

    @property
    def verdict(self) -> Verdict:
        """The verdict the rules give today, which is the one that decides."""
        return verdict_de(self.constats) if self.constats else Verdict.ELIGIBLE

    @property
    def signee(self) -> LigneJournal | None:
        """The first signature of a demand that needs two."""
        return premiere_signature_lue(self.historique) if self.attend else None

    @property
    def deux_signatures(self) -> bool:
        """Granting takes two people, with what is ordered and the law of the day."""
        return demande_deux_signatures(self.demande, commande=self.commande.montant, reglement=self.reglement)

    @property
    def version(self) -> int | None:
        """The last line of the history: what a decision says it has read."""
        return self.historique[0].pk if self.historique else None

    @property
    def employeurs(self) -> int:
        """How many intentions the session holds."""
        return self.demande.tenues  # type: ignore[attr-defined]

    @property
    def positionnes(self) -> int:
        """How many people are proposed on the session, whom nobody has admitted."""
        return self.demande.candidats  # type: ignore[attr-defined]


def a_lire(demandes: QuerySet[DemandeAvenant]) -> QuerySet[Any]:
    """Add to demands what ``lire_la_demande`` reads with the row: their session and lot, who is on the session."""
    retenues = IntentionRetenue.objects.filter(session=OuterRef("session"), active=True)
    candidats = Parcours.objects.filter(session=OuterRef("session"), statut__in=["positionne", "profil_valide"])
    return demandes.select_related(*SUIVRE).annotate(tenues=nombre_de(retenues), candidats=nombre_de(candidats))


def lire_la_demande(demande: Any, *, le: date) -> LectureDemande:
    """Read a row of ``a_lire`` whole, for the day ``le``: six queries, those of the law included."""
    session = demande.session
    reglement = reglement_au(le)
    retenues = tuple(
        demande.retenues.filter(active=True)
        .select_related("intention__employeur", "intention__commune", "intention__metier")
        .order_by("pk")
    )
    faits = faits_du_lot(session, le=le)
    return LectureDemande(
        demande=demande,
        le=le,
        reglement=reglement,
        commande=commande_de(session) or RIEN,
        retenues=retenues,
        historique=tuple(demande.historique),
        faits=faits,
        constats=_constats(demande, retenues, faits, reglement=reglement, le=le),
    )


def _constats(
    demande: DemandeAvenant,
    retenues: Iterable[IntentionRetenue],
    faits: FaitsDuLot,
    *,
    reglement: Reglement,
    le: date,
) -> tuple[Constat, ...]:
    if demande.statut != StatutDemandeAvenant.DEPOSEE or demande.nature == NatureAvenant.ANNULATION:
        return ()
    dossier = dossier_de_la_demande(demande, retenues, le=le, faits=faits)
    return tuple(regles.examiner(dossier, reglement=reglement, le=le))

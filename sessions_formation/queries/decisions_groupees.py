"""What a decision on several requests shows before it is taken, and while a worker carries it out."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from comptes.models import Utilisateur
from noyau.journal import LigneJournal
from sessions_formation.enums import StatutLigneDecision
from sessions_formation.models import DecisionGroupee, LigneDecisionGroupee, Lot, Session
from sessions_formation.queries.lots import ZERO, MontantsLot, montants_des_lots


@dataclass(frozen=True, slots=True)
class PartDuLot:
    """What the requests chosen on one lot come to, in euros, and where the lot stands before any of them."""

    lot: Lot
    demandes: int
    total: Decimal
    montants: MontantsLot


def demandes_choisies(utilisateur: Utilisateur, identifiants: Collection[int]) -> list[Session]:
    """Give those of the requests that wait for an officer, in order of arrival (one query)."""
    demandes = Session.objects.visibles_pour(utilisateur).a_decider().filter(pk__in=identifiants)
    return list(demandes.select_related("lot__groupement", "organisme", "commune", "premiere_validation__par"))


def versions_de(sessions: Collection[Session]) -> dict[int, int]:
    """Give the last line of each request's journal, by its id (one query)."""
    lignes = (
        LigneJournal.objects.filter(objet_type=Session._meta.label_lower, objet_id__in=[s.pk for s in sessions])
        .order_by("objet_id", "-le", "-pk")
        .distinct("objet_id")
    )
    return dict(lignes.values_list("objet_id", "pk"))


def parts_des_lots(sessions: Collection[Session], *, le: date) -> list[PartDuLot]:
    """Give each lot the requests are on, as ordered on ``le``, in the order of their first request (one query)."""
    par_lot: dict[int, list[Session]] = defaultdict(list)
    for session in sessions:
        par_lot[session.lot_id].append(session)
    montants = montants_des_lots(par_lot, le=le, realise=True)
    return [
        PartDuLot(
            lot=siennes[0].lot,
            demandes=len(siennes),
            total=sum((session.montant or ZERO for session in siennes), ZERO),
            montants=montants[pk],
        )
        for pk, siennes in par_lot.items()
    ]


def prochaines_lignes(groupee: DecisionGroupee) -> QuerySet[LigneDecisionGroupee]:
    """Give the lines that may be carried out now: on each lot, only the first of those that are left.

    So that two workers who share a decision still take each lot in order of arrival.
    """
    reste = Q(groupee=groupee, statut=StatutLigneDecision.A_FAIRE)
    avant = LigneDecisionGroupee.objects.filter(
        reste, session__lot=OuterRef("session__lot"), rang__lt=OuterRef("rang")
    )
    return LigneDecisionGroupee.objects.filter(reste, ~Exists(avant)).order_by("rang")


@dataclass(frozen=True, slots=True)
class Avancement:
    """How many requests of a decision are done, refused by a rule, and still to be carried out."""

    faites: int
    refusees: int
    a_faire: int

    @property
    def traitees(self) -> int:
        return self.faites + self.refusees

    @property
    def total(self) -> int:
        return self.traitees + self.a_faire


def avancement_de(groupee: DecisionGroupee) -> Avancement:
    """Count the lines of a decision by what became of them (one query)."""
    comptes = dict(groupee.lignes.order_by("statut").values_list("statut").annotate(n=Count("pk")))
    return Avancement(
        *[
            comptes.get(statut, 0)
            for statut in (StatutLigneDecision.FAITE, StatutLigneDecision.REFUSEE, StatutLigneDecision.A_FAIRE)
        ]
    )

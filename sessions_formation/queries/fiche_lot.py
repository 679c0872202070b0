"""What the page of a lot tells, to officers and training bodies: who holds it, who is habilitated, what is ordered."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce

from referentiels.models import Certification
from sessions_formation.automates import PAS_DECIDEE
from sessions_formation.enums import RoleGroupement
from sessions_formation.models import (
    BonDeCommande,
    Composante,
    DemandeAvenant,
    Habilitation,
    Lot,
    MembreGroupement,
    Mouvement,
    PrixLot,
    Session,
)
from sessions_formation.queries.lots import ZERO
from sessions_formation.regles.validite import Validite, validite

_RANGS = {RoleGroupement.MANDATAIRE: 0, RoleGroupement.COTRAITANT: 1, RoleGroupement.SOUS_TRAITANT: 2}


@dataclass(frozen=True, slots=True)
class LigneCertification:
    """A certification of the lot, and the members who may prepare for it that day; who no longer may."""

    certification: Certification
    habilites: list[Habilitation]
    echues: list[Habilitation]


def membres_du_lot(lot: Lot) -> list[MembreGroupement]:
    """Give who holds the lot, the mandataire first (one query)."""
    membres = MembreGroupement.objects.sur(lot).select_related("organisme").order_by("organisme__nom", "pk")
    return sorted(membres, key=lambda membre: _RANGS[RoleGroupement(membre.role)])


def certifications_du_lot(lot: Lot, *, le: date) -> list[LigneCertification]:
    """Give the lot's certifications with who holds the lot and is habilitated for each on ``le`` (two queries)."""
    organismes = MembreGroupement.objects.sur(lot).values("organisme")
    habilitations = (
        Habilitation.objects.filter(organisme__in=organismes, certification__lots=lot)
        .select_related("organisme")
        .order_by("organisme__nom", "pk")
    )
    par_certification: dict[str, list[Habilitation]] = defaultdict(list)
    for habilitation in habilitations:
        par_certification[habilitation.certification_id].append(habilitation)
    return [
        LigneCertification(
            certification,
            [h for h in par_certification[certification.pk] if h.fin is None or h.fin >= le],
            [h for h in par_certification[certification.pk] if h.fin and h.fin < le],
        )
        for certification in lot.certifications.order_by("intitule", "pk")
    ]


def bons_du_lot(lot: Lot) -> QuerySet[BonDeCommande]:
    """Give the orders of a lot with what each orders now, amendments included: ``total``, ``sessions`` (one query)."""
    composantes = Composante.objects.filter(bon=OuterRef("pk")).order_by().values("bon")
    mouvements = Mouvement.objects.filter(composante__bon=OuterRef("pk")).order_by().values("composante__bon")
    return (
        BonDeCommande.objects.filter(lot=lot)
        .select_related("mandataire")
        .annotate(
            total=Coalesce(Subquery(composantes.annotate(t=Sum("montant")).values("t")), ZERO)
            + Coalesce(Subquery(mouvements.annotate(t=Sum("montant")).values("t")), ZERO),
            sessions=Coalesce(Subquery(composantes.annotate(n=Count("pk")).values("n")), 0),
        )
        .order_by("-annee", "-rang")
    )


def sessions_du_lot(lot: Lot) -> QuerySet[Session]:
    """Give the sessions of a lot that were decided, the latest first, with what is ordered for each: ``commande``."""
    mouvements = Mouvement.objects.filter(composante__session=OuterRef("pk")).order_by().values("composante__session")
    return (
        Session.objects.filter(lot=lot)
        .exclude(statut__in=["brouillon", *PAS_DECIDEE])
        .select_related("organisme")
        .annotate(
            commande=F("composante__montant")
            + Coalesce(Subquery(mouvements.annotate(t=Sum("montant")).values("t")), ZERO)
        )
        .order_by("-demandee_le", "-pk")
    )


def demandes_en_attente(lots: list[int]) -> tuple[list[Session], list[DemandeAvenant]]:
    """Give what nobody has decided on these lots: requests, then what is asked on running sessions (two queries)."""
    sessions = Session.objects.filter(lot__in=lots, statut__in=PAS_DECIDEE).select_related("organisme", "commune")
    avenants = DemandeAvenant.objects.a_decider().filter(session__lot__in=lots)
    return list(sessions.order_by("complete_le", "pk")), list(avenants.select_related("session__organisme"))


def validite_du_lot(lot: Lot, *, le: date) -> Validite:
    """Tell whether a lot is open on ``le``, and what to know of its dates; the lot comes with its sector."""
    return validite(debut=lot.debut, fin=lot.fin, tension_jusqu_au=lot.secteur.tension_jusqu_au, le=le)


def prix_en_cours_et_a_venir(lot: Lot, *, le: date) -> tuple[PrixLot | None, list[PrixLot]]:
    """Give the price in force on ``le``, and those that start later, in order (one query)."""
    prix = list(PrixLot.objects.filter(lot=lot).order_by("depuis"))
    passes = [un for un in prix if un.depuis <= le]
    return (passes[-1] if passes else None), [un for un in prix if un.depuis > le]

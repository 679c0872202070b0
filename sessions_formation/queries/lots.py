"""What a lot has consumed, exactly, at the moment it is read; who holds it and at what price."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import DecimalField, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from comptes import acces
from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from noyau.erreurs import RegleViolee
from sessions_formation.automates import PAS_DECIDEE
from sessions_formation.enums import RoleGroupement, StatutDemandeAvenant
from sessions_formation.models import (
    BornesLot,
    Composante,
    DemandeAvenant,
    Lot,
    MembreGroupement,
    Mouvement,
    PrixLot,
    Session,
)
from sessions_formation.realise import sommes

ZERO = Decimal("0.00")
DANS_LE_GROUPEMENT = frozenset({RoleGroupement.MANDATAIRE, RoleGroupement.COTRAITANT})
EN_ATTENTE = PAS_DECIDEE
_EUROS = DecimalField(max_digits=14, decimal_places=2)
# In the order of ``MontantsLot``.
MONTANTS = ("minimum", "maximum", "commande", "engage", "fait", "facture")


@dataclass(frozen=True, slots=True)
class MontantsLot:
    """Amounts of a lot in euros: bounds of the day, ordered, and engaged by requests that wait for a decision.

    ``fait`` (hours declared, at their price) and ``facture`` (issued, less avoirs) are parts of what is ordered.
    """

    minimum: Decimal
    maximum: Decimal
    commande: Decimal
    engage: Decimal
    fait: Decimal = ZERO
    facture: Decimal = ZERO

    @property
    def reste(self) -> Decimal:
        """What may still be ordered before the maximum; negative when it is exceeded."""
        return self.maximum - self.commande

    @property
    def manque_au_minimum(self) -> Decimal:
        """What is still to be ordered to reach the minimum; zero once it is reached."""
        return max(self.minimum - self.commande, ZERO)

    def apres(self, montant: Decimal, *, deja_engage: bool = True) -> "MontantsLot":
        """The same lot once a request of ``montant`` is ordered."""
        engage = self.engage - montant if deja_engage else self.engage
        return replace(self, commande=self.commande + montant, engage=max(engage, ZERO))

    def jauge(self, effet: Decimal = ZERO, *, deja_engage: bool = True) -> dict[str, Decimal]:
        """Give what ``composants/jauge.html`` draws; with ``effet``, before and after ordering it."""
        jauge = {
            "minimum": self.minimum,
            "maximum": self.maximum,
            "facture": self.facture,
            "fait": self.fait,
            "commande": self.commande,
            "engage": self.engage,
        }
        if effet:
            jauge |= {"effet": effet, "engage_apres": self.apres(effet, deja_engage=deja_engage).engage}
        return jauge


def montants_du_lot(lot: Lot, *, le: date) -> MontantsLot:
    """Give what a lot has consumed, from the orders themselves, between the bounds of ``le`` (one query)."""
    return montants_des_lots([lot.pk], le=le, realise=True)[lot.pk]


def montants_des_lots(lots: Iterable[int], *, le: date, realise: bool = False) -> dict[int, MontantsLot]:
    """Give the amounts of several lots, by id, in one query. Exact: sums of orders, never a running total.

    ``realise``: with what is done and invoiced, for who draws the gauge of each; every hour declared is read for it.
    """
    lignes = avec_montants(Lot.objects.filter(pk__in=list(lots)), le=le)
    noms = MONTANTS if realise else MONTANTS[:-2]
    lignes = avec_realise(lignes) if realise else lignes
    return {pk: MontantsLot(*montants) for pk, *montants in lignes.order_by().values_list("pk", *noms)}


def avec_realise(lots: QuerySet[Lot]) -> QuerySet[Any]:
    """Add to lots what is done and invoiced of them: ``fait``, ``facture``."""
    return lots.annotate(**sommes())


def avec_montants(lots: QuerySet[Lot], *, le: date) -> QuerySet[Any]:
    """Add to lots what a list sorts and filters them by: ``minimum``, ``maximum``, ``commande``, ``engage``.

    Engaged: the requests nobody has decided, and what is asked in addition on sessions already ordered.
    """
    bornes = BornesLot.objects.filter(lot=OuterRef("pk"), depuis__lte=le).order_by("-depuis")
    composantes = Composante.objects.filter(bon__lot=OuterRef("pk")).values("bon__lot")
    mouvements = Mouvement.objects.filter(composante__bon__lot=OuterRef("pk")).values("composante__bon__lot")
    sessions = Session.objects.filter(lot=OuterRef("pk"), statut__in=EN_ATTENTE).values("lot")
    demandes = DemandeAvenant.objects.filter(session__lot=OuterRef("pk"), statut=StatutDemandeAvenant.DEPOSEE).values(
        "session__lot"
    )
    return lots.annotate(
        minimum=Coalesce(Subquery(bornes.values("montant_min")[:1]), F("montant_min")),
        maximum=Coalesce(Subquery(bornes.values("montant_max")[:1]), F("montant_max")),
        commande=_somme(composantes, F("montant")) + _somme(mouvements, F("montant")),
        # The price first: PostgreSQL multiplies two smallints as one, which ends at 32 767.
        engage=_somme(sessions, F("prix_heure") * F("effectif") * F("heures"))
        + _somme(demandes, F("prix_heure") * F("parcours") * F("heures")),
    )


def _somme(lignes: QuerySet, montant: Combinable) -> Coalesce:
    """A sum of the lines of each lot, zero when it has none; their default order would split it."""
    total = lignes.order_by().annotate(total=Sum(montant, output_field=_EUROS)).values("total")
    return Coalesce(Subquery(total, output_field=_EUROS), ZERO, output_field=_EUROS)


def prix_du_lot(lot: Lot, le: date) -> Decimal | None:
    """Give the lot's price per heure-stagiaire in force on ``le``, in euros; None before the first."""
    return (
        PrixLot.objects.filter(lot=lot, depuis__lte=le)
        .order_by("-depuis")
        .values_list("prix_heure", flat=True)
        .first()
    )


def mandataire_du_lot(lot: Lot) -> MembreGroupement:
    """Give the mandataire of the lot's groupement. Raises ``RegleViolee`` while none is recorded."""
    membre = (
        MembreGroupement.objects.filter(groupement=lot.groupement_id, role=RoleGroupement.MANDATAIRE)
        .select_related("organisme")
        .order_by("pk")
        .first()
    )
    if membre is None:
        raise RegleViolee("Le groupement de ce lot n’a pas de mandataire : enregistrez-le avant de commander.")
    return membre


def role_dans_le_groupement(organisme_id: int, lot: Lot) -> str:
    """Give a training body's role on a lot: mandataire, cotraitant, sous_traitant, or ``exterieur``.

    A member accepted for other lots only is from outside on this one (FAQ §2, §9).
    """
    role = (
        MembreGroupement.objects.sur(lot)
        .filter(organisme=organisme_id)
        .values_list("role", flat=True)
        .order_by("pk")
        .first()
    )
    return role or "exterieur"


def accord_a_demander(session: Session) -> bool:
    """Tell whether the request of a sous-traitant is ready but for the mandataire's agreement (FAQ §2, §9).

    It is once the training body states that no member of the groupement can do the job: that much is its to say.
    """
    if session.accord_mandataire is not None or session.groupement_capable is not False:
        return False
    return role_dans_le_groupement(session.organisme_id, session.lot) not in DANS_LE_GROUPEMENT


def mene_le_lot(utilisateur: Utilisateur, lot: Lot) -> bool:
    """Tell whether the person acts for the mandataire of the lot's groupement."""
    return MembreGroupement.objects.filter(
        groupement=lot.groupement_id, role=RoleGroupement.MANDATAIRE, organisme__in=acces.organismes_de(utilisateur)
    ).exists()


@dataclass(frozen=True, slots=True)
class Place:
    """A training body of the person on one of its open lots: what a request may be made under."""

    lot: Lot
    membre: MembreGroupement

    @property
    def cle(self) -> str:
        return f"{self.lot.pk}-{self.membre.organisme_id}"


def places_ouvertes(utilisateur: Utilisateur, *, le: date) -> list[Place]:
    """Give every open lot under which the person may ask for a session, and as whom (three queries)."""
    lots = list(
        Lot.objects.visibles_pour(utilisateur)
        .ouverts(le)
        .select_related("secteur")
        .prefetch_related("departements")
        .order_by("marche", "numero", "pk")
    )
    membres: QuerySet[Any] = MembreGroupement.objects.filter(
        groupement__in={lot.groupement_id for lot in lots}, organisme__in=acces.organismes_de(utilisateur)
    ).annotate(limites=ArrayAgg("lots", filter=Q(lots__isnull=False), default=[]))
    par_groupement: dict[int, list[Any]] = {}
    for membre in membres.select_related("organisme").order_by("organisme__nom", "pk"):
        par_groupement.setdefault(membre.groupement_id, []).append(membre)
    return [
        Place(lot, membre)
        for lot in lots
        for membre in par_groupement.get(lot.groupement_id, [])
        if membre.role == RoleGroupement.MANDATAIRE or not membre.limites or lot.pk in membre.limites
    ]


def places_pour(places: list[Place], intentions: Collection[IntentionEmbauche]) -> list[Place]:
    """Keep the places whose lot has the sector of all the intentions and whose training body is the one their
    employers chose, if any; among them, those that also cover every département, when there are any (an intention
    addressed to the training body may lie elsewhere)."""
    secteurs = {intention.secteur_id for intention in intentions}
    choisis = {intention.organisme_choisi_id for intention in intentions} - {None}
    du_secteur = [p for p in places if secteurs <= {p.lot.secteur_id} and choisis <= {p.membre.organisme_id}]
    departements = {intention.departement_id for intention in intentions}
    couvrent = [p for p in du_secteur if departements <= {d.code for d in p.lot.departements.all()}]
    return couvrent or du_secteur

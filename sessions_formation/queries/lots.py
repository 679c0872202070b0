"""What a lot has consumed, exactly, at the moment it is read."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import F, Sum

from comptes import acces
from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche
from noyau.erreurs import RegleViolee
from sessions_formation.automates import A_DECIDER
from sessions_formation.enums import RoleGroupement, StatutSession
from sessions_formation.models import Composante, Lot, MembreGroupement, Mouvement, PrixLot, Session

ZERO = Decimal("0.00")
DANS_LE_GROUPEMENT = frozenset({RoleGroupement.MANDATAIRE, RoleGroupement.COTRAITANT})
EN_ATTENTE = A_DECIDER | {StatutSession.ATTENTE_MANDATAIRE, StatutSession.A_COMPLETER}


@dataclass(frozen=True, slots=True)
class MontantsLot:
    """Amounts of a lot in euros: bounds, ordered, and engaged by requests that wait for a decision."""

    minimum: Decimal
    maximum: Decimal
    commande: Decimal
    engage: Decimal

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
        return MontantsLot(self.minimum, self.maximum, self.commande + montant, max(engage, ZERO))


def montants_du_lot(lot: Lot) -> MontantsLot:
    """Give what a lot has consumed, from the orders themselves (three queries)."""
    commande = Composante.objects.filter(bon__lot=lot).aggregate(total=Sum("montant"))["total"] or ZERO
    commande += Mouvement.objects.filter(composante__bon__lot=lot).aggregate(total=Sum("montant"))["total"] or ZERO
    en_attente = Session.objects.filter(lot=lot, statut__in=EN_ATTENTE)
    engage = en_attente.aggregate(total=Sum(F("effectif") * F("heures") * F("prix_heure")))["total"] or ZERO
    return MontantsLot(lot.montant_min, lot.montant_max, commande, engage)


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
    """Give a training body's role on a lot: mandataire, cotraitant, sous_traitant, or ``exterieur``."""
    role = (
        MembreGroupement.objects.filter(groupement=lot.groupement_id, organisme=organisme_id)
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
    membres = MembreGroupement.objects.filter(
        groupement__in={lot.groupement_id for lot in lots}, organisme__in=acces.organismes_de(utilisateur)
    )
    par_groupement: dict[int, list[MembreGroupement]] = {}
    for membre in membres.select_related("organisme").order_by("organisme__nom", "pk"):
        par_groupement.setdefault(membre.groupement_id, []).append(membre)
    return [Place(lot, membre) for lot in lots for membre in par_groupement.get(lot.groupement_id, [])]


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

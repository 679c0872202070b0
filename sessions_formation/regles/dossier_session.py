"""What a request to open a session says, as the rules read it (contrats.md § 2). None means: not known."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum


class TypeSession(StrEnum):
    """How a session is bought: ordered ahead, or opened on hiring intentions."""

    SOCLE = "socle"
    INTENTION = "intention"


class RoleOrganisme(StrEnum):
    """Place of the training body that asks, as regards the group that holds the lot (FAQ § 2, § 9)."""

    MANDATAIRE = "mandataire"
    COTRAITANT = "cotraitant"
    SOUS_TRAITANT = "sous_traitant"
    EXTERIEUR = "exterieur"


# The only state in which an intention counts for a session that is being asked for (domaine.md § 3).
RECEVABLE = "recevable"


@dataclass(frozen=True, slots=True)
class Lot:
    """The lot the session would be ordered on; amounts and hourly price in euros."""

    secteur: str | None = None
    departements: tuple[str, ...] | None = None
    prix_heure: Decimal | None = None
    montant_max: Decimal | None = None
    montant_commande: Decimal | None = None
    debut: date | None = None
    fin: date | None = None
    certifications: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Organisme:
    """Who asks. `habilite`: a body of the group holds the habilitation the certification wants."""

    role: RoleOrganisme | None = None
    accord_mandataire: bool | None = None
    groupement_capable: bool | None = None
    habilite: bool | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """The session itself. `heures`: on average, per trainee; `certification`: None when none is aimed at."""

    secteur: str | None = None
    departement: str | None = None
    lieu_du_lot: bool | None = None
    certification: str | None = None
    heures: Decimal | None = None
    prix_heure: Decimal | None = None
    effectif: int | None = None
    debut: date | None = None
    fin: date | None = None
    entrees_sorties_permanentes: bool | None = None
    complement_groupe: bool | None = None
    equilibre_financier: bool | None = None


@dataclass(frozen=True, slots=True)
class IntentionAttachee:
    """An intention attached to the request: its state, its posts, whether another training body has it."""

    etat: str | None = None
    postes: int | None = None
    engagee_ailleurs: bool | None = None


@dataclass(frozen=True, slots=True)
class DossierSession:
    """A whole request."""

    type: TypeSession | None = None
    lot: Lot = field(default_factory=Lot)
    organisme: Organisme = field(default_factory=Organisme)
    session: Session = field(default_factory=Session)
    intentions: tuple[IntentionAttachee, ...] | None = None

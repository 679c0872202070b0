"""What an application for a Parcours emploi aid says, as the rules read it (contrats.md § 2). None: not known."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from referentiels.regles.contrats import TypeContrat


class Dispositif(StrEnum):
    """The aids after hiring (PRES)."""

    FORMATION = "pef"
    TUTORAT = "pet_tutorat"
    AFEST = "pet_afest"


@dataclass(frozen=True, slots=True)
class Etablissement:
    """The establishment that hired. `public`: of public law."""

    departement: str | None = None
    effectif: int | None = None
    public: bool | None = None


@dataclass(frozen=True, slots=True)
class ContratConclu:
    """The contract that was signed."""

    type: TypeContrat | None = None
    duree_mois: Decimal | None = None
    debut: date | None = None


@dataclass(frozen=True, slots=True)
class Salarie:
    """The person hired. `demandeur_emploi`: registered, in any category, when hired; `rqth`: recognised disabled."""

    demandeur_emploi: bool | None = None
    rqth: bool | None = None
    senior: bool | None = None


@dataclass(frozen=True, slots=True)
class FormationPrevue:
    """The training or tutoring. `cout`: teaching cost in euros."""

    debut: date | None = None
    heures: Decimal | None = None
    cout: Decimal | None = None
    qualiopi: bool | None = None


@dataclass(frozen=True, slots=True)
class DossierAide:
    """A whole application."""

    dispositif: Dispositif | None = None
    etablissement: Etablissement = field(default_factory=Etablissement)
    offre_diffusee: bool | None = None
    contrat: ContratConclu = field(default_factory=ContratConclu)
    salarie: Salarie = field(default_factory=Salarie)
    formation: FormationPrevue = field(default_factory=FormationPrevue)

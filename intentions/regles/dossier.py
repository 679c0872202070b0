"""What a hiring intention says, as the rules read it (contrats.md § 2). None means: not known."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from referentiels.regles.contrats import TypeContrat


class Etape(StrEnum):
    """A step of the session an employer may take part in (FAQ § 6; PRES)."""

    INFORMATION_COLLECTIVE = "information_collective"
    AVIS_PARCOURS = "avis_parcours"
    RECRUTEMENT = "recrutement"
    STAGE = "stage"
    JURY = "jury"


@dataclass(frozen=True, slots=True)
class Employeur:
    """The establishment that hires. `siae`: insertion structure; `etti`: the temporary-work kind of it."""

    nom: str | None = None
    siret: str | None = None
    departement: str | None = None
    siae: bool | None = None
    etti: bool | None = None


@dataclass(frozen=True, slots=True)
class Contrat:
    """The contract announced. `agence_interim`: name of the agency."""

    type: TypeContrat | None = None
    duree_mois: Decimal | None = None
    heures_hebdo: Decimal | None = None
    saisonnier: bool | None = None
    agence_interim: str | None = None


@dataclass(frozen=True, slots=True)
class Poste:
    """The job: code of its sector, code of its département, number of posts."""

    secteur: str | None = None
    departement: str | None = None
    nombre: int | None = None


@dataclass(frozen=True, slots=True)
class Formation:
    """The training wished for: code of the département it would take place in."""

    departement: str | None = None


@dataclass(frozen=True, slots=True)
class DossierIntention:
    """A whole intention."""

    employeur: Employeur = field(default_factory=Employeur)
    contrat: Contrat = field(default_factory=Contrat)
    poste: Poste = field(default_factory=Poste)
    formation: Formation = field(default_factory=Formation)
    adaptation_boe: bool = False
    lot_supraregional: bool = False
    engagement_recruter: bool | None = None
    etapes: tuple[Etape, ...] | None = None
    ecrit_employeur: bool | None = None
    engagee_ailleurs: bool = False

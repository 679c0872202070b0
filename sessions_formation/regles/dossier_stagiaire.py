"""What is known of a trainee who would join a session, as the rules read it (contrats.md § 2). None: not known."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from sessions_formation.regles.dossier_session import TypeSession


class Situation(StrEnum):
    """What the person does before the session."""

    DEMANDEUR_EMPLOI = "demandeur_emploi"
    SALARIE = "salarie"
    SALARIE_SIAE = "salarie_siae"


class Projet(StrEnum):
    """What the person wants after it."""

    SALARIAT = "salariat"
    CREATION = "creation"


class Valideur(StrEnum):
    """Who may validate a profile (Réseau pour l'emploi, PRES)."""

    FRANCE_TRAVAIL = "france_travail"
    MISSION_LOCALE = "mission_locale"
    CAP_EMPLOI = "cap_emploi"
    DEPARTEMENT = "departement"


@dataclass(frozen=True, slots=True)
class SessionVisee:
    """The session to join."""

    type: TypeSession | None = None
    commencee: bool | None = None
    places_restantes: int | None = None


@dataclass(frozen=True, slots=True)
class Stagiaire:
    """The person. `progression_compatible`: the training body says the teaching allows to join on the way."""

    situation: Situation | None = None
    fin_contrat_siae: date | None = None
    date_entree: date | None = None
    projet: Projet | None = None
    poste_disponible: bool | None = None
    progression_compatible: bool | None = None
    remplacement: bool | None = None
    temps_partiel: bool | None = None
    profil_valide_par: Valideur | None = None
    admis: bool | None = None


@dataclass(frozen=True, slots=True)
class DossierStagiaire:
    """A person and the session to join."""

    session: SessionVisee = field(default_factory=SessionVisee)
    stagiaire: Stagiaire = field(default_factory=Stagiaire)

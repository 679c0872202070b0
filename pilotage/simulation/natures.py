"""The four natures of files the rules judge (contrats.md § 2): form, rules, and for aids the amount."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from aides.regles import aide
from aides.regles.dossier import DossierAide
from intentions.regles import intention
from intentions.regles.dossier import DossierIntention
from pilotage.simulation.formes import Forme
from referentiels.regles.constats import Constat
from sessions_formation.regles import session, stagiaire
from sessions_formation.regles.dossier_session import DossierSession
from sessions_formation.regles.dossier_stagiaire import DossierStagiaire


@dataclass(frozen=True, slots=True)
class Nature:
    """How files of one kind are read and judged; `montant` only for those that end in an amount."""

    forme: Forme
    examiner: Callable[..., list[Constat]]
    montant: Callable[..., Decimal] | None = None


NATURES = {
    "intention": Nature(Forme(DossierIntention), intention.examiner),
    "session": Nature(Forme(DossierSession), session.examiner),
    "stagiaire": Nature(Forme(DossierStagiaire, datee=False), stagiaire.examiner),
    "aide": Nature(Forme(DossierAide), aide.examiner, aide.montant),
}

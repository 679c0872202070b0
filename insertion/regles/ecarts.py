"""A hire against what the intention promised (FAQ §6: a moral commitment, not a promise of employment).

What differs is told plainly to who reads the file; nothing follows from it by itself.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from referentiels.regles.contrats import LIBELLES_CONTRATS, TypeContrat
from referentiels.regles.mois import ajouter_mois
from referentiels.regles.typographie import composer, compter, jour

# A start a little later is the time it takes to sign; beyond, the person waits for a job it was promised.
RETARD_JOURS = 30
SANS_TERME: frozenset[str] = frozenset({TypeContrat.CDI, TypeContrat.CDI_INTERIMAIRE})
_ALTERNANCE = frozenset({TypeContrat.APPRENTISSAGE, TypeContrat.PROFESSIONNALISATION})
_INTERIM = frozenset({TypeContrat.INTERIM, TypeContrat.ETTI, TypeContrat.CDPI})
_LONG_MOIS = 6


@dataclass(frozen=True, slots=True)
class Contrat:
    """A contract as it is signed, or as it was promised: ``type`` is a code of ``TypeContrat`` (empty if unknown),
    ``duree_mois`` in whole months (0: less than one; None: no term, or unknown), ``heures_hebdo`` a week."""

    type: str
    debut: date | None = None
    duree_mois: int | None = None
    heures_hebdo: Decimal | None = None

    @property
    def a_un_terme(self) -> bool:
        """It ends by itself."""
        return bool(self.type) and self.type not in SANS_TERME

    @property
    def fin(self) -> date | None:
        """Its last day, None without a term or when its length is not known."""
        if not (self.a_un_terme and self.duree_mois and self.debut):
            return None
        return ajouter_mois(self.debut, self.duree_mois) - timedelta(days=1)


def ecarts(signe: Contrat, promis: Contrat, *, duree_min_mois: int, heures_hebdo_min: Decimal) -> list[str]:
    """Give, in sentences, where a hire is less than what was promised; empty when it is as good or better.

    ``promis.debut`` is the day the person could start: the hire wished for, and not before the training ended. What
    the promise left unknown is not compared. A contract without a term instead of one with a term is no gap. Hours
    under the legal floor of the scheme are told once, unless they are those that were promised.
    """
    phrases = [
        _contrat(signe, promis),
        _duree(signe, promis, duree_min_mois),
        _heures(signe, promis, heures_hebdo_min),
        _debut(signe, promis),
    ]
    return [composer(phrase) for phrase in phrases if phrase]


def situation_de(contrat: Contrat) -> str:
    """Give what the person does under such a contract, as a code of the follow-up (normes.md §3)."""
    duree = contrat.duree_mois
    if contrat.type in SANS_TERME:
        return "cdi"
    if contrat.type in _ALTERNANCE:
        return "alternance"
    if contrat.type in _INTERIM:
        return "interim_long" if duree else "interim_court"
    if duree is None:
        return "cdi"
    if duree >= _LONG_MOIS:
        return "cdd_long"
    return "cdd_court" if duree else "cdd_tres_court"


def _contrat(signe: Contrat, promis: Contrat) -> str:
    if not promis.type or signe.type in {promis.type, TypeContrat.CDI}:
        return ""
    return f"Contrat : {_libelle(signe)}, au lieu de {_libelle(promis)}."


def _duree(signe: Contrat, promis: Contrat, minimum: int) -> str:
    if not signe.a_un_terme or signe.duree_mois is None:
        return ""
    mois = _mois(signe.duree_mois)
    if promis.a_un_terme and promis.duree_mois is not None and signe.duree_mois < promis.duree_mois:
        return f"Durée : {mois}, au lieu de {_mois(promis.duree_mois)}."
    promis_court = promis.a_un_terme and (promis.duree_mois or 0) < minimum
    if signe.duree_mois < minimum and not promis_court and signe.type not in _ALTERNANCE:
        return f"Durée : {mois} ; le dispositif en demande {minimum}."
    return ""


def _heures(signe: Contrat, promis: Contrat, minimum: Decimal) -> str:
    if signe.heures_hebdo is None:
        return ""
    semaine = compter(signe.heures_hebdo, "heure")
    if promis.heures_hebdo is not None:
        if signe.heures_hebdo >= promis.heures_hebdo:
            return ""
        return f"Temps de travail : {semaine} par semaine, au lieu de {compter(promis.heures_hebdo, 'heure')}."
    if signe.heures_hebdo < minimum:
        return f"Temps de travail : {semaine} par semaine ; le dispositif en demande {compter(minimum, 'heure')}."
    return ""


def _debut(signe: Contrat, promis: Contrat) -> str:
    if signe.debut is None or promis.debut is None or (signe.debut - promis.debut).days <= RETARD_JOURS:
        return ""
    return f"Début : le {jour(signe.debut)}, pour une embauche possible dès le {jour(promis.debut)}."


def _libelle(contrat: Contrat) -> str:
    return LIBELLES_CONTRATS[TypeContrat(contrat.type)]


def _mois(nombre: int) -> str:
    return f"{nombre} mois" if nombre else "moins d’un mois"

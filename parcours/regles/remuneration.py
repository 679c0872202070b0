"""What a trainee would be paid a month: an estimate, for the paying agency decides (CT D6341-24 and following).

The scale is that of the day the training opens (D6341-24-6), and its amounts are dated values: see normes.md §5.
"""

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from referentiels.regles.reglement import Reglement

# Codes of ``parcours.enums.RegimeRemuneration``.
ARE, AUCUN = "are", "aucun"
MOINS_18, DE_18_A_25, DES_26 = "moins_18", "de_18_a_25", "des_26"
MAJOREE, SALAIRE = "situation_majoree", "salaire_anterieur"
SANS_BASE = frozenset({ARE, AUCUN})
AGE_DU_SECOND_PALIER, AGE_DU_DERNIER_PALIER = 18, 26
# A full-time training has 30 hours a week or more (CT R6341-15).
HEURES_TEMPS_PLEIN = Decimal(30)
MOIS_PAR_AN, SEMAINES_PAR_AN = 12, 52
CENTIME = Decimal("0.01")
_TEXTES = {
    ARE: "",
    AUCUN: "",
    MOINS_18: "Code du travail, art. D6341-28-2, 1°",
    DE_18_A_25: "Code du travail, art. D6341-28-2, 2°",
    DES_26: "Code du travail, art. D6341-28-2, 3°",
    MAJOREE: "Code du travail, art. D6341-28-1, D6341-28-3 et D6341-28-4",
    SALAIRE: "Code du travail, art. D6341-26 et D6341-24-3",
}


class Estimation(NamedTuple):
    """An estimate: ``base`` euros a month at full time and its text, ``heures_mois`` hours a month (None at full
    time, or while the hours of a part-time week are not known), ``montant`` euros a month once prorated.
    ``plein`` is None when what the week is made of is not known."""

    base: Decimal | None
    texte: str
    plein: bool | None
    heures_mois: Decimal | None
    montant: Decimal | None


def age_au(naissance: date, jour: date) -> int:
    """Return the age in whole years on ``jour``; who is born on 29 February is a year older on 1 March."""
    return jour.year - naissance.year - ((jour.month, jour.day) < (naissance.month, naissance.day))


def regime_propose(*, naissance: date | None, entree: date, allocataire: bool, majoree: bool) -> str | None:
    """Return the regime proposed for who enters on ``entree``; None when its age must be known and is not.

    ``allocataire``: the allowance of France Travail goes on, and stands in the stead of this pay. ``majoree``: one of
    the situations for which the Code du travail gives the amount of the 26 and over before that age, proof seen;
    which one is nobody's business but the paying agency's.
    """
    if allocataire:
        return ARE
    if naissance is None:
        return None
    age = age_au(naissance, entree)
    if age >= AGE_DU_DERNIER_PALIER:
        return DES_26
    if majoree:
        return MAJOREE
    return DE_18_A_25 if age >= AGE_DU_SECOND_PALIER else MOINS_18


def base_de(regime: str, *, reglement: Reglement, salaire: Decimal | None = None) -> Decimal | None:
    """Return the euros a month of ``regime`` at full time; None when it has none.

    From a former wage (euros a month, the average that was proven): kept between the amount of the 26 and over and
    the ceiling. Raises ValueError when that wage is not given, or the regime unknown.
    """
    if regime in SANS_BASE:
        return None
    if regime == SALAIRE:
        if salaire is None:
            raise ValueError("Le salaire antérieur est nécessaire à ce régime.")
        return min(max(salaire, reglement.remuneration_des_26), reglement.remuneration_plafond).quantize(CENTIME)
    montants = {
        MOINS_18: reglement.remuneration_moins_18,
        DE_18_A_25: reglement.remuneration_18_25,
        DES_26: reglement.remuneration_des_26,
        MAJOREE: reglement.remuneration_des_26,
    }
    if regime not in montants:
        raise ValueError(f"Régime inconnu : {regime}.")
    return montants[regime].quantize(CENTIME)


def estimer(
    regime: str,
    *,
    reglement: Reglement,
    heures_hebdo: Decimal | None,
    temps_partiel: bool,
    salaire: Decimal | None = None,
) -> Estimation:
    """Return the estimate of ``regime``, by the law ``reglement`` of the day the training opens.

    Full time is 30 hours a week or more (R6341-15). Under it, base / 151,67 × hours of training in a month
    (D6341-24-1), to the cent, halves upwards; a week is a 52nd of a year, a month a twelfth (choice). Hours that are
    not known: full time unless the parcours is said to be part time, when no amount is given. The floor of part time
    (ASS) is the paying agency's to apply: it depends on what the person received before.
    Raises ValueError as ``base_de`` does.
    """
    base = base_de(regime, reglement=reglement, salaire=salaire)
    texte = _TEXTES[regime]
    if base is None:
        return Estimation(None, texte, None, None, None)
    if heures_hebdo is None:
        return (
            Estimation(base, texte, None, None, None) if temps_partiel else Estimation(base, texte, True, None, base)
        )
    if heures_hebdo >= HEURES_TEMPS_PLEIN:
        return Estimation(base, texte, True, None, base)
    heures = heures_du_mois(heures_hebdo)
    return Estimation(base, texte, False, heures, prorata(base, heures, plein=reglement.remuneration_heures_mois))


def heures_du_mois(heures_hebdo: Decimal) -> Decimal:
    """Return the hours of an average month from those of a week, to the hundredth."""
    return (heures_hebdo * SEMAINES_PAR_AN / MOIS_PAR_AN).quantize(CENTIME, ROUND_HALF_UP)


def prorata(base: Decimal, heures: Decimal, *, plein: Decimal) -> Decimal:
    """Return base / plein × heures, in euros to the cent, halves upwards; never more than ``base`` (D6341-24-1)."""
    return min(base, (base * heures / plein).quantize(CENTIME, ROUND_HALF_UP))

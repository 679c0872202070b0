"""What an aid amounts to (domaine.md § 4, Aids; PRES)."""

from decimal import Decimal

from aides.regles.dossier import Dispositif, DossierAide, FormationPrevue, Salarie
from referentiels.regles.constats import Verdict
from referentiels.regles.montants import ZERO, arrondir
from referentiels.regles.reglement import Reglement

_SANS = Decimal(0)
_UN = Decimal(1)


def montant(dossier: DossierAide, *, reglement: Reglement, verdict: Verdict) -> Decimal:
    """Return the aid in euros, rounded half up to the cent, once.

    Nothing when the file is not eligible, or when the kind of aid, the hours, or for a Formation the cost, are not
    known; otherwise what it would be, whatever is still to be completed. The increase is applied after the cap, so
    that caps grow with it (choice of the project).
    """
    if verdict == Verdict.NON_ELIGIBLE:
        return ZERO
    base = _base(dossier.dispositif, dossier.formation, reglement)
    return arrondir(max(base, _SANS) * (_UN + _majoration(dossier.salarie, reglement)))


def _base(dispositif: Dispositif | None, formation: FormationPrevue, reglement: Reglement) -> Decimal:
    """The aid before the increase; hours beyond `aide_heures_max` are not counted."""
    if dispositif is None or formation.heures is None:
        return _SANS
    heures = min(formation.heures, reglement.aide_heures_max)
    if dispositif == Dispositif.TUTORAT:
        return min(reglement.tutorat_taux_heure * heures, reglement.tutorat_plafond)
    if dispositif == Dispositif.AFEST:
        return min(reglement.afest_taux_heure * heures, reglement.afest_plafond)
    if formation.cout is None:
        return _SANS
    retenu = min(formation.cout, reglement.pef_cout_heure_max * heures)
    return min(reglement.pef_taux * retenu, reglement.pef_plafond)


def _majoration(salarie: Salarie, reglement: Reglement) -> Decimal:
    """The higher of the two increases when both apply (choice of the project), as a share of the aid."""
    return max(
        reglement.majoration_rqth if salarie.rqth else _SANS,
        reglement.majoration_senior if salarie.senior else _SANS,
    )

"""Rates of the dashboards: fill, dropouts, placement under both definitions, against 76 % and the known rates."""

from insertion.queries.resultats import ENTREE
from pilotage.regles.figures import Figure
from pilotage.regles.perimetre import Axe, Perimetre
from referentiels.regles.reglement import Reglement


def resultats_par(perimetre: Perimetre, axe: Axe, *, loi: Reglement, selon: str = ENTREE) -> tuple[Figure, ...]:
    """Give, in this order: ``resultats`` (all together: one line per rate, BARRES, 76 % as ``repere``),
    ``resultats_par`` (one line per line of ``axe``, one column per rate), ``resultats_par_mois`` (COURBES) and
    ``taux_reference`` (rates by scheme of the Région). ``selon``: months are those of entries or of exits."""
    raise NotImplementedError

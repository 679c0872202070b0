"""The funnel: how many posts reach each step, and after how many working days."""

from pilotage.regles.chaine import Etape
from pilotage.regles.figures import Figure
from pilotage.regles.perimetre import Axe, Perimetre
from referentiels.regles.reglement import Reglement


def chaine(perimetre: Perimetre, *, loi: Reglement) -> Figure:
    """Give the posts at each of the six steps, with shares and delays (code ``chaine``, ENTONNOIR)."""
    raise NotImplementedError


def arrets(perimetre: Perimetre, *, loi: Reglement) -> Figure:
    """Give where posts stop, by the furthest step they reached and by cause (code ``arrets``, BARRES_EMPILEES)."""
    raise NotImplementedError


def chaine_par(perimetre: Perimetre, axe: Axe, *, etape: Etape, loi: Reglement) -> Figure:
    """Give the posts at each step by line of ``axe``, and the delay of ``etape`` (code ``chaine_par``, BARRES)."""
    raise NotImplementedError


def delais_par_mois(perimetre: Perimetre, *, loi: Reglement) -> Figure:
    """Give the median delay of each step by month of filing (code ``delais_par_mois``, COURBES)."""
    raise NotImplementedError

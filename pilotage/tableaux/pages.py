"""The pages of the dashboards: what each shows, and how it may be split."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from insertion.queries.resultats import ENTREE
from pilotage.queries.blocages import blocages, blocages_et_leur_part
from pilotage.queries.chaine import chaine, toute_la_chaine
from pilotage.queries.lots import lots
from pilotage.queries.resultats_tableau import resultats_ensemble, resultats_par
from pilotage.regles.chaine import Etape
from pilotage.regles.figures import Figure
from pilotage.regles.perimetre import Axe, Perimetre
from referentiels.regles.reglement import Reglement

SANS_MOIS = (Axe.SECTEUR, Axe.DEPARTEMENT, Axe.TERRITOIRE, Axe.LOT, Axe.ORGANISME)


class Demande(NamedTuple):
    """What the address of a page asks: months and criteria, and how to split."""

    perimetre: Perimetre
    le: date
    loi: Reglement
    axe: Axe = Axe.SECTEUR
    etape: Etape = Etape.ENTREE
    selon: str = ENTREE


class Page(NamedTuple):
    """A page: its code (in its address), its words, its figures; ``axes``: how it may be split.

    ``etapes``: the reader chooses whose delay is told. ``selon``: by which date people are counted. ``du_moment``: it
    tells of now, whatever the months.
    """

    code: str
    titre: str
    chapeau: str
    figures: Callable[[Demande], tuple[Figure, ...]]
    axes: tuple[Axe, ...] = ()
    etapes: bool = False
    selon: bool = False
    du_moment: bool = False


def _apercu(d: Demande) -> tuple[Figure, ...]:
    """One figure of each page: the director's first look."""
    commandes = lots(d.le, d.perimetre)
    return (
        chaine(d.perimetre, loi=d.loi),
        resultats_ensemble(d.perimetre, loi=d.loi, selon=d.selon),
        _le_total(commandes),
        _ce_qui_attend(blocages(d.le, d.perimetre, loi=d.loi)[0]),
    )


def _le_total(figure: Figure) -> Figure:
    """The same figure, its total as its only line; itself when it has none."""
    return figure if figure.total is None else figure.avec(lignes=(figure.total,), total=None)


def _ce_qui_attend(figure: Figure) -> Figure:
    """The same figure, without the lines where nothing waits."""
    return figure.avec(lignes=tuple(ligne for ligne in figure.lignes if ligne.cases[0].valeur))


def _chaine(d: Demande) -> tuple[Figure, ...]:
    return toute_la_chaine(d.perimetre, d.axe, etape=d.etape, loi=d.loi)


def _resultats(d: Demande) -> tuple[Figure, ...]:
    return resultats_par(d.perimetre, d.axe, loi=d.loi, selon=d.selon)


def _lots(d: Demande) -> tuple[Figure, ...]:
    return (lots(d.le, d.perimetre),)


def _blocages(d: Demande) -> tuple[Figure, ...]:
    return blocages_et_leur_part(d.le, d.perimetre, d.axe, loi=d.loi)


APERCU = Page(
    "apercu",
    "Vue d’ensemble",
    "Où en est le dispositif : combien de postes vont jusqu’à l’emploi, ce que deviennent les personnes, ce qui est "
    "commandé, ce qui attend.",
    _apercu,
)
PAGES = (
    APERCU,
    Page(
        "chaine",
        "La chaîne",
        "De l’intention déposée à l’embauche : combien de postes arrivent à chaque étape, en combien de jours ouvrés, "
        "et où s’arrêtent les autres.",
        _chaine,
        axes=tuple(Axe),
        etapes=True,
    ),
    Page(
        "resultats",
        "Résultats",
        "Ce que deviennent les personnes formées, sous les deux définitions de l’emploi, contre l’objectif de la "
        "Région.",
        _resultats,
        axes=tuple(Axe),
        selon=True,
    ),
    Page(
        "lots",
        "Lots",
        "Ce qui est commandé de chaque lot en vigueur pendant la période, entre son minimum et son maximum, et où il "
        "va à ce rythme. Les montants sont ceux d’aujourd’hui.",
        _lots,
    ),
    Page(
        "attente",
        "Ce qui attend",
        "Les dossiers arrêtés quelque part : combien, depuis quand, chez qui.",
        _blocages,
        axes=SANS_MOIS,
        du_moment=True,
    ),
)

"""The figures of « Besoins »: what was asked for, what is likely to be, and how wrong that has been."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from pilotage.queries.previsions import TOUT, Coupe, Noms, Passe
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite
from pilotage.regles.previsions import (
    AN,
    COMME_AVANT,
    ELAN,
    SAISONS,
    Methode,
    Mois,
    Prevision,
    Trace,
    eprouver_par_an,
    par_trimestre,
    prevoir,
)
from referentiels.regles.typographie import composer

SOURCE = "Postes des intentions déposées ici, et enquête BMO de France Travail"
MONTRES = 24
NOMS = ("janv.", "févr.", "mars", "avril", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.")

REEL = Colonne("reel", "Postes déposés", "Postes des intentions déposées dans le mois, quelle qu’en soit la suite.")
PREVU = Colonne("prevu", "Prévision", "Postes attendus, par la méthode dite au-dessus.")
TENUES = "huit fois sur dix, les mois passés sont restés entre les deux bornes."
BAS = Colonne("bas", "Au moins", f"Borne basse : {TENUES}")
HAUT = Colonne("haut", "Au plus", f"Borne haute : {TENUES}")
BORNES = tuple(Colonne(bord.code, bord.titre, bord.definition, dessinee=False) for bord in (BAS, HAUT))
ERREUR = Colonne(
    "erreur",
    "Erreur passée",
    "Somme des écarts entre ce qui aurait été prévu et ce qui est venu, sur la somme de ce qui est venu, pour chaque "
    "mois passé que l’on fait semblant de ne pas connaître.",
    Unite.POUR_CENT,
    dessinee=False,
)
PLANCHER = Colonne(
    "plancher",
    "Erreur de « comme l’an dernier »",
    "La même erreur, en disant seulement que chaque mois sera comme le même mois de l’année d’avant. Une méthode qui "
    "ne fait pas mieux n’est pas montrée.",
    Unite.POUR_CENT,
    dessinee=False,
)
AVANT = Colonne("avant", "Douze derniers mois", "Postes déposés pendant les douze derniers mois entiers.")


def prevision_de(passe: Passe, coupe: Coupe) -> Prevision:
    """Tell the coming year of one slice."""
    return prevoir(passe.postes.get(coupe, [0] * len(passe.mois)), evolutions=passe.evolutions(coupe))


def courbe(passe: Passe, coupe: Coupe, prevision: Prevision, *, trimestres: bool = False) -> Figure:
    """Give what came and what is told, month by month or by quarter (code ``besoins_prevision``, COURBES)."""
    lignes = _par_trimestre(passe, coupe, prevision) if trimestres else _par_mois(passe, coupe, prevision)
    total = prevision.total
    phrase = "Il faut douze mois entiers de dépôts pour prévoir : il n’y en a pas encore autant."
    if total:
        phrase = (
            f"Dans les douze mois qui viennent : environ {round(total.prevu)} postes, "
            f"sans doute entre {round(total.bas)} et {round(total.haut)}."
        )
    return Figure(
        "besoins_prevision", "Postes demandés et prévus", phrase, (REEL, PREVU, BAS, HAUT), tuple(lignes),
        premiere="Trimestre" if trimestres else "Mois", dessin=Dessin.COURBES, source=SOURCE,
    )  # fmt: skip


def par_ligne(passe: Passe, noms: Mapping[str, str], *, secteur: str, departement: str, axe: str) -> Figure:
    """Give one line by sector, or by département, each told for itself (code ``besoins_<axe>``, BARRES).

    ``axe``: « secteur » or « departement »; the other criterion narrows every line.
    """
    mot, titre = ("Secteur", "Par secteur") if axe == "secteur" else ("Département", "Par département")
    lignes = []
    for cle, nom in noms.items():
        coupe = (cle, departement) if axe == "secteur" else (secteur, cle)
        if coupe in passe.postes:
            lignes.append(Ligne(cle, nom, _cases(passe, coupe)))
    return Figure(
        f"besoins_{axe}", f"{titre} : les douze mois qui viennent",
        "Chaque ligne est prévue pour elle-même : leur somme n’est pas tout à fait la prévision de l’ensemble.",
        (AVANT, PREVU, *BORNES, ERREUR, PLANCHER), tuple(lignes),
        premiere=mot, dessin=Dessin.BARRES, source=SOURCE,
    )  # fmt: skip


def croisee(passe: Passe, noms: Noms) -> Figure:
    """Give the posts told for the coming year, by sector and département (code ``besoins_croises``)."""
    colonnes = tuple(
        Colonne(f"d{cle}", nom, f"Postes attendus dans les douze mois : {nom}.")
        for cle, nom in noms.departements.items()
    )
    lignes = tuple(
        Ligne(cle, nom, tuple(_croisee(passe, (cle, departement)) for departement in noms.departements))
        for cle, nom in noms.secteurs.items()
        if (cle, TOUT) in passe.postes
    )
    return Figure(
        "besoins_croises", "Par secteur et par département",
        "Postes attendus dans les douze mois qui viennent.",
        colonnes, lignes, premiere="Secteur", source=SOURCE,
    )  # fmt: skip


def epreuve(passe: Passe, prevision: Prevision) -> Figure:
    """Give what would have been told of each past twelve months (code ``besoins_epreuve``, COURBES)."""
    colonnes = (
        Colonne("reel", "Venus", "Postes déposés pendant les douze mois qui ont suivi."),
        Colonne("saisons", "Selon les saisons", "Ce que disait le rythme des douze mois d’avant, selon les saisons."),
        Colonne("elan", "Selon l’élan", "L’année d’avant, avec ce que ses derniers mois avaient gagné ou perdu."),
        Colonne("comme_avant", "Comme l’an dernier", "Ce que donnait l’année d’avant, répétée."),
        Colonne(
            "ecart", "Écart", "De combien se trompait la méthode qui est montrée au-dessus.", Unite.POUR_CENT, False
        ),
    )
    lignes = tuple(
        Ligne(f"{passe.mois[trace.rang]:%Y-%m}", _nom(passe.mois[trace.rang]), _trace(trace, prevision.methode))
        for trace in eprouver_par_an(prevision)
    )
    phrase = "Il faut deux années entières de dépôts pour comparer une année prévue à une année venue."
    if lignes:
        phrase = "Chaque point est une année déjà venue, prévue en ne lisant que ce qui la précède."
    return Figure(
        "besoins_epreuve", "Ce que l’on aurait prévu", phrase, colonnes, lignes,
        premiere="Année qui commence en", dessin=Dessin.COURBES if lignes else Dessin.AUCUN, source=SOURCE,
    )  # fmt: skip


def _par_mois(passe: Passe, coupe: Coupe, prevision: Prevision) -> Iterable[Ligne]:
    postes = passe.postes.get(coupe, [0] * len(passe.mois))
    for mois, nombre in list(zip(passe.mois, postes, strict=True))[-MONTRES:]:
        yield Ligne(f"{mois:%Y-%m}", _nom(mois), (Case(nombre), Case(None), Case(None), Case(None)))
    for mois, dit in zip(passe.suivants, prevision.mois, strict=False):
        yield Ligne(f"{mois:%Y-%m}", _nom(mois), _dits(dit))


def _par_trimestre(passe: Passe, coupe: Coupe, prevision: Prevision) -> Iterable[Ligne]:
    """Quarters of three months counted back from today, named by their months: not those of the calendar."""
    postes = passe.postes.get(coupe, [0] * len(passe.mois))
    debut = len(postes) % 3
    for rang in list(range(debut, len(postes), 3))[-MONTRES // 3 :]:
        nom = _trimestre(passe.mois[rang], passe.mois[rang + 2])
        cases = (Case(sum(postes[rang : rang + 3])), Case(None), Case(None), Case(None))
        yield Ligne(f"{passe.mois[rang]:%Y-%m}", nom, cases)
    for rang, dit in enumerate(par_trimestre(prevision.mois)):
        mois, fin = passe.suivants[3 * rang], passe.suivants[3 * rang + 2]
        yield Ligne(f"{mois:%Y-%m}", _trimestre(mois, fin), _dits(dit))


def _dits(dit: Mois) -> tuple[Case, ...]:
    return (Case(None), Case(round(dit.prevu)), Case(round(dit.bas)), Case(round(dit.haut)))


def _cases(passe: Passe, coupe: Coupe) -> tuple[Case, ...]:
    prevision = prevision_de(passe, coupe)
    dits = [Case(round(valeur)) for valeur in (prevision.total or ())] or [Case(None)] * 3
    erreurs = [Case(None), Case(None)]
    if prevision.eprouvee:
        erreurs = [
            Case(_pour_cent(erreur.taux), sur=erreur.mois) for erreur in (prevision.erreurs, prevision.plancher)
        ]
    return (Case(sum(passe.postes[coupe][-AN:])), *dits, *erreurs)


def _croisee(passe: Passe, coupe: Coupe) -> Case:
    if coupe not in passe.postes:
        return Case(0 if len(passe.mois) >= AN else None)
    total = prevision_de(passe, coupe).total
    return Case(round(total.prevu) if total else None)


def _trace(trace: Trace, methode: Methode) -> tuple[Case, ...]:
    dits = (Case(round(trace.dits[une])) for une in (SAISONS, ELAN, COMME_AVANT))
    ecart = Case(_pour_cent((trace.dits[methode] - trace.reel) / trace.reel) if trace.reel else None)
    return (Case(trace.reel), *dits, ecart)


def _pour_cent(part: float | None) -> Decimal | None:
    return None if part is None else Decimal(round(100 * part))


def _trimestre(debut: date, fin: date) -> str:
    """« nov. à janv. 2027 »: short, for it is written under a drawing."""
    return composer(f"{NOMS[debut.month - 1]} à {_nom(fin)}")


def _nom(mois: date) -> str:
    return composer(f"{NOMS[mois.month - 1]} {mois.year}")

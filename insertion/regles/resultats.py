"""Rates, each with its definition and its numbers; and what is not shown because too few people are behind it."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple, TypeVar

from insertion.regles.placement import DURABLE, EMPLOI, Definition

HORIZONS = (1, 3, 6)
# What is counted of each follow-up at 1, 3 and 6 months.
PAR_HORIZON = ("demandes", "reponses", "emploi", "durable", "desaccords")
# Counted once for a parcours or a session.
SIMPLES = ("capacite", "entres", "tenues", "abandons", "termines", "emplois", "promis", "promis_sus", "promis_tenus")
COMPTES = (*SIMPLES, *(f"{nom}_{mois}" for mois in HORIZONS for nom in PAR_HORIZON))

Comptes = Mapping[str, int]
Cle = TypeVar("Cle", bound=Hashable)


class Etat(StrEnum):
    """Whether a rate is shown, else why not."""

    MONTRE = "montre"
    PERSONNE = "personne"
    PEU_DE_PERSONNES = "peu_de_personnes"
    PEU_DE_REPONSES = "peu_de_reponses"


class Mesure(NamedTuple):
    """One rate: its code, its words, what is above and under the line, in words and in counts.

    ``effectif`` counts the people it would tell of. ``reponses``: how many of them are known by an answer; None when
    everybody is known.
    """

    code: str
    nom: str
    definition: str
    unites: tuple[str, str]
    numerateur: Callable[[Comptes], int]
    denominateur: Callable[[Comptes], int]
    effectif: Callable[[Comptes], int]
    reponses: Callable[[Comptes], int] | None = None


class Bornes(NamedTuple):
    """Under how many people, and under what share of answers, nothing is shown (dated values of the law)."""

    effectif_min: int
    couverture_min: Decimal


class Tus(NamedTuple):
    """What filters forbid to show: whole rates (codes of measures), and of each rate some lines."""

    codes: frozenset[str]
    lignes: Mapping[str, Collection[str]]


SANS_FILTRE = Tus(frozenset(), {})


class Croisement(NamedTuple):
    """Counts by answer of one filter, then by line of the table, all the other filters kept; and the answer chosen."""

    cellules: Mapping[str, Mapping[str, Comptes]]
    choisi: str


class Taux(NamedTuple):
    """A rate worked out: its numbers, and whether they are shown. Nothing but ``etat`` is to be read unless it is."""

    mesure: Mesure
    numerateur: int
    denominateur: int
    reponses: int | None
    etat: Etat

    def cache(self) -> "Taux":
        """The same, hidden for want of people."""
        return Taux(self.mesure, self.numerateur, self.denominateur, self.reponses, Etat.PEU_DE_PERSONNES)

    @property
    def montrable(self) -> bool:
        """Whether the figure and its numbers may be shown."""
        return self.etat == Etat.MONTRE

    @property
    def part(self) -> Decimal | None:
        """The rate, from 0 to 1; None when it is not shown."""
        return Decimal(self.numerateur) / self.denominateur if self.montrable else None

    @property
    def part_des_reponses(self) -> Decimal | None:
        """The same over those who answered only; None when it is not shown or when everybody is known."""
        return Decimal(self.numerateur) / self.reponses if self.montrable and self.reponses else None


def _compte(nom: str) -> Callable[[Comptes], int]:
    return lambda comptes: comptes[nom]


def _placement(definition: Definition, mois: int) -> Mesure:
    nom = "emploi" if definition is EMPLOI else "durable"
    demandes = _compte(f"demandes_{mois}")
    return Mesure(
        f"{nom}_{mois}",
        f"{definition.nom}, {mois} mois après",
        f"Sur les personnes sorties depuis {mois} mois ou plus, arrivées au bout ou parties pour un emploi, celles "
        f"qui ont à cette date : {definition.phrase} Sans réponse, une personne compte comme non placée.",
        ("personne placée,personnes placées", "personne sortie,personnes sorties"),
        _compte(f"{nom}_{mois}"),
        demandes,
        demandes,
        _compte(f"reponses_{mois}"),
    )


REMPLISSAGE = Mesure(
    "remplissage",
    "Places pourvues",
    "Sur les places commandées des sessions commencées, celles où quelqu’un est entré. Une personne qui en remplace "
    "une autre, partie après son entrée, n’en compte pas une de plus.",
    ("place pourvue,places pourvues", "place commandée,places commandées"),
    _compte("tenues"),
    _compte("capacite"),
    # An empty place is nobody's: how many are empty may be said.
    lambda comptes: comptes["tenues"] or comptes["capacite"],
)
ABANDON = Mesure(
    "abandon",
    "Abandons",
    "Sur les personnes entrées en formation, celles qui l’ont quittée sans emploi ou en ont été exclues.",
    ("abandon ou exclusion,abandons ou exclusions", "entrée,entrées"),
    _compte("abandons"),
    _compte("entres"),
    _compte("entres"),
)
AU_BOUT = Mesure(
    "au_bout",
    "Allées au bout",
    "Sur les personnes dont la formation est finie, celles qui sont arrivées à la fin ou parties plus tôt pour un "
    "emploi.",
    ("personne allée au bout,personnes allées au bout", "formation finie,formations finies"),
    lambda comptes: comptes["termines"] + comptes["emplois"],
    lambda comptes: comptes["termines"] + comptes["emplois"] + comptes["abandons"],
    lambda comptes: comptes["termines"] + comptes["emplois"] + comptes["abandons"],
)
PROMIS = Mesure(
    "promis",
    "Chez l’employeur qui l’avait promis",
    "Sur les personnes sorties dont la place était liée à un poste, celles que cet employeur dit avoir embauchées, ou "
    "que l’une des trois sources dit en poste chez lui. Sans réponse, une personne compte comme non embauchée.",
    ("embauche promise tenue,embauches promises tenues", "poste promis,postes promis"),
    _compte("promis_tenus"),
    _compte("promis"),
    _compte("promis"),
    _compte("promis_sus"),
)
PLACEMENTS = tuple(_placement(definition, mois) for mois in HORIZONS for definition in (EMPLOI, DURABLE))
MESURES = {mesure.code: mesure for mesure in (REMPLISSAGE, ABANDON, AU_BOUT, *PLACEMENTS, PROMIS)}


def additionner(lignes: Iterable[Comptes]) -> dict[str, int]:
    """Add up counts, name by name; of nothing, zeros."""
    somme = dict.fromkeys(COMPTES, 0)
    for ligne in lignes:
        for nom in COMPTES:
            somme[nom] += ligne[nom]
    return somme


def taux(mesure: Mesure, comptes: Comptes, bornes: Bornes) -> Taux:
    """Work out one rate. Under the least number of people, or when answers cover less than the least share of them,
    it is not to be shown (choice: docs/decisions/0039)."""
    denominateur = mesure.denominateur(comptes)
    reponses = mesure.reponses(comptes) if mesure.reponses else None
    etat = Etat.MONTRE
    if not denominateur:
        etat = Etat.PERSONNE
    elif mesure.effectif(comptes) < bornes.effectif_min:
        etat = Etat.PEU_DE_PERSONNES
    elif reponses is not None and reponses < bornes.couverture_min * denominateur:
        etat = Etat.PEU_DE_REPONSES
    return Taux(mesure, mesure.numerateur(comptes), denominateur, reponses, etat)


def les_taux(comptes: Comptes, bornes: Bornes, tus: Tus = SANS_FILTRE) -> dict[str, Taux]:
    """Work out every rate of one set of counts, by code; those of ``tus`` are hidden."""
    rendu = {code: taux(mesure, comptes, bornes) for code, mesure in MESURES.items()}
    return {code: lu.cache() if code in tus.codes and lu.etat != Etat.PERSONNE else lu for code, lu in rendu.items()}


def tableau(lignes: Mapping[str, Comptes], bornes: Bornes, tus: Tus = SANS_FILTRE) -> dict[str, dict[str, Taux]]:
    """Work out the rates of the lines of one table whose total is shown beside it.

    What is hidden for want of people must not be found by taking the others from the total: see ``a_cacher``; nor by
    taking this table from the one that is not narrowed: ``tus``.
    """
    rendu = {cle: les_taux(comptes, bornes, tus) for cle, comptes in lignes.items()}
    for code, mesure in MESURES.items():
        effectifs = {cle: mesure.effectif(comptes) for cle, comptes in lignes.items()}
        deja = tus.lignes.get(code, frozenset())
        for cle in a_cacher(effectifs, effectif_min=bornes.effectif_min, deja=deja):
            if rendu[cle][code].etat != Etat.PERSONNE:
                rendu[cle][code] = rendu[cle][code].cache()
    return rendu


def a_cacher(effectifs: Mapping[Cle, int], *, effectif_min: int, deja: Collection[Cle] = ()) -> set[Cle]:
    """Choose the lines not to show: those under ``effectif_min`` people, those that must not be for another reason
    (``deja``), and the smallest others while those hidden are alone, or fewer than ``effectif_min`` together: the
    total would tell of them. Nobody is nothing to hide."""
    presents = sorted((cle for cle in effectifs if effectifs[cle] > 0), key=lambda cle: effectifs[cle])
    cachees = [cle for cle in presents if effectifs[cle] < effectif_min or cle in deja]
    if not cachees:
        return set()
    autres = [cle for cle in presents if cle not in cachees]
    while autres and (len(cachees) < 2 or sum(effectifs[cle] for cle in cachees) < effectif_min):
        cachees.append(autres.pop(0))
    return set(cachees)


def tus_par_les_filtres(croisements: Iterable[Croisement], bornes: Bornes) -> Tus:
    """Say what a narrowed table must not show, because the same table without one of its filters, less those of the
    other answers, would tell of the few who are hidden there.

    Each filter is lifted in turn: an answer hidden among its neighbours stays hidden once it is chosen, and so does a
    line of it among the same line of its neighbours.
    """
    codes: set[str] = set()
    lignes: dict[str, set[str]] = {code: set() for code in MESURES}
    for cellules, choisi in croisements:
        siennes = cellules.get(choisi, {})
        totaux = {cle: additionner(parts.values()) for cle, parts in cellules.items()}
        for code, mesure in MESURES.items():
            if _cachee(mesure, totaux, choisi, bornes):
                codes.add(code)
            colonnes = {a: {cle: parts[a] for cle, parts in cellules.items() if a in parts} for a in siennes}
            lignes[code] |= {a for a, colonne in colonnes.items() if _cachee(mesure, colonne, choisi, bornes)}
    return Tus(frozenset(codes), lignes)


def _cachee(mesure: Mesure, comptes: Mapping[str, Comptes], choisi: str, bornes: Bornes) -> bool:
    effectifs = {cle: mesure.effectif(compte) for cle, compte in comptes.items()}
    return choisi in a_cacher(effectifs, effectif_min=bornes.effectif_min)

"""What is likely to be asked for in the coming year, told from the months gone; and how wrong that has been.

Everything fits on one screen. Two ways are tried. By seasons: the pace is the mean of the last twelve months, each
month of the year has its own share of it, pulled back towards the pace itself when few posts are known, and half of
the movement that two surveys tell is taken. By momentum: the year before, times what the last quarter gained on the
same one a year before, for a scheme that grows or falls. Both are then done as if we were at each past month, and
compared with what truly came, and with saying « as a year ago »: the least wrong is used, if it is better than that
floor.
"""

from collections.abc import Mapping, Sequence
from math import ceil, sqrt
from typing import NamedTuple

AN = 12
TRIMESTRE = 3
# Posts: as many as these, spread over the year, weigh as much as what was seen of a month.
PRUDENCE = 12
PART_DE_L_ENQUETE = 0.5
# A survey of one year is shaken by its sample: beyond these its movement is not believed.
EVOLUTION_BORNEE = (0.8, 1.25)
# A scheme that triples in a year does not do so for ever.
ELAN_BORNE = (1 / 3, 3.0)
# The interval is the one that held eight months out of ten of the past.
CONFIANCE = 0.8
# What chance alone gives eight times out of ten, in square roots of the number expected (Poisson's law).
HASARD = 1.28
# Under this many months told and compared, errors say nothing.
EPREUVE_MIN = 6


class Methode(NamedTuple):
    """A way to tell: its code, and how it is called in a sentence."""

    code: str
    nom: str


SAISONS = Methode("saisons", "le rythme des douze derniers mois, réparti selon les saisons")
ELAN = Methode("elan", "l’année d’avant, avec ce que les trois derniers mois ont gagné ou perdu en un an")
COMME_AVANT = Methode("comme_avant", "les mêmes mois de l’année d’avant")
# In the order they are preferred when they are equally wrong.
A_EPROUVER = (SAISONS, ELAN)
METHODES = (*A_EPROUVER, COMME_AVANT)


class Erreurs(NamedTuple):
    """How wrong a way to tell was: sum of the gaps over sum of what came (WAPE), the months compared.

    ``taux`` is None when nothing came in these months: a share of nothing is not one.
    """

    taux: float | None
    mois: int

    def moindre_que(self, autre: "Erreurs") -> bool:
        """Whether it was less wrong; never when nothing can be said of one of them."""
        return self.taux is not None and autre.taux is not None and self.taux < autre.taux


class Essai(NamedTuple):
    """One past month where we pretend to be, and the months told from there: what came, what each way had said."""

    rang: int
    reel: tuple[int, ...]
    dits: Mapping[Methode, tuple[float, ...]]


class Trace(NamedTuple):
    """A whole past year told from its eve: the rank of its first month, posts that came, what each way had said."""

    rang: int
    reel: int
    dits: Mapping[Methode, float]


class Mois(NamedTuple):
    """One month told: the posts expected, and the bounds that held eight times out of ten in the past."""

    prevu: float
    bas: float
    haut: float


class Prevision(NamedTuple):
    """What is told of the coming months, by which way, and how wrong it was; no month when none can be told.

    ``par_methode``: the errors of each way that was tried.
    """

    mois: tuple[Mois, ...]
    total: Mois | None
    methode: Methode
    par_methode: Mapping[Methode, Erreurs]
    essais: tuple[Essai, ...]

    @property
    def erreurs(self) -> Erreurs:
        """How wrong the way that is kept was."""
        return self.par_methode[self.methode]

    @property
    def plancher(self) -> Erreurs:
        """How wrong « as a year ago » was."""
        return self.par_methode[COMME_AVANT]

    @property
    def candidate(self) -> Methode:
        """The least wrong of the ways that must beat the floor, whether it does or not."""
        return _la_moins_fausse(self.par_methode)

    @property
    def eprouvee(self) -> bool:
        """Whether enough past months were told again to speak of an error."""
        return self.erreurs.mois >= EPREUVE_MIN and self.erreurs.taux is not None


def prevoir(passe: Sequence[int], *, evolutions: Sequence[float | None] = (), horizon: int = AN) -> Prevision:
    """Tell the ``horizon`` months after ``passe`` (posts of each month, oldest first, whole months only).

    ``evolutions``: for each month of ``passe``, and a last one for today, how much the survey known at that time says
    that needs move in a year (1.1: a tenth more), None when it does not say. Under twelve months, tells nothing.
    """
    if len(passe) < AN:
        return Prevision((), None, COMME_AVANT, dict.fromkeys(METHODES, Erreurs(None, 0)), ())
    evolutions = evolutions or [None] * (len(passe) + 1)
    essais = tuple(_essai(passe, rang, evolutions[rang], horizon) for rang in range(AN, len(passe)))
    par_methode = {methode: _erreurs(essais, methode) for methode in METHODES}
    methode = _la_moins_fausse(par_methode)
    if len(essais) < EPREUVE_MIN or not par_methode[methode].moindre_que(par_methode[COMME_AVANT]):
        methode = COMME_AVANT
    dits = _dire(passe, evolutions[-1], horizon)[methode]
    ecart = _ecart(_paires(essais, methode))
    ecart_du_total = _ecart(_totaux(essais, methode, horizon))
    return Prevision(
        mois=tuple(_encadre(valeur, ecart) for valeur in dits),
        total=_encadre(sum(dits), max(ecart, ecart_du_total)),
        methode=methode,
        par_methode=par_methode,
        essais=essais,
    )


def comme_l_an_dernier(passe: Sequence[int], horizon: int = AN) -> list[float]:
    """Tell each month as the same one a year before: the floor that any method must beat."""
    annee = passe[-AN:]
    return [float(annee[rang % AN]) for rang in range(horizon)]


def par_saisons(passe: Sequence[int], *, evolution: float | None = None, horizon: int = AN) -> list[float]:
    """Tell each month as the pace of the last twelve, times the share of its month, times the survey's movement."""
    rythme = sum(passe[-AN:]) / AN * facteur(evolution)
    parts = saisons(passe)
    return [rythme * parts[(len(passe) + rang) % AN] for rang in range(horizon)]


def par_elan(passe: Sequence[int], horizon: int = AN) -> list[float]:
    """Tell each month as the same one a year before, times what the last quarter gained on that of a year before.

    The same ``PRUDENCE`` weighs on both quarters, so that few posts move little; bounded. Nothing is gained before a
    quarter and a year are known.
    """
    avant, apres = sum(passe[-AN - TRIMESTRE : -AN]), sum(passe[-TRIMESTRE:])
    prudence = PRUDENCE * TRIMESTRE / AN
    bas, haut = ELAN_BORNE
    elan = min(max((apres + prudence) / (avant + prudence), bas), haut) if len(passe) >= AN + TRIMESTRE else 1.0
    return [elan * valeur for valeur in comme_l_an_dernier(passe, horizon)]


def saisons(passe: Sequence[int]) -> list[float]:
    """Give the share of each month of the year, by its rank modulo twelve in ``passe``: 1 is an ordinary month.

    Counted on whole years back from the end. ``PRUDENCE`` posts spread evenly are added: a month with few posts stays
    near 1 rather than telling that nothing, or everything, comes then. Their mean is 1.
    """
    debut = len(passe) % AN
    entieres = passe[debut:]
    annees = len(entieres) // AN
    total = sum(entieres)
    par_mois = [0.0] * AN
    for rang, valeur in enumerate(entieres):
        par_mois[(debut + rang) % AN] += valeur
    pleine = (total + PRUDENCE * annees) / AN
    return [(valeur + PRUDENCE * annees / AN) / pleine for valeur in par_mois]


def facteur(evolution: float | None) -> float:
    """Give what the survey's movement multiplies the pace by: half of it, bounded; 1 when it says nothing."""
    if evolution is None:
        return 1.0
    bas, haut = EVOLUTION_BORNEE
    return 1 + PART_DE_L_ENQUETE * (min(max(evolution, bas), haut) - 1)


def eprouver_par_an(prevision: Prevision) -> list[Trace]:
    """Give the trials whose whole year has come, oldest first."""
    return [
        Trace(essai.rang, sum(essai.reel), {methode: sum(dits) for methode, dits in essai.dits.items()})
        for essai in prevision.essais
        if len(essai.reel) == AN
    ]


def par_trimestre(mois: Sequence[Mois]) -> list[Mois]:
    """Add the months three by three; bounds add as chance does, the square root of the sum of squares."""
    groupes = [mois[debut : debut + 3] for debut in range(0, len(mois), 3)]
    return [_somme(groupe) for groupe in groupes]


def _somme(groupe: Sequence[Mois]) -> Mois:
    prevu = sum(mois.prevu for mois in groupe)
    dessus = sqrt(sum((mois.haut - mois.prevu) ** 2 for mois in groupe))
    return Mois(prevu, max(prevu - dessus, 0.0), prevu + dessus)


def _essai(passe: Sequence[int], rang: int, evolution: float | None, horizon: int) -> Essai:
    connu = passe[:rang]
    reel = tuple(passe[rang : rang + horizon])
    return Essai(rang, reel, _dire(connu, evolution, len(reel)))


def _dire(passe: Sequence[int], evolution: float | None, horizon: int) -> dict[Methode, tuple[float, ...]]:
    """Tell the coming months in every way."""
    return {
        SAISONS: tuple(par_saisons(passe, evolution=evolution, horizon=horizon)),
        ELAN: tuple(par_elan(passe, horizon)),
        COMME_AVANT: tuple(comme_l_an_dernier(passe, horizon)),
    }


def _la_moins_fausse(par_methode: Mapping[Methode, Erreurs]) -> Methode:
    """Give the least wrong of the ways tried against the floor, the first of them when nothing tells them apart."""
    return min(A_EPROUVER, key=lambda methode: par_methode[methode].taux or 0.0)


def _paires(essais: Sequence[Essai], methode: Methode) -> list[tuple[float, int]]:
    """What was told and what came, month by month."""
    return [paire for essai in essais for paire in zip(essai.dits[methode], essai.reel, strict=True)]


def _totaux(essais: Sequence[Essai], methode: Methode, horizon: int) -> list[tuple[float, int]]:
    """The same for whole horizons only."""
    entiers = [essai for essai in essais if len(essai.reel) == horizon]
    return [(sum(essai.dits[methode]), sum(essai.reel)) for essai in entiers]


def _erreurs(essais: Sequence[Essai], methode: Methode) -> Erreurs:
    paires = _paires(essais, methode)
    venus = sum(reel for _, reel in paires)
    ecarts = sum(abs(dit - reel) for dit, reel in paires)
    # Each month of the past is told from several places: what counts is how many months were compared at all.
    return Erreurs(ecarts / venus if venus else None, len(essais))


def _ecart(paires: Sequence[tuple[float, int]]) -> float:
    """Give the half-width that held ``CONFIANCE`` of the time, in square roots of what was told; chance at least."""
    if not paires:
        return HASARD
    ecarts = sorted(abs(reel - dit) / sqrt(max(dit, 1.0)) for dit, reel in paires)
    return max(HASARD, ecarts[ceil(CONFIANCE * len(ecarts)) - 1])


def _encadre(valeur: float, ecart: float) -> Mois:
    demi = ecart * sqrt(max(valeur, 1.0))
    return Mois(valeur, max(valeur - demi, 0.0), valeur + demi)

"""What is likely to be asked for in the coming year, told from the months gone; and how wrong that has been.

Everything fits on one screen. The pace is the mean of the last twelve months. Each month of the year has its own
share of that pace, pulled back towards the pace itself when few posts are known. Where two surveys say how needs move,
half of that movement is taken. The same is then done as if we were at each past month, and compared with what truly
came, and with saying « as a year ago »: what is not better than that floor is not used.
"""

from collections.abc import Sequence
from math import ceil, sqrt
from typing import NamedTuple

AN = 12
# Posts: as many as these, spread over the year, weigh as much as what was seen of a month.
PRUDENCE = 12
PART_DE_L_ENQUETE = 0.5
# A survey of one year is shaken by its sample: beyond these its movement is not believed.
EVOLUTION_BORNEE = (0.8, 1.25)
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
COMME_AVANT = Methode("comme_avant", "les mêmes mois de l’année d’avant")


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
    saisons: tuple[float, ...]
    comme_avant: tuple[float, ...]


class Trace(NamedTuple):
    """A whole past year told from its eve: the rank of its first month, posts that came, what each way had said."""

    rang: int
    reel: int
    saisons: float
    comme_avant: float


class Mois(NamedTuple):
    """One month told: the posts expected, and the bounds that held eight times out of ten in the past."""

    prevu: float
    bas: float
    haut: float


class Prevision(NamedTuple):
    """What is told of the coming months, by which way, and how wrong it was; no month when none can be told.

    ``des_saisons`` and ``plancher``: the errors of each way, ``erreurs`` those of the one kept.
    """

    mois: tuple[Mois, ...]
    total: Mois | None
    methode: Methode
    erreurs: Erreurs
    des_saisons: Erreurs
    plancher: Erreurs
    essais: tuple[Essai, ...]

    @property
    def eprouvee(self) -> bool:
        """Whether enough past months were told again to speak of an error."""
        return self.erreurs.mois >= EPREUVE_MIN and self.erreurs.taux is not None


def prevoir(passe: Sequence[int], *, evolutions: Sequence[float | None] = (), horizon: int = AN) -> Prevision:
    """Tell the ``horizon`` months after ``passe`` (posts of each month, oldest first, whole months only).

    ``evolutions``: for each month of ``passe``, and a last one for today, how much the survey known at that time says
    that needs move in a year (1.1: a tenth more), None when it does not say. Under twelve months, tells nothing.
    """
    vide = Erreurs(None, 0)
    if len(passe) < AN:
        return Prevision((), None, COMME_AVANT, vide, vide, vide, ())
    evolutions = evolutions or [None] * (len(passe) + 1)
    essais = tuple(_essai(passe, rang, evolutions[rang], horizon) for rang in range(AN, len(passe)))
    des_saisons = _erreurs(essais, SAISONS)
    comme_avant = _erreurs(essais, COMME_AVANT)
    gagne = des_saisons.mois >= EPREUVE_MIN and des_saisons.moindre_que(comme_avant)
    methode = SAISONS if gagne else COMME_AVANT
    dits = comme_l_an_dernier(passe, horizon)
    if gagne:
        dits = par_saisons(passe, evolution=evolutions[-1], horizon=horizon)
    ecart = _ecart(_paires(essais, methode))
    ecart_du_total = _ecart(_totaux(essais, methode, horizon))
    return Prevision(
        mois=tuple(_encadre(valeur, ecart) for valeur in dits),
        total=_encadre(sum(dits), max(ecart, ecart_du_total)),
        methode=methode,
        erreurs=des_saisons if gagne else comme_avant,
        des_saisons=des_saisons,
        plancher=comme_avant,
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
        Trace(essai.rang, sum(essai.reel), sum(essai.saisons), sum(essai.comme_avant))
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
    dits = par_saisons(connu, evolution=evolution, horizon=len(reel))
    return Essai(rang, reel, tuple(dits), tuple(comme_l_an_dernier(connu, len(reel))))


def _paires(essais: Sequence[Essai], methode: Methode) -> list[tuple[float, int]]:
    """What was told and what came, month by month."""
    return [paire for essai in essais for paire in zip(dits_par(essai, methode), essai.reel, strict=True)]


def _totaux(essais: Sequence[Essai], methode: Methode, horizon: int) -> list[tuple[float, int]]:
    """The same for whole horizons only."""
    entiers = [essai for essai in essais if len(essai.reel) == horizon]
    return [(sum(dits_par(essai, methode)), sum(essai.reel)) for essai in entiers]


def dits_par(essai: Essai, methode: Methode) -> tuple[float, ...]:
    """Give what ``methode`` had said in this trial."""
    return essai.saisons if methode == SAISONS else essai.comme_avant


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

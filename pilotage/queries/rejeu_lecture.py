"""What a replay found, read back from its row: totals with their low and high, by sector, département and lot."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, NamedTuple

from pilotage.impact import DIT_UN_HANDICAP
from pilotage.models import Rejeu
from pilotage.regles.rejeu_bilan import Genre
from referentiels.regles.constats import Verdict
from referentiels.regles.montants import ZERO, arrondir

RECEVABLES = frozenset({Verdict.ELIGIBLE, Verdict.DEROGATION})


@dataclass(frozen=True, slots=True)
class Nouvelles:
    """Sessions that would have been added: low and high of each. ``hors``: no lot's maximum lets them in;
    ``sans_lot``: no lot of that day was for them, or nothing tells what they would cost."""

    bas: int = 0
    haut: int = 0
    parcours_bas: int = 0
    parcours_haut: int = 0
    euros_bas: Decimal = ZERO
    euros_haut: Decimal = ZERO
    hors: int = 0
    euros_hors: Decimal = ZERO
    sans_lot: int = 0

    @classmethod
    def lues(cls, ligne: Mapping[str, Any]) -> "Nouvelles":
        """Read a line of the result, whose amounts are texts."""
        return cls(
            bas=ligne["bas"],
            haut=ligne["haut"],
            parcours_bas=ligne["parcours_bas"],
            parcours_haut=ligne["parcours_haut"],
            euros_bas=Decimal(ligne["euros_bas"]),
            euros_haut=Decimal(ligne["euros_haut"]),
            hors=ligne["hors"],
            euros_hors=Decimal(ligne["euros_hors"]),
            sans_lot=ligne["sans_lot"],
        )

    def __add__(self, autre: "Nouvelles") -> "Nouvelles":
        return Nouvelles(
            self.bas + autre.bas,
            self.haut + autre.haut,
            self.parcours_bas + autre.parcours_bas,
            self.parcours_haut + autre.parcours_haut,
            self.euros_bas + autre.euros_bas,
            self.euros_haut + autre.euros_haut,
            self.hors + autre.hors,
            self.euros_hors + autre.euros_hors,
            self.sans_lot + autre.sans_lot,
        )

    def au_rythme(self, rythme: Decimal) -> "Nouvelles":
        """Give the same, the low as the pace of the period would have made it."""
        return replace(
            self,
            bas=_part(self.bas, rythme),
            parcours_bas=_part(self.parcours_bas, rythme),
            euros_bas=arrondir(self.euros_bas * rythme),
        )


class Recevables(NamedTuple):
    """Intentions, and their posts, that are eligible or need a derogation: before, after."""

    avant: int = 0
    apres: int = 0
    postes_avant: int = 0
    postes_apres: int = 0

    @property
    def change(self) -> bool:
        return (self.avant, self.postes_avant) != (self.apres, self.postes_apres)


class Verdicts(NamedTuple):
    """Intentions and posts of one verdict, before and after."""

    avant: int
    apres: int
    postes_avant: int
    postes_apres: int


class LotLu(NamedTuple):
    """One lot, in euros: orders of the period as they were and as they would be, those that could not have been,
    everything ordered at the end of the period, its maximum of that day, and what new sessions would add."""

    pk: int
    nom: str
    reel: Decimal
    rejoue: Decimal
    perdu: Decimal
    commande: Decimal
    maximum: Decimal
    nouvelles: Nouvelles

    @property
    def change(self) -> bool:
        """Something would not have been as it was."""
        return self.reel != self.rejoue or bool(self.perdu or self.nouvelles.euros_haut or self.nouvelles.hors)

    @property
    def total(self) -> Decimal:
        """What would be ordered on it at the end of the period, new sessions at their high."""
        return self.commande - self.reel + self.rejoue + self.nouvelles.euros_haut

    @property
    def depassement(self) -> Decimal:
        """What its true orders alone, at the price and hours of the replay, would have put above its maximum."""
        return max(self.commande - self.reel + self.rejoue - self.maximum, ZERO)


@dataclass(frozen=True)
class Trouve:
    """The result of a replay that is over."""

    rejeu: Rejeu

    @property
    def _lignes(self) -> Mapping[str, Any]:
        return self.rejeu.resultat

    @property
    def dit_un_handicap(self) -> bool:
        """A file that changes tells by itself that a person is disabled (docs/decisions/0032)."""
        return DIT_UN_HANDICAP in self.rejeu.question["valeurs"]

    @property
    def rythme(self) -> Decimal:
        """The share of the posts that could make a session and truly found one, from 0 to 1; 0 when none could."""
        servis, possibles = self._lignes["postes_servis"], self._lignes["postes_deja_possibles"]
        return Decimal(servis) / (servis + possibles) if servis else Decimal(0)

    def verdicts(self) -> dict[Verdict, Verdicts]:
        """Give the intentions of the period by verdict."""
        comptes: dict[Verdict, list[int]] = {verdict: [0, 0, 0, 0] for verdict in Verdict}
        for _, _, avant, apres, nombre, postes in self._lignes["intentions"]:
            comptes[Verdict(avant)][0] += nombre
            comptes[Verdict(apres)][1] += nombre
            comptes[Verdict(avant)][2] += postes
            comptes[Verdict(apres)][3] += postes
        return {verdict: Verdicts(*compte) for verdict, compte in comptes.items()}

    def aides(self) -> dict[Verdict, tuple[int, int]]:
        """Give the requests for an aid by verdict, before and after; empty when no value decides them."""
        comptes = {verdict: [0, 0] for verdict in Verdict}
        for avant, apres, nombre in self._lignes["aides"]:
            comptes[Verdict(avant)][0] += nombre
            comptes[Verdict(apres)][1] += nombre
        return {verdict: (avant, apres) for verdict, (avant, apres) in comptes.items() if avant or apres}

    def recevables(self) -> Recevables:
        """Give them all."""
        return self.recevables_par(lambda _secteur, _departement: "").get("", Recevables())

    def recevables_par(self, cle: Callable[[str, str], str]) -> dict[str, Recevables]:
        """Give them by what ``cle`` makes of (sector, département). Derogations are with the others, so that no line
        tells that the hours of somebody were adapted."""
        comptes: dict[str, list[int]] = {}
        for secteur, departement, avant, apres, nombre, postes in self._lignes["intentions"]:
            compte = comptes.setdefault(cle(secteur, departement), [0, 0, 0, 0])
            for rang, verdict in enumerate((avant, apres)):
                if Verdict(verdict) in RECEVABLES:
                    compte[rang] += nombre
                    compte[rang + 2] += postes
        return {nom: Recevables(*compte) for nom, compte in sorted(comptes.items())}

    def demandes(self) -> dict[Genre, int]:
        """Give the requests for a session whose fate changes, by what becomes of them."""
        comptes = dict.fromkeys(Genre, 0)
        for genre, _, _, _, nombre in self._lignes["demandes"]:
            comptes[Genre(genre)] += nombre
        return comptes

    def nouvelles(self) -> Nouvelles:
        """Give them all."""
        return self._additionner(self._lignes["nouvelles"])

    def nouvelles_par(self, axe: str) -> dict[str, Nouvelles]:
        """Give them by ``secteur``, ``departement`` or ``lot`` (its key as text, « 0 » for none)."""
        lignes: dict[str, list[Mapping[str, Any]]] = {}
        for ligne in self._lignes["nouvelles"]:
            lignes.setdefault(str(ligne[axe]), []).append(ligne)
        return {nom: self._additionner(suite) for nom, suite in sorted(lignes.items())}

    def lots(self) -> list[LotLu]:
        """Give the lots that orders or new sessions touch."""
        nouvelles = self.nouvelles_par("lot")
        return [
            LotLu(
                pk=ligne["lot"],
                nom=ligne["nom"],
                reel=Decimal(ligne["reel"]),
                rejoue=Decimal(ligne["rejoue"]),
                perdu=Decimal(ligne["perdu"]),
                commande=Decimal(ligne["commande"]),
                maximum=Decimal(ligne["maximum"]),
                nouvelles=nouvelles.get(str(ligne["lot"]), Nouvelles()),
            )
            for ligne in self._lignes["lots"]
        ]

    def _additionner(self, lignes: Iterable[Mapping[str, Any]]) -> Nouvelles:
        """Sum lines; the low of groups is what the pace of the period would have made of them."""
        groupes, demandes = Nouvelles(), Nouvelles()
        for ligne in lignes:
            if ligne["genre"] == Genre.GROUPE:
                groupes += Nouvelles.lues(ligne)
            else:
                demandes += Nouvelles.lues(ligne)
        return groupes.au_rythme(self.rythme) + demandes


def _part(nombre: int, part: Decimal) -> int:
    return int((nombre * part).quantize(Decimal(1), ROUND_HALF_UP))

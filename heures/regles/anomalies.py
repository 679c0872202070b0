"""What is wrong with the hours of one trainee for one month, told as soon as they are typed (issue #6).

Hours are individual (FAQ §5, §7). What cannot be (nobody trains before coming, after leaving, or more than a month can
hold) stops the declaration; what is only unlikely is told, and left to who declares *(choice, decision 0046)*.
"""

from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import NamedTuple

from heures.regles.mois import de_mois, dernier_du_mois, nommer_mois
from referentiels.regles.jours_ouvres import est_ouvre
from referentiels.regles.typographie import composer, compter, jour, nombre

ZERO = Decimal(0)
# The database holds no more: a month of 31 days.
HEURES_MAX = Decimal(744)
_CENTIEME = Decimal("0.01")
_UN_JOUR = timedelta(days=1)


class Heures(NamedTuple):
    """The hours of one trainee for one month. Only ``faites`` is invoiced."""

    prevues: Decimal = ZERO
    faites: Decimal = ZERO
    absences_justifiees: Decimal = ZERO
    absences_injustifiees: Decimal = ZERO

    @property
    def absences(self) -> Decimal:
        """Both kinds."""
        return self.absences_justifiees + self.absences_injustifiees

    @property
    def presentes(self) -> Decimal:
        """All that happened: done, or missed."""
        return self.faites + self.absences

    def plus(self, autre: "Heures") -> "Heures":
        """The sum of two."""
        return Heures(*(a + b for a, b in zip(self, autre, strict=True)))


class Gravite(StrEnum):
    """``BLOQUANTE``: the month cannot be declared with it. ``A_VERIFIER``: it can, once looked at."""

    BLOQUANTE = "bloquante"
    A_VERIFIER = "a_verifier"


class Anomalie(NamedTuple):
    """One thing wrong: a code, how much it weighs, the field to look at, a sentence for who declares."""

    code: str
    gravite: Gravite
    champ: str
    message: str

    @property
    def bloquante(self) -> bool:
        """Stops the declaration."""
        return self.gravite == Gravite.BLOQUANTE


@dataclass(frozen=True, slots=True)
class Presence:
    """What is known of a trainee: ``debut`` its first day (None: did not come), ``fin`` the last day it came (None:
    still there), ``abandon`` if it gave up or was excluded, ``heures`` of the whole parcours, ``ailleurs`` hours done
    in other months, ``interruptions`` their first and last day away (None: not over)."""

    debut: date | None = None
    fin: date | None = None
    abandon: bool = False
    heures: int = 0
    ailleurs: Decimal = ZERO
    interruptions: tuple[tuple[date, date | None], ...] = ()


class Limites(NamedTuple):
    """The month (its first day), the hours a worked day can hold, the public holidays."""

    mois: date
    heures_jour_max: int
    feries: Container[date]


def refus_d_un_nombre(valeur: Decimal) -> str:
    """Say why this is no number of hours of a month; nothing when it is one."""
    if not (valeur.is_finite() and ZERO <= valeur <= HEURES_MAX):
        return f"Un nombre d’heures va de 0 à {HEURES_MAX}."
    return "" if valeur == valeur.quantize(_CENTIEME) else "Un nombre d’heures a deux décimales au plus."


def examiner_heures(heures: Heures, presence: Presence, limites: Limites) -> list[Anomalie]:
    """Give what is wrong with these hours, the gravest first; all rules run always."""
    trouvees = [
        anomalie
        for regle in (_impossibles, _hors_des_dates, _plus_que_le_mois, _plus_que_le_parcours, _ecart)
        if (anomalie := regle(heures, presence, limites)) is not None
    ]
    return sorted(trouvees, key=lambda anomalie: not anomalie.bloquante)


def jours_de_presence(presence: Presence, limites: Limites) -> list[date]:
    """Give the worked days of the month on which the trainee is in training: between its dates, not interrupted."""
    jours = _jours_dans_ses_dates(presence, limites)
    return [le for le in jours if not est_interrompu(le, presence.interruptions)]


def est_interrompu(le: date, interruptions: Iterable[tuple[date, date | None]]) -> bool:
    """Tell whether a training stands still on a day: first and last day of each interruption, None when not over."""
    return any(debut <= le and (fin is None or le <= fin) for debut, fin in interruptions)


def proposer_prevues(
    heures: int,
    prevu: tuple[date, date],
    *,
    mois: date,
    sortie: date | None,
    ouvres: Callable[[date, date], int],
) -> Decimal:
    """Give the hours planned in ``mois`` of a parcours of ``heures`` hours between two days (until its ``sortie``).

    In proportion to worked days, which ``ouvres`` counts, bounds included; whole hours, whose months add up exactly.
    """
    debut, fin = prevu
    total = ouvres(debut, fin)
    dernier = min(fin, sortie or fin)

    def cumul(jusqu_a: date) -> Decimal:
        faits = ouvres(debut, min(jusqu_a, dernier)) if jusqu_a >= debut else 0
        return (Decimal(heures * faits) / total).quantize(Decimal(1), ROUND_HALF_UP)

    return cumul(dernier_du_mois(mois)) - cumul(mois - _UN_JOUR) if total else ZERO


def compter_ouvres(debut: date, fin: date, *, feries: Container[date]) -> int:
    """Count the worked days between two days, both included."""
    return sum(est_ouvre(debut + _UN_JOUR * rang, feries) for rang in range((fin - debut).days + 1))


def _jours_dans_ses_dates(presence: Presence, limites: Limites) -> list[date]:
    if presence.debut is None:
        return []
    premier = max(presence.debut, limites.mois)
    dernier = min(presence.fin or dernier_du_mois(limites.mois), dernier_du_mois(limites.mois))
    jours = (premier + _UN_JOUR * rang for rang in range((dernier - premier).days + 1))
    return [le for le in jours if est_ouvre(le, limites.feries)]


def _bloque(code: str, champ: str, phrase: str) -> Anomalie:
    return Anomalie(code, Gravite.BLOQUANTE, champ, composer(phrase))


def _a_verifier(code: str, champ: str, phrase: str) -> Anomalie:
    return Anomalie(code, Gravite.A_VERIFIER, champ, composer(phrase))


def _champ(heures: Heures) -> str:
    """The field to look at when something happened that could not."""
    return "faites" if heures.faites or not heures.absences else "absences_justifiees"


def _impossibles(heures: Heures, presence: Presence, limites: Limites) -> Anomalie | None:
    for champ, valeur in heures._asdict().items():
        if refus := refus_d_un_nombre(valeur):
            return _bloque("impossible", champ, refus)
    return None


def _hors_des_dates(heures: Heures, presence: Presence, limites: Limites) -> Anomalie | None:
    if heures.presentes <= 0:
        return None
    if presence.debut is None:
        return _bloque("avant_entree", _champ(heures), "Cette personne n’est pas entrée en formation.")
    if presence.debut > dernier_du_mois(limites.mois):
        return _bloque("avant_entree", _champ(heures), f"Entrée le {jour(presence.debut)} : pas d’heures avant.")
    if presence.fin and presence.fin < limites.mois:
        quoi = "La personne a arrêté" if presence.abandon else "Sortie"
        return _bloque(
            "apres_abandon" if presence.abandon else "apres_sortie",
            _champ(heures),
            f"{quoi} le {jour(presence.fin)} : pas d’heures ensuite.",
        )
    if not jours_de_presence(presence, limites) and _jours_dans_ses_dates(presence, limites):
        return _bloque("interruption", _champ(heures), "Formation interrompue tout le mois : pas d’heures.")
    return None


def _plus_que_le_mois(heures: Heures, presence: Presence, limites: Limites) -> Anomalie | None:
    jours = jours_de_presence(presence, limites)
    possibles = Decimal(len(jours) * limites.heures_jour_max)
    if heures.presentes <= possibles or _hors_des_dates(heures, presence, limites):
        return None
    return _bloque(
        _pourquoi_si_peu(presence, limites, jours),
        _champ(heures),
        f"{compter(heures.presentes, 'heure')} en {nommer_mois(limites.mois)}, pour "
        f"{compter(len(jours), 'jour ouvré', 'jours ouvrés')}{_entre(presence, limites)} : "
        f"{nombre(possibles)} au plus ({limites.heures_jour_max} par jour).",
    )


def _pourquoi_si_peu(presence: Presence, limites: Limites, jours: list[date]) -> str:
    if len(jours) < len(_jours_dans_ses_dates(presence, limites)):
        return "interruption"
    if presence.fin and presence.fin < dernier_du_mois(limites.mois):
        return "apres_abandon" if presence.abandon else "apres_sortie"
    if presence.debut and presence.debut > limites.mois:
        return "avant_entree"
    return "plus_que_le_mois"


def _entre(presence: Presence, limites: Limites) -> str:
    """Say which days are counted when they are not the whole month."""
    dit = []
    if presence.debut and presence.debut > limites.mois:
        dit.append(f"depuis l’entrée du {jour(presence.debut)}")
    if presence.fin and presence.fin < dernier_du_mois(limites.mois):
        quoi = "l’arrêt" if presence.abandon else "la sortie"
        dit.append(f"jusqu’à {quoi} du {jour(presence.fin)}")
    if len(jours_de_presence(presence, limites)) < len(_jours_dans_ses_dates(presence, limites)):
        dit.append("hors interruption")
    return f" {' et '.join(dit)}" if dit else ""


def _plus_que_le_parcours(heures: Heures, presence: Presence, limites: Limites) -> Anomalie | None:
    total = heures.faites + presence.ailleurs
    if heures.faites <= 0 or total <= presence.heures:
        return None
    avec = f" avec les {nombre(presence.ailleurs)} des autres mois" if presence.ailleurs else ""
    return _a_verifier(
        "plus_que_le_parcours",
        "faites",
        f"{compter(total, 'heure')} faites en tout{avec}, pour un parcours de {presence.heures}.",
    )


def _ecart(heures: Heures, presence: Presence, limites: Limites) -> Anomalie | None:
    if heures.prevues == heures.presentes:
        return None
    if not heures.presentes:
        return _a_verifier("rien", "faites", f"Aucune heure {de_mois(limites.mois)}, ni absence.")
    return _a_verifier(
        "ecart",
        "prevues",
        f"{compter(heures.prevues, 'heure prévue', 'heures prévues')}, mais {nombre(heures.presentes)} "
        "faites ou manquées.",
    )

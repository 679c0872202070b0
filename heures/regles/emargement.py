"""Attendance sheets: one a week and group of people, signed by half-days; the code each carries, and what it means."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple, TypeVar

from heures.regles.anomalies import est_interrompu
from heures.regles.mois import dernier_du_mois

Personne = TypeVar("Personne")

# What a sheet in landscape holds, with boxes large enough to sign in.
PAR_FEUILLE = 14
# Said before the code, so that another QR on the same page (a letter's, a badge's) is not taken for it.
PREFIXE = "EMARGEMENT "
VENDREDI = 4


class Page(NamedTuple):
    """One page of what was sent: the file's name, its number in it, the codes read on it."""

    fichier: str
    numero: int
    codes: tuple[str, ...]


class Lecture(NamedTuple):
    """What pages say: the codes of this relevé's sheets, pages without any, and those of other sheets."""

    codes: tuple[str, ...]
    illisibles: tuple[Page, ...]
    autres: tuple[Page, ...]


def jours_de(lundi: date, mois: date) -> list[date]:
    """Return the days of the week of ``lundi``, Monday to Friday, that are in ``mois`` (its first day).

    A week across two months has a sheet in each: hours are declared by month.
    """
    jours = [lundi + timedelta(days=rang) for rang in range(VENDREDI + 1)]
    return [jour for jour in jours if mois <= jour <= dernier_du_mois(mois)]


def semaines_du(mois: date) -> list[date]:
    """Return the Mondays of the weeks that have a day of work in ``mois``, the first maybe in the month before."""
    lundi = mois - timedelta(days=mois.weekday())
    lundis = [lundi + timedelta(weeks=rang) for rang in range(6)]
    return [lundi for lundi in lundis if jours_de(lundi, mois)]


def est_la(jours: Sequence[date], *, entre: date, sorti: date | None, interruptions: Sequence) -> bool:
    """Tell whether somebody is in training on one of these days; ``interruptions`` are (first, last or None)."""
    return any(
        entre <= jour and (sorti is None or jour <= sorti) and not est_interrompu(jour, interruptions)
        for jour in jours
    )


def en_feuilles(personnes: Sequence[Personne]) -> list[list[Personne]]:
    """Share people between sheets, in their order."""
    return [list(personnes[debut : debut + PAR_FEUILLE]) for debut in range(0, len(personnes), PAR_FEUILLE)]


def texte_du_code(code: str) -> str:
    """Return what the QR of a sheet says."""
    return f"{PREFIXE}{code}"


def code_du_texte(texte: str) -> str:
    """Return the code a QR says, empty when it is not one of ours."""
    return texte.removeprefix(PREFIXE).strip() if texte.startswith(PREFIXE) else ""


def trier(pages: Sequence[Page], siens: frozenset[str]) -> Lecture:
    """Sort pages by what they carry; ``siens`` are the codes of the relevé's sheets."""
    codes = dict.fromkeys(code for page in pages for code in page.codes if code in siens)
    return Lecture(
        tuple(codes),
        tuple(page for page in pages if not page.codes),
        tuple(page for page in pages if set(page.codes) - siens),
    )

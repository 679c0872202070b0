"""How long a lot runs: its own dates, and those of its sector when they stop earlier (dates decide, no state does)."""

from datetime import date
from typing import NamedTuple

from referentiels.regles.typographie import composer, jour

# From how many days before its end a lot says that it ends soon: the time of a session and of what prepares it.
BIENTOT_JOURS = 180


class Validite(NamedTuple):
    """Whether a session may be asked for on a lot that day, and what to know about it, in sentences."""

    ouvert: bool
    phrases: tuple[str, ...]


def validite(*, debut: date, fin: date, tension_jusqu_au: date | None, le: date) -> Validite:
    """Tell how a lot stands on ``le``; ``tension_jusqu_au`` is its sector's last day under tension, if it has one."""
    phrases = [_du_lot(debut, fin, le)]
    if tension_jusqu_au and tension_jusqu_au < le:
        phrases.append(
            f"Son secteur n’est plus en tension depuis le {jour(tension_jusqu_au)} : "
            "plus aucune intention d’embauche n’y est recevable."
        )
    elif tension_jusqu_au and tension_jusqu_au < fin:
        phrases.append(
            f"Son secteur cesse d’être en tension après le {jour(tension_jusqu_au)}, avant la fin du lot : "
            "les intentions d’embauche se déposent d’ici là."
        )
    return Validite(debut <= le <= fin, tuple(composer(phrase) for phrase in phrases if phrase))


def _du_lot(debut: date, fin: date, le: date) -> str:
    if le < debut:
        return f"Ce lot commence le {jour(debut)} : aucune session ne peut encore y être demandée."
    if le > fin:
        return f"Ce lot est échu depuis le {jour(fin)} : plus aucune session ne peut y être demandée."
    if (fin - le).days <= BIENTOT_JOURS:
        return f"Ce lot finit le {jour(fin)} : les sessions doivent y finir avant."
    return ""

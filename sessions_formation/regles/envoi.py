"""What keeps a request from being sent: findings only, so that the page and the act say the same (domaine.md § 3)."""

from collections.abc import Iterable

from referentiels.regles.constats import Constat, Niveau

_BLOQUANTS = frozenset({Niveau.NON_CONFORME, Niveau.A_COMPLETER})
_ORGANISME = "S-ORGANISME"


def obstacles(constats: Iterable[Constat], *, accord_a_demander: bool) -> list[Constat]:
    """Return the findings that forbid the sending, in the rules' order.

    `accord_a_demander`: all that the mandataire's agreement lacks is to be asked for, and sending asks for it
    (FAQ § 2, § 9): that finding then blocks nothing.
    """
    return [
        constat
        for constat in constats
        if constat.niveau in _BLOQUANTS
        and not (accord_a_demander and constat.regle == _ORGANISME and constat.niveau == Niveau.A_COMPLETER)
    ]


def derogation_necessaire(constats: Iterable[Constat]) -> bool:
    """Say whether a person has to decide, so that the training body must say why it asks."""
    return any(constat.niveau == Niveau.DEROGATION for constat in constats)

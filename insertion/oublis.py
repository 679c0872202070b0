"""What applications above this one keep about people, forgotten with them: each says how when it is ready."""

from collections.abc import Callable

Oubli = Callable[[int], object]

_oublis: list[Oubli] = []


def inscrire(oubli: Oubli) -> None:
    """Have ``oubli`` called with the number of each person that is erased, in the same transaction."""
    if oubli not in _oublis:
        _oublis.append(oubli)


def oublier_ailleurs(stagiaire_id: int) -> None:
    """Let every application above forget this person."""
    for oubli in _oublis:
        oubli(stagiaire_id)

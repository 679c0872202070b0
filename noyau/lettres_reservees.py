"""Letters that say what not every officer may read: each app names the rights its own ask for."""

from django.contrib.auth.models import PermissionsMixin

from noyau.lettres import Document

_DROITS: dict[str, tuple[str, ...]] = {}


def reserver(modele: str, *droits: str) -> None:
    """Say that the letters of ``modele`` are for officers who hold one of ``droits``."""
    _DROITS[modele] = droits


def lisible_par(document: Document, agent: PermissionsMixin) -> bool:
    """Tell whether an officer who reads documents may read this one."""
    droits = _DROITS.get(document.modele, ())
    return not droits or any(agent.has_perm(droit) for droit in droits)

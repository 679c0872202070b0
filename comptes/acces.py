"""The perimeters: what each person may reach. Every ``visibles_pour`` of the house is made of these.

Each function gives a queryset to be used as a subquery (``employeur__in=…``), never a join, so that rows are neither
doubled nor made impossible to lock.
"""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.db.models import Exists, QuerySet

from comptes.models import Rattachement, Role, Utilisateur
from referentiels.models import Departement

Lu = TypeVar("Lu")


def constantes(perimetre: QuerySet) -> list:
    """Read a perimeter now, as a list (one small query).

    For a condition with an « or »: with a subquery in one arm PostgreSQL reads the whole table, with constants each
    arm has its index (measured at 100 000 intentions: 30 ms against 1).
    """
    lire = getattr(perimetre, "lire", None)
    if lire is not None:
        return lire()
    return list(perimetre.values_list(*perimetre.query.values_select, flat=True))


def retenir(utilisateur: Utilisateur) -> None:
    """Read what this person may reach once for all of a page that only reads: five queries less on a file's page.

    Never where something is written: what a person may reach is then read at the moment it is written.
    """
    utilisateur.acces_retenus = {}  # type: ignore[attr-defined]


def une_fois(utilisateur: Utilisateur, cle: str, lire: Callable[[], Lu]) -> Lu:
    """Give what ``lire`` reads of a person, kept under ``cle`` where the page said ``retenir``."""
    retenus = getattr(utilisateur, "acces_retenus", None)
    if retenus is None:
        return lire()
    if cle not in retenus:
        retenus[cle] = lire()
    return retenus[cle]


def est_agent(utilisateur: Utilisateur) -> bool:
    """Tell whether this is an officer of the Région: officers see all."""
    return bool(utilisateur.is_active and utilisateur.is_staff)


def _identifiants(utilisateur: Utilisateur, role: Role, champ: str) -> QuerySet:
    """Give a perimeter, made once where the page said ``retenir``: a page names the same few a dozen times."""
    return une_fois(utilisateur, role, lambda: _perimetre(utilisateur, role, champ))


def _perimetre(utilisateur: Utilisateur, role: Role, champ: str) -> QuerySet:
    if not utilisateur.is_active:
        return Rattachement.objects.none().values(champ)
    perimetre = Rattachement.objects.actifs().filter(utilisateur=utilisateur.pk, role=role).values(champ)
    # Lost by whatever narrows it further: ``constantes`` then asks the database.
    perimetre.lire = partial(_lire, utilisateur, role, champ)  # type: ignore[attr-defined]
    return perimetre


def _lire(utilisateur: Utilisateur, role: Role, champ: str) -> list:
    return [rattachement[champ] for rattachement in _rattachements(utilisateur) if rattachement["role"] == role]


def _rattachements(utilisateur: Utilisateur) -> list[dict[str, Any]]:
    """Give what ties a person to organisations, in one query."""
    return une_fois(utilisateur, "rattachements", lambda: _lire_les_rattachements(utilisateur))


def _lire_les_rattachements(utilisateur: Utilisateur) -> list[dict[str, Any]]:
    siens = Rattachement.objects.actifs().filter(utilisateur=utilisateur.pk).order_by("pk")
    groupes = Utilisateur.groups.through.objects.filter(utilisateur=utilisateur.pk)
    siens = siens.annotate(en_groupe=Exists(groupes))
    return list(siens.values("role", "employeur", "organisme", "structure", "opco", "en_groupe"))


def employeurs_de(utilisateur: Utilisateur) -> QuerySet:
    """The establishments this person acts for (their ids)."""
    return _identifiants(utilisateur, Role.EMPLOYEUR, "employeur")


def organismes_de(utilisateur: Utilisateur) -> QuerySet:
    """The training bodies this person acts for (their ids)."""
    return _identifiants(utilisateur, Role.ORGANISME, "organisme")


def structures_de(utilisateur: Utilisateur) -> QuerySet:
    """The structures of the Réseau pour l'emploi this person acts for (their ids)."""
    return _identifiants(utilisateur, Role.REFERENT, "structure")


def opcos_de(utilisateur: Utilisateur) -> QuerySet:
    """The Opcos this person acts for (their codes)."""
    return _identifiants(utilisateur, Role.OPCO, "opco")


def departements_de(utilisateur: Utilisateur) -> QuerySet:
    """The départements a referent's structures cover (their codes)."""
    return Departement.objects.filter(structures__in=structures_de(utilisateur)).values("code")


def roles_de(utilisateur: Utilisateur) -> list[str]:
    """The roles this person has, in the order of ``Role``: what the navigation and « Mon espace » follow."""
    return roles_et_groupe(utilisateur)[0]


def roles_et_groupe(utilisateur: Utilisateur) -> tuple[list[str], bool]:
    """The same, and whether somebody who has a role is also in a group: nobody else's rights need to be asked, which
    two queries a page would be (1 query)."""
    if not utilisateur.is_active:
        return [], False
    siens = _rattachements(utilisateur)
    presents = {rattachement["role"] for rattachement in siens}
    return [role.value for role in Role if role.value in presents], any(lu["en_groupe"] for lu in siens)

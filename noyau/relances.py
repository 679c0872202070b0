"""What is due is done one by one: a row that fails does not stop the others (docs/decisions/0016)."""

import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from django.conf import settings
from django.db import transaction

from noyau import courriers

journal = logging.getLogger(__name__)

Du = TypeVar("Du")
# A digest stays a page; the queue has the rest.
LIGNES_MAX = 50


class Bilan(NamedTuple):
    """How many of one line were done, and how many failed (the log says why)."""

    faites: int
    echouees: int


RIEN = Bilan(0, 0)


def un_par_un(nom: str, dus: Iterable[Du], faire: Callable[[Du], int]) -> Bilan:
    """Do the line ``nom`` for each of ``dus``, each in its own transaction; ``faire`` gives how many were done.

    What fails is logged whole and counted, and is due again the next time.
    """
    faites = echouees = 0
    for du in dus:
        try:
            with transaction.atomic():
                faites += faire(du)
        except Exception:  # noqa: BLE001 one row must not stop the others, and the log has it whole
            journal.exception("« %s », %s : cela a échoué.", nom, _cles(du))
            echouees += 1
    return Bilan(faites, echouees)


def ecrire_aux_agents(
    modele: str, personne: Any | None, lignes: Sequence[Mapping[str, Any]], *, file: str, le: date
) -> int:
    """Write the digest ``modele`` of the day to an officer; to the Région's own address what nobody follows (None).

    ``lignes``: what waits, each with ``depasse``; ``file``: the path of the queue, narrowed to theirs. Once a day for
    each. Gives how many letters left: 1, or 0 when it was written already.
    """
    depose = courriers.deposer(
        modele=modele,
        cle=f"{modele.replace('_', '-')}:{le.isoformat()}:{personne.pk if personne else 'region'}",
        destinataire=personne.email if personne else settings.REGION_EMAIL,
        contexte={
            "prenom": personne.get_short_name() if personne else "",
            "le": le.isoformat(),
            "lignes": lignes[:LIGNES_MAX],
            "combien": len(lignes),
            "autres": max(len(lignes) - LIGNES_MAX, 0),
            "depasses": sum(ligne["depasse"] for ligne in lignes),
            "chemin_file": f"{file}?agent={'miens' if personne else 'personne'}",
        },
    )
    return int(depose is not None)


def _cles(du: object) -> str:
    """What tells a row in the log: its keys, never a name."""
    parties = du if isinstance(du, tuple) else (du,)
    return ", ".join(str(getattr(partie, "pk", partie)) for partie in parties if not isinstance(partie, list))

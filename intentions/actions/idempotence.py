"""Doing once what a partner's machine asks twice: the answer of the first time is kept and given again."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from django.db import transaction

from intentions.models import Partenaire, RequeteIdempotente


class Reponse(NamedTuple):
    """What is answered; ``rejouee`` tells that nothing was done this time."""

    statut: int
    corps: dict[str, Any]
    rejouee: bool


class CleDejaServie(Exception):
    """This key was given with another document."""


@transaction.atomic
def une_seule_fois(
    *,
    partenaire: Partenaire,
    cle: str,
    document: Any,
    maintenant: datetime,
    agir: Callable[[], tuple[int, dict[str, Any]]],
) -> Reponse:
    """Call ``agir`` unless this key has an answer already; keep the status and the body it gives.

    Two machines with one key: the second waits for the first. Whatever ``agir`` raises undoes all, so that a corrected
    document may be sent again under the same key. Raises ``CleDejaServie`` when the document is not the one this key
    came with.
    """
    empreinte = _empreinte(document)
    # The unique constraint is the lock: an insertion waits for the transaction that holds the same key.
    RequeteIdempotente.objects.bulk_create(
        [
            RequeteIdempotente(
                partenaire=partenaire, cle=cle, empreinte=empreinte, statut=0, reponse={}, recue_le=maintenant
            )
        ],
        ignore_conflicts=True,
    )
    requete = RequeteIdempotente.objects.select_for_update(of=("self",)).get(partenaire=partenaire, cle=cle)
    if requete.empreinte != empreinte:
        raise CleDejaServie
    if requete.statut:
        return Reponse(requete.statut, requete.reponse, rejouee=True)
    requete.statut, requete.reponse = agir()
    requete.save(update_fields=["statut", "reponse"])
    return Reponse(requete.statut, requete.reponse, rejouee=False)


def oublier_les_requetes(avant: datetime) -> int:
    """Erase the answers kept since before ``avant``; give how many."""
    return RequeteIdempotente.objects.filter(recue_le__lt=avant).delete()[0]


def _empreinte(document: Any) -> str:
    """Give the hash of a JSON document, whatever the order of its keys and its spaces."""
    return hashlib.sha256(json.dumps(document, sort_keys=True).encode()).hexdigest()

"""The hunt of impossible data: read every invariant, keep what is found, tell who mends it (docs/decisions/0059)."""

import logging
from collections.abc import Iterable
from datetime import datetime
from time import perf_counter
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from comptes.models import Utilisateur
from noyau import courriers
from noyau.verrous import dans_nos_mains
from pilotage.models import ChasseImpossibles, ConstatImpossible
from pilotage.queries.impossibles import INVARIANTS, PAR_CLE
from pilotage.queries.impossibles.lecture import chercher
from pilotage.regles.impossibles import Concerne, Instant, Trouvaille

journal = logging.getLogger(__name__)

VERROU = 4_059
# Once a night, when nobody works: later if nothing ran at two, never in the morning.
DE, A = 2, 6
PAGE = "/admin/pilotage/constatimpossible/"


class Nouvelles(NamedTuple):
    """What changed since the hunt before: keys of invariants."""

    parus: tuple[str, ...] = ()
    disparus: tuple[str, ...] = ()


def chasser_cette_nuit(*, maintenant: datetime) -> int:
    """Lead the hunt of the night once, between two and six; give how many invariants are broken, 0 when it is not the
    hour or it is done."""
    ici = timezone.localtime(maintenant)
    depuis = ici.replace(hour=DE, minute=0, second=0, microsecond=0)
    if not DE <= ici.hour < A:
        return 0
    with dans_nos_mains(VERROU, 0) as libre:
        # Looked at once the hunt is ours alone: another worker's may have just ended.
        if not libre or ChasseImpossibles.objects.filter(menee_le__gte=depuis).exists():
            return 0
        return sum(bool(une.nombre) for une in chasser(maintenant=maintenant))


def chasser(*, maintenant: datetime) -> list[Trouvaille]:
    """Read every invariant at ``maintenant``, keep what is found and what is gone, write to those concerned when
    something is new; give what each gave."""
    depart = perf_counter()
    instant = Instant(timezone.localtime(maintenant).date(), maintenant)
    trouvailles = list(chercher(instant, INVARIANTS))
    for illisible in (une for une in trouvailles if une.erreur):
        journal.error("L’invariant « %s » n’a pas pu être lu : %s.", illisible.cle, illisible.erreur)
    noter(trouvailles, maintenant=maintenant, duree=perf_counter() - depart)
    return trouvailles


@transaction.atomic
def noter(trouvailles: Iterable[Trouvaille], *, maintenant: datetime, duree: float) -> ChasseImpossibles:
    """Keep what a hunt of ``duree`` seconds gave, and tell what is new; give its line.

    An invariant that could not be read stays as it was known.
    """
    toutes = list(trouvailles)
    lues = [une for une in toutes if not une.erreur]
    chasse = ChasseImpossibles.objects.create(
        menee_le=maintenant,
        duree_ms=round(duree * 1000),
        verifies=len(lues),
        trouves=sum(bool(une.nombre) for une in lues),
        illisibles=[une.cle for une in toutes if une.erreur],
    )
    connus = ConstatImpossible.objects.select_for_update(of=("self",)).filter(disparu_le=None).order_by("pk")
    _prevenir(_rapprocher(lues, {connu.invariant: connu for connu in connus}, maintenant), chasse)
    return chasse


def oublier_les_constats(avant: datetime) -> int:
    """Erase the hunts led before ``avant`` and what was gone by then; give how many."""
    return (
        ConstatImpossible.objects.filter(disparu_le__lt=avant).delete()[0]
        + ChasseImpossibles.objects.filter(menee_le__lt=avant).delete()[0]
    )


def _rapprocher(lues: list[Trouvaille], connus: dict[str, ConstatImpossible], maintenant: datetime) -> Nouvelles:
    parus, disparus = [], []
    for une in lues:
        connu = connus.get(une.cle)
        if connu is None and une.nombre:
            ConstatImpossible.objects.create(
                invariant=une.cle, cles=list(une.cles), nombre=une.nombre, depuis=maintenant, vu_le=maintenant
            )
            parus.append(une.cle)
        elif connu is not None and une.nombre:
            # More of what is known already is told too: it goes on being made.
            if _en_montre_d_autres(une, connu):
                parus.append(une.cle)
            connu.cles, connu.nombre, connu.vu_le = list(une.cles), une.nombre, maintenant
            connu.save(update_fields=["cles", "nombre", "vu_le"])
        elif connu is not None:
            connu.disparu_le = maintenant
            connu.save(update_fields=["disparu_le"])
            disparus.append(une.cle)
    # An invariant that is hunted no more, after a release, leaves nothing open behind it.
    retires = [connu.pk for cle, connu in connus.items() if cle not in PAR_CLE]
    ConstatImpossible.objects.filter(pk__in=retires).update(disparu_le=maintenant)
    return Nouvelles(tuple(parus), tuple(disparus))


def _en_montre_d_autres(une: Trouvaille, connu: ConstatImpossible) -> bool:
    """Whether files are found that were surely not there: past the last key kept, one may only have come into sight,
    for only the first keys of many are kept."""
    tous_connus = connu.nombre <= len(connu.cles)
    autres = [cle for cle in une.cles if cle not in connu.cles and (tous_connus or cle < max(connu.cles))]
    return une.nombre > connu.nombre or bool(autres)


def _prevenir(nouvelles: Nouvelles, chasse: ChasseImpossibles) -> None:
    for concerne in Concerne:
        siens = [
            [PAR_CLE[cle].jamais for cle in cles if PAR_CLE[cle].concerne == concerne]
            for cles in (nouvelles.parus, nouvelles.disparus)
        ]
        if not any(siens):
            continue
        for adresse in _adresses(concerne):
            courriers.deposer(
                modele="donnees_impossibles",
                cle=f"donnees-impossibles:{chasse.pk}:{concerne.name.lower()}:{adresse}"[:120],
                destinataire=adresse,
                contexte={"parus": siens[0], "disparus": siens[1], "groupe": concerne.value, "chemin": PAGE},
            )


def _adresses(concerne: Concerne) -> list[str]:
    """Those of the group; the service's own address for who keeps it running, and for a group without anybody."""
    membres = Utilisateur.objects.filter(groups__name=concerne.value, is_active=True, is_staff=True).order_by("pk")
    return list(membres.values_list("email", flat=True)) or [settings.CONTACT_EMAIL]

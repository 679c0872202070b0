"""The relevés of a month, with a line for each person in training: hours planned are proposed, nothing is declared."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from functools import cache, partial
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.db.models.functions import Coalesce

from heures.models import HeuresParcours, Releve
from heures.queries.presents import presents_en
from heures.regles.anomalies import compter_ouvres, proposer_prevues
from noyau.horloge import maintenant
from referentiels.feries import FERIES
from sessions_formation.models import Parcours

PAS = 500
# What hours planned are made of: whole, the rows of these tables are wide.
LUS = ("pk", "session", "entre_le", "sorti_le", "fin", "session__fin", "heures_a_prevoir")


class _Lu(NamedTuple):
    """Somebody in training that month: the first day, the last attended, both planned last days, hours of it all."""

    parcours: int
    session: int
    entre_le: date
    sorti_le: date | None
    fin: date | None
    fin_de_session: date | None
    heures: int


def ouvrir_releves(*, mois: date, sessions: Iterable[int] | None = None) -> int:
    """Write the relevés of ``mois`` (its first day) that are missing, and the lines missing in those that are there,
    for all sessions or these; give how many lines were written.

    Safe to repeat, and in two processes at once: what is there is left as it is. Someone declared late comes into a
    declared relevé too, without hours: who declares sees it.
    """
    if mois.day != 1:
        raise ValueError("Un mois s’écrit par son premier jour.")
    # « Not exists » rather than « not in »: 200 000 ids are more than the database hashes.
    deja = HeuresParcours.objects.filter(parcours=OuterRef("pk"), releve__mois=mois)
    manquants = presents_en(mois, sessions=sessions).filter(~Exists(deja))
    a_ouvrir = sorted(set(manquants.order_by().values_list("session", flat=True)))
    return sum(
        _ouvrir(manquants.filter(session__in=a_ouvrir[debut : debut + PAS]), mois)
        for debut in range(0, len(a_ouvrir), PAS)
    )


@transaction.atomic
def _ouvrir(manquants: QuerySet[Parcours], mois: date) -> int:
    siens = manquants.annotate(heures_a_prevoir=Coalesce("heures", "session__heures", 0))
    lus = [_Lu(*ligne) for ligne in siens.order_by("pk").values_list(*LUS)]
    sessions = sorted({lu.session for lu in lus})
    Releve.objects.bulk_create([Releve(session_id=pk, mois=mois) for pk in sessions], ignore_conflicts=True)
    releves = dict(Releve.objects.filter(mois=mois, session__in=sessions).values_list("session", "pk"))
    ouvres, le = cache(partial(compter_ouvres, feries=FERIES)), maintenant()
    lignes = [
        HeuresParcours(
            releve_id=releves[lu.session], parcours_id=lu.parcours, prevues=_prevues(lu, mois, ouvres), saisie_le=le
        )
        for lu in lus
    ]
    HeuresParcours.objects.bulk_create(lignes, ignore_conflicts=True)
    return len(lignes)


def _prevues(lu: _Lu, mois: date, ouvres: Callable[[date, date], int]) -> Decimal:
    """What the programme spreads over the planned days, until the last one attended."""
    fins = [jour for jour in (lu.fin_de_session, lu.fin) if jour]
    if not fins or max(fins) < lu.entre_le:
        return Decimal(0)
    return proposer_prevues(lu.heures, (lu.entre_le, max(fins)), mois=mois, sortie=lu.sorti_le, ouvres=ouvres)

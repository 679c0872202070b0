"""Counts of people written as rows: what adds them up is tested elsewhere, and figures need many."""

from datetime import UTC, date, datetime
from random import Random

from insertion.models import ResultatAgrege
from insertion.regles.resultats import COMPTES
from sessions_formation.models import Session

MOIS = [date(2026, rang, 1) for rang in range(1, 4)]
INSTANT = datetime(2026, 11, 23, 13, 5, tzinfo=UTC)


def agreger(session: Session, *, mois: date, entres: int, graine: int = 1) -> ResultatAgrege:
    """The counts of one session for one month, so that every rate may be told apart."""
    tirage = Random(graine)
    comptes = dict.fromkeys(COMPTES, 0) | {"capacite": entres, "entres": entres, "tenues": entres - 1}
    comptes |= {"abandons": entres // 8, "termines": entres - entres // 8, "promis": entres, "promis_sus": entres}
    comptes |= {"promis_tenus": entres - 3}
    for horizon in (1, 3, 6):
        comptes |= {f"demandes_{horizon}": entres, f"reponses_{horizon}": entres - 1}
        comptes |= {f"emploi_{horizon}": entres // 2 + tirage.randint(0, 3), f"durable_{horizon}": entres // 3}
    return ResultatAgrege.objects.create(
        session=session, mois_entree=mois, mois_sortie=MOIS[-1], calcule_le=INSTANT, **comptes
    )

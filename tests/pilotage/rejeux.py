"""What the tests of the replays do again and again: ask about November 2026, from the middle of December."""

from datetime import UTC, date, datetime
from decimal import Decimal

from pilotage.actions.rejouer import demander_un_rejeu, mener_les_rejeux
from pilotage.models import Rejeu
from pilotage.queries.rejeu_dossiers import Periode
from pilotage.regles.rejeu import Question
from tests.factories.scenario import Monde

NOVEMBRE = Periode(date(2026, 11, 1), date(2026, 11, 30))
MI_DECEMBRE = datetime(2026, 12, 15, 9, tzinfo=UTC)


def maintenant() -> datetime:
    return MI_DECEMBRE


def demander(monde: Monde, periode: Periode = NOVEMBRE, **question) -> Rejeu:
    """Ask, and no more. Keywords are those of ``Question``; dated values may be given as they are."""
    champs = {"prix_pour_cent", "heures_pour_cent", "prix_lots"}
    valeurs = {code: Decimal(valeur) for code, valeur in question.items() if code not in champs}
    autres = {nom: valeur for nom, valeur in question.items() if nom in champs}
    return demander_un_rejeu(periode, Question(valeurs=valeurs, **autres), par=monde.agent, maintenant=MI_DECEMBRE)


def rejouer(monde: Monde, periode: Periode = NOVEMBRE, **question) -> Rejeu:
    """Ask, and let the worker find."""
    rejeu = demander(monde, periode, **question)
    mener_les_rejeux(maintenant=maintenant)
    rejeu.refresh_from_db()
    return rejeu

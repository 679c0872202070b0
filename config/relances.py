"""Everything that is due on a day, put together: each application knows its own part (domaine.md §6)."""

from collections.abc import Callable
from datetime import date

from aides.actions.relancer import relancer_aides
from factures.actions.annoncer_changements import annoncer_changements
from factures.actions.relancer import relancer_factures
from factures.actions.relancer_region import relancer_service_fait
from heures.actions.relancer import relancer_heures
from insertion.actions.relancer import relancer_suivis
from intentions.actions.relancer import Suivi
from noyau.relances import Bilan
from parcours.actions.relancer import relancer_sourcing
from parcours.actions.relancer_bilan import relancer_bilans
from parcours.actions.relancer_declarations import relancer_declarations
from referentiels.queries.reglement import reglement_au
from sessions_formation.actions.relancer import relancer as relancer_les_besoins


def relancer(*, le: date, suivre: Callable[[str], Suivi] | None = None) -> dict[str, Bilan]:
    """Do everything that is due on ``le`` and was not done: reminders, questions, expiries, digests, follow-ups.

    Safe to repeat, and by several workers at once: what is written is written once (docs/decisions/0016, 0037).
    ``suivre`` gives, for the name of a line, what wraps its rows (a progress bar). Gives what was done, line by line.
    """
    reglement = reglement_au(le)
    return {
        **relancer_les_besoins(le=le, suivre=suivre, reglement=reglement),
        **relancer_sourcing(reglement=reglement, le=le),
        **relancer_declarations(reglement=reglement, le=le),
        **relancer_bilans(reglement=reglement, le=le),
        **relancer_heures(reglement=reglement, le=le),
        **relancer_factures(reglement=reglement, le=le),
        **annoncer_changements(le=le),
        **relancer_service_fait(reglement=reglement, le=le),
        **relancer_aides(reglement=reglement, le=le),
        **relancer_suivis(reglement=reglement, le=le, suivre=suivre("suivis") if suivre else iter),
    }

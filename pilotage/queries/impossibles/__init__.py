"""Everything that can never be, and the query that looks for it: read every night (pilotage.actions.chasser)."""

from pilotage.queries.impossibles.aides import AIDES
from pilotage.queries.impossibles.factures import FACTURES
from pilotage.queries.impossibles.heures import HEURES
from pilotage.queries.impossibles.intentions import INTENTIONS
from pilotage.queries.impossibles.journal import JOURNAL
from pilotage.queries.impossibles.parcours import PARCOURS, SUIVI
from pilotage.queries.impossibles.personnes import PERSONNES
from pilotage.queries.impossibles.service import SERVICE
from pilotage.queries.impossibles.sessions import SESSIONS
from pilotage.regles.impossibles import Invariant

INVARIANTS: tuple[Invariant, ...] = (
    *INTENTIONS, *SESSIONS, *PARCOURS, *SUIVI, *HEURES, *FACTURES, *AIDES, *PERSONNES, *SERVICE, *JOURNAL,
)  # fmt: skip
PAR_CLE = {invariant.cle: invariant for invariant in INVARIANTS}

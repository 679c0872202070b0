"""Who follows the people made up: structures of the Réseau, one of which is filled first and no further.

The work that is open to one referent stays what one person can do, however many files are behind: its pages are then
measured at the same load in a small database and in a great one.
"""

from random import Random

from comptes.models import Utilisateur
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours, Session

EN_CHEMIN = frozenset({StatutParcours.POSITIONNE, StatutParcours.PROFIL_VALIDE, StatutParcours.ADMIS})
# What the first structure follows: people on the way to a session, and people in all.
EN_CHEMIN_MAX, SUIVIS_MAX = 300, 2_000
FRACTION_DE_LA_SESSION = 0.75


class Equipes:
    """Deals sessions and people out to structures. ``structures``: département → ids, the first one being filled
    first; ``conseillere`` is its referent."""

    def __init__(self, tirage: Random, structures: dict[str, tuple[int, ...]], *, conseillere: Utilisateur) -> None:
        self.tirage, self.structures, self.conseillere = tirage, structures, conseillere
        self.toutes = tuple(pk for siennes in structures.values() for pk in siennes)
        self.premiere = self.toutes[0]
        siens = Parcours.objects.filter(structure=self.premiere)
        self.suivis = siens.count()
        self.en_chemin = siens.filter(statut__in=EN_CHEMIN).count()

    def de_la_session(self, departement: str | None, *, a_venir: bool, places: int) -> int:
        """Give the structure that follows a session: the first one until it has its load, then one of the session's
        département (any, where none covers it)."""
        if self.en_chemin < EN_CHEMIN_MAX if a_venir else self.suivis < SUIVIS_MAX:
            # As many are turned down as have a place.
            self.suivis += 2 * places
            self.en_chemin += places if a_venir else 0
            return self.premiere
        siennes = self.structures.get(departement or "") or self.toutes
        return self.tirage.choice([pk for pk in siennes if pk != self.premiere] or siennes)

    def pour(self, session: Session) -> tuple[int, int | None]:
        """Give the structure that follows somebody proposed for a session, and the referent when it is known."""
        structure = session.structure_referente_id
        if structure == self.premiere:
            return structure, self.conseillere.pk
        if structure is None or self.tirage.random() >= FRACTION_DE_LA_SESSION:
            structure = self.tirage.choice(self.toutes[1:] or self.toutes)
        return structure, None

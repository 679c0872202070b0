"""What the decisions of a meeting would do, before they are carried out; and what came of those that were."""

import re
from dataclasses import dataclass
from typing import NamedTuple, Self

from django.db.models import Max

from comites.models import Comite, PointComite
from comites.regles.issues import acte_de
from intentions.models import IntentionEmbauche
from noyau.journal import LigneJournal
from sessions_formation.models import Session

_CHIFFRES = re.compile(r"[0-9]{1,18}")
ACHETER = "sessions_formation.acheter_session"


class Lu(NamedTuple):
    """What is read before a decision is carried out: the last line of its file's journal, the version of its note."""

    ligne: int | None
    version: int

    def __str__(self) -> str:
        return f"{self.ligne or ''}.{self.version}"

    @classmethod
    def depuis(cls, texte: str) -> Self | None:
        """Read it back from a form's field, None when it is not one."""
        ligne, _, version = texte.partition(".")
        lisible = _CHIFFRES.fullmatch(version) and (not ligne or _CHIFFRES.fullmatch(ligne))
        return cls(int(ligne) if ligne else None, int(version)) if lisible else None


@dataclass(frozen=True, slots=True)
class AExecuter:
    """A noted point with its act, empty when the service has nothing to do; ``lu``: what the page shows of it."""

    point: PointComite
    acte: str
    lu: Lu

    @property
    def attend(self) -> bool:
        """It is still to be carried out."""
        return bool(self.acte) and self.point.executee_le is None


def points_a_executer(comite: Comite) -> list[AExecuter]:
    """Give every noted point of a committee with what carrying it out does (three queries)."""
    points = list(
        PointComite.objects.notes().filter(comite=comite).select_related("session__lot", "intention", "note_par")
    )
    lignes = _dernieres(Session, {p.session_id for p in points}) | _dernieres(
        IntentionEmbauche, {p.intention_id for p in points}
    )
    return [
        AExecuter(point, acte_de(point.nature, point.issue), Lu(_derniere(point, lignes), point.version))
        for point in points
    ]


def _dernieres(modele: type, identifiants: set[int | None]) -> dict[tuple[str, int], int]:
    """Give the last line of the journal of each of these files (one query)."""
    nom = modele._meta.label_lower  # type: ignore[attr-defined]
    lignes = LigneJournal.objects.filter(objet_type=nom, objet_id__in=[cle for cle in identifiants if cle])
    dernieres = lignes.order_by("objet_id").values_list("objet_id").annotate(derniere=Max("pk"))
    return {(nom, objet): derniere for objet, derniere in dernieres}


def _derniere(point: PointComite, lignes: dict[tuple[str, int], int]) -> int | None:
    if point.session_id:
        return lignes.get((Session._meta.label_lower, point.session_id))
    return lignes.get((IntentionEmbauche._meta.label_lower, point.intention_id or 0))

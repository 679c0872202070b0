"""The order of arrival on a lot: a request decided before its turn has its reason written (docs/decisions/0026)."""

from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer, compter
from sessions_formation.models import Session
from sessions_formation.queries.historique import AVANT_SON_TOUR
from sessions_formation.queries.tour import arrivees_avant


class HorsTour(RegleViolee):
    """The request would be authorised before one that came earlier on its lot, and nothing says why."""


def exiger_son_tour(session: Session, hors_tour: str) -> str:
    """Give the words of the journal, « Avant son tour : … », or nothing when the request comes in its turn.

    The session's lot is locked by the caller. Raises ``HorsTour`` when earlier ones wait and no reason is written.
    """
    numeros = [numero or "" for numero in arrivees_avant(session).values_list("numero", flat=True)]
    if not numeros:
        return ""
    if not hors_tour.strip():
        raise HorsTour(
            composer(
                f"{compter(len(numeros), 'demande est arrivée', 'demandes sont arrivées')} avant celle-ci sur ce lot "
                f"({', '.join(numeros)}) : écrivez pourquoi vous l’autorisez avant son tour."
            )
        )
    return f"{AVANT_SON_TOUR} : {hors_tour.strip()}"

"""The posts a session counts on, and those its employers have taken back."""

from dataclasses import dataclass

from django.db.models import Sum

from sessions_formation.automates import RETIENT_SES_POSTES
from sessions_formation.enums import TypeSession
from sessions_formation.models import IntentionRetenue, Session


@dataclass(frozen=True, slots=True)
class Retraits:
    """What employers took back from a session: the intentions they withdrew, and how many posts are now missing."""

    retenues: tuple[IntentionRetenue, ...]
    il_manque: int


def postes_manquants(session: Session) -> int:
    """Give how many parcours of a sent request have no post any more (1 query); 0 on the socle."""
    if session.type == TypeSession.SOCLE or session.statut not in RETIENT_SES_POSTES:
        return 0
    tenus = session.retenues.acquises().aggregate(total=Sum("postes"))["total"] or 0
    return max((session.effectif or 0) - tenus, 0)


def retraits_de(session: Session) -> Retraits | None:
    """Give what employers took back since the request was sent, None when nobody did (2 queries at most)."""
    retenues = tuple(session.retenues.retirees().select_related("intention__employeur").order_by("pk"))
    return Retraits(retenues, postes_manquants(session)) if retenues else None

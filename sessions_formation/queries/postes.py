"""The posts a session counts on, and those its employers have taken back."""

from collections.abc import Iterable
from dataclasses import dataclass

from sessions_formation.automates import RETIENT_SES_POSTES
from sessions_formation.enums import StatutDemandeAvenant, TypeSession
from sessions_formation.models import IntentionRetenue, Session


@dataclass(frozen=True, slots=True)
class Retraits:
    """What employers took back from a session: the intentions they withdrew, and how many posts are now missing."""

    retenues: tuple[IntentionRetenue, ...]
    il_manque: int


def postes_manquants(session: Session) -> int:
    """Give how many parcours of a sent request have no post any more (1 query); 0 on the socle."""
    return il_manque(session, session.retenues.select_related("demande").order_by("pk"))


def il_manque(session: Session, retenues: Iterable[IntentionRetenue]) -> int:
    """The same from rows already read, with their ``demande``: the parcours granted since the order need a post too,
    those that are only asked for neither need nor give one."""
    if session.type == TypeSession.SOCLE or session.statut not in RETIENT_SES_POSTES:
        return 0
    lignes = list(retenues)
    accordees = {r.demande for r in lignes if r.demande and r.demande.statut == StatutDemandeAvenant.ACCORDEE}
    attendus = (session.effectif or 0) + sum(demande.parcours or 0 for demande in accordees)
    tenus = sum(r.postes for r in lignes if r.active and (r.demande is None or r.demande in accordees))
    return max(attendus - tenus, 0)


def retraits_de(session: Session) -> Retraits | None:
    """Give what employers took back since the request was sent, None when nobody did (2 queries at most)."""
    retenues = tuple(session.retenues.retirees().select_related("intention__employeur").order_by("pk"))
    return Retraits(retenues, postes_manquants(session)) if retenues else None

"""The sessions a referent may propose people for, and the jobs behind them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from django.db.models import F, QuerySet

from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from parcours.queries.postes import postes_libres, retenues_de
from sessions_formation.enums import StatutParcours
from sessions_formation.models import EtapeSession, IntentionRetenue, Parcours, Session

# What a line of the list says of a session.
MONTRES = ("intitule", "debut", "fin", "organisme__nom", "commune__nom", "metier__libelle")
# Of a job and of its training: told when they are not the same.
_DEPARTEMENTS = ("intention__commune__departement", "session__commune__departement")


class EmploiDit(NamedTuple):
    """What a list says of a job behind a session: whose, where, how many posts, in another département or not."""

    employeur: str
    commune: str
    postes: int
    ailleurs: bool


class Emploi(NamedTuple):
    """A job behind a session: whose, where, how many, how many still free."""

    intention: IntentionEmbauche
    postes: int
    libres: int
    ailleurs: bool


def sessions_a_pourvoir(utilisateur: Utilisateur, *, le: date) -> QuerySet[Session]:
    """Give the sessions of a referent's territory, or that it follows, that are not over on ``le``."""
    return Session.objects.a_pourvoir_par(utilisateur).filter(fin__gte=le)


def avec_places_libres(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Add to sessions ``libres``, as ``Places`` counts it, so that a list may filter and sort by it.

    The database keeps it (``Vitrine``): nothing is counted here.
    """
    return sessions.annotate(libres=F("vitrine__libres"))


def lues_dans_l_ordre(cles: Iterable[int]) -> list[Session]:
    """Give the sessions of one page with what a list shows, in the order of their ids (1 query)."""
    voulues = list(cles)
    lues = Session.objects.filter(pk__in=voulues).select_related("organisme", "commune", "metier")
    par_id = {session.pk: session for session in lues.only(*MONTRES)}
    return [par_id[cle] for cle in voulues if cle in par_id]


def emplois_de(session_ids: Iterable[int]) -> dict[int, list[EmploiDit]]:
    """Give the jobs behind several sessions, by their id, in the order each took them in (1 query)."""
    retenues = (
        IntentionRetenue.objects.acquises()
        .filter(session__in=list(session_ids))
        .exclude(intention__statut=StatutIntention.DESISTEE)
        .order_by("pk")
        .values_list("session", "intention__employeur__nom", "intention__commune__nom", "postes", *_DEPARTEMENTS)
    )
    emplois: dict[int, list[EmploiDit]] = {}
    for session, employeur, commune, postes, la_bas, ici in retenues:
        ailleurs = bool(la_bas and ici and la_bas != ici)
        emplois.setdefault(session, []).append(EmploiDit(employeur or "", commune or "", postes, ailleurs))
    return emplois


def emplois_libres_de(session: Session) -> list[Emploi]:
    """Give the jobs behind one session, each with how many of its posts are free (2 queries)."""
    retenues = list(
        retenues_de(session.pk).select_related(
            "session__commune", "intention__employeur", "intention__commune__departement", "intention__metier"
        )
    )
    libres = {p.intention.pk: len(p.rangs) for p in postes_libres(retenue.intention for retenue in retenues)}
    return [_emploi(retenue, libres.get(retenue.intention_id, 0)) for retenue in retenues]


def etapes_a_venir(session: Session, *, depuis: datetime) -> list[EtapeSession]:
    """Give the dated steps of a session that are not over, the next first (1 query)."""
    return list(session.etapes.filter(annulee_le=None, fin__gte=depuis).order_by("debut", "pk"))


def places_rendues(session: Session) -> QuerySet[Parcours]:
    """Give the parcours of a session that were given up and that nobody has replaced yet, the latest first."""
    partis = session.parcours.filter(statut=StatutParcours.ABANDON, remplacant=None)
    return partis.select_related("intention__employeur").order_by("-sorti_le", "-pk")


def _emploi(retenue: IntentionRetenue, libres: int) -> Emploi:
    la_bas, ici = retenue.intention.commune, retenue.session.commune
    ailleurs = bool(la_bas and ici and la_bas.departement_id != ici.departement_id)
    return Emploi(retenue.intention, retenue.postes, libres, ailleurs)

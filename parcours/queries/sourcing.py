"""The sessions a referent may propose people for, and the jobs behind them."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, NamedTuple

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce, Greatest

from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from parcours.queries.places import CANDIDAT
from parcours.queries.postes import postes_libres, retenues_de
from sessions_formation.automates import TIENT_SA_PLACE
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Composante, EtapeSession, IntentionRetenue, Mouvement, Parcours, Session


class Emploi(NamedTuple):
    """A job behind a session: whose, where, how many, how many still free (None when it was not asked)."""

    intention: IntentionEmbauche
    postes: int
    libres: int | None
    ailleurs: bool


def sessions_a_pourvoir(utilisateur: Utilisateur, *, le: date) -> QuerySet[Session]:
    """Give the sessions of a referent's territory, or that it follows, that are not over on ``le``."""
    return Session.objects.a_pourvoir_par(utilisateur).filter(fin__gte=le)


def avec_places(sessions: QuerySet[Session]) -> QuerySet[Session]:
    """Add to sessions what ``Places`` says, computed with each row, so that a list may filter and sort by it."""
    commandes = Composante.objects.filter(session=OuterRef("pk")).values("parcours")
    mouvements = Mouvement.objects.filter(composante__session=OuterRef("pk")).order_by().values("composante")
    # Never below zero, as ``Places.libres``: an amendment may take off what is already held.
    return sessions.annotate(
        capacite=_nombre(commandes) + _nombre(mouvements.values_list(Sum("parcours"))),
        prises=_parcours(statut__in=TIENT_SA_PLACE),
        candidats=_parcours(statut__in=CANDIDAT, attente_le=None),
        en_attente=_parcours(statut__in=CANDIDAT, attente_le__isnull=False),
        libres=Greatest(F("capacite") - F("prises"), 0),
    )


def emplois_de(session_ids: Iterable[int]) -> dict[int, list[Emploi]]:
    """Give the jobs behind several sessions, by their id, in the order each took them in (1 query)."""
    retenues = (
        IntentionRetenue.objects.acquises()
        .filter(session__in=list(session_ids))
        .exclude(intention__statut=StatutIntention.DESISTEE)
        .select_related("session__commune", "intention__employeur", "intention__commune", "intention__metier")
        .order_by("pk")
    )
    emplois: dict[int, list[Emploi]] = {}
    for retenue in retenues:
        emplois.setdefault(retenue.session_id, []).append(_emploi(retenue, None))
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


def _emploi(retenue: IntentionRetenue, libres: int | None) -> Emploi:
    la_bas, ici = retenue.intention.commune, retenue.session.commune
    ailleurs = bool(la_bas and ici and la_bas.departement_id != ici.departement_id)
    return Emploi(retenue.intention, retenue.postes, libres, ailleurs)


def _parcours(**criteres: Any) -> Coalesce:
    compte = Parcours.objects.filter(Q(**criteres), session=OuterRef("pk")).order_by().values("session")
    return _nombre(compte.values_list(Count("pk")))


def _nombre(lignes: QuerySet) -> Coalesce:
    return Coalesce(Subquery(lignes[:1], output_field=IntegerField()), 0)

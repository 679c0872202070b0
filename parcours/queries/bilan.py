"""What a report says beside its words: counted from the declarations. Whose report is due."""

from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from parcours.models import BilanSession
from parcours.regles.bilan import DEMANDER_JOURS
from sessions_formation.automates import A_EU_LIEU, COMMENCEE
from sessions_formation.enums import StatutParcours as P
from sessions_formation.models import Parcours, Session

ENCORE_LA = (P.ADMIS, P.ENTRE)


class Chiffres(NamedTuple):
    """People of a session: who entered, finished, left for a job, gave up after entering, was excluded."""

    entrees: int
    termines: int
    sorties_emploi: int
    abandons: int
    exclus: int

    @property
    def sortis(self) -> int:
        """Who may have been presented to the certification: finished, or left for a job."""
        return self.termines + self.sorties_emploi


def chiffres_de(session: Session) -> Chiffres:
    """Count the people of a session (1 query)."""
    entres = Parcours.objects.filter(session=session, entre_le__isnull=False)
    compte = {
        "entrees": Count("pk"),
        "termines": Count("pk", filter=Q(statut=P.TERMINE)),
        "sorties_emploi": Count("pk", filter=Q(statut=P.SORTIE_EMPLOI)),
        "abandons": Count("pk", filter=Q(statut=P.ABANDON)),
        "exclus": Count("pk", filter=Q(statut=P.EXCLU)),
    }
    return Chiffres(**entres.order_by().aggregate(**compte))


def a_un_bilan(sessions: QuerySet[Session], le: date) -> QuerySet[Session]:
    """Keep the sessions whose report can be written on ``le``: over, somebody came, everybody is out."""
    eux = Parcours.objects.filter(session=OuterRef("pk"))
    return sessions.filter(
        Exists(eux.filter(statut__in=A_EU_LIEU, entre_le__isnull=False)),
        ~Exists(eux.filter(statut__in=ENCORE_LA)),
        statut__in=COMMENCEE,
        fin__lte=le,
    )


def bilans_attendus(le: date) -> QuerySet[Session]:
    """Sessions that ended lately and whose report can be written and is not."""
    remis = BilanSession.objects.filter(session=OuterRef("pk"))
    recentes = Session.objects.filter(~Exists(remis), fin__gte=le - timedelta(days=DEMANDER_JOURS))
    return a_un_bilan(recentes, le)

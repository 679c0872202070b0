"""An employer's record over 24 months: what it said it would do, and what it did. Context, never a rule."""

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet, Sum

from comptes import acces
from comptes.models import Utilisateur
from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from intentions.queries.confiance import depuis_vingt_quatre_mois
from referentiels.models import Employeur
from sessions_formation.enums import Presence
from sessions_formation.models import InvitationEtape


class Etapes(NamedTuple):
    """Steps the employer was invited to and that took place: how many it attended, of how many noted."""

    venues: int
    excusees: int
    notees: int


@dataclass(frozen=True, slots=True)
class Bilan:
    """Counts since ``depuis``. ``embauches`` counts the hires the employer has confirmed."""

    depuis: date
    intentions: int
    postes: int
    engagees: int
    retirees: int
    embauches: int
    etapes: Etapes

    @property
    def vide(self) -> bool:
        """Nothing was filed: there is nothing to judge by."""
        return not self.intentions


def employeurs_lisibles(utilisateur: Utilisateur) -> QuerySet[Employeur]:
    """Those whose record this person may read: its own, all for an officer."""
    if acces.est_agent(utilisateur):
        return Employeur.objects.all()
    return Employeur.objects.filter(pk__in=acces.employeurs_de(utilisateur))


def bilan_de(employeur_id: int, *, le: date) -> Bilan:
    """Give an establishment's record over the 24 months that end on ``le`` (two queries)."""
    depuis = depuis_vingt_quatre_mois(le)
    deposees = IntentionEmbauche.objects.filter(employeur=employeur_id, deposee_le__date__gte=depuis)
    comptes = deposees.exclude(statut=StatutIntention.BROUILLON).aggregate(
        intentions=Count("pk"),
        postes=Sum("nombre_postes", default=0),
        engagees=Count("pk", filter=Q(statut__in=[StatutIntention.ENGAGEE, StatutIntention.SATISFAITE])),
        retirees=Count("pk", filter=Q(statut=StatutIntention.DESISTEE)),
        embauches=Sum("postes_pourvus", default=0),
    )
    etapes = InvitationEtape.objects.filter(
        intention__employeur=employeur_id, etape__annulee_le=None, etape__debut__date__gte=depuis
    ).aggregate(
        venues=Count("pk", filter=Q(presence=Presence.PRESENT)),
        excusees=Count("pk", filter=Q(presence=Presence.EXCUSE)),
        notees=Count("pk", filter=~Q(presence="")),
    )
    return Bilan(depuis=depuis, etapes=Etapes(**etapes), **comptes)

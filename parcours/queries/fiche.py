"""What the page of a parcours reads."""

from django.db.models import Q, QuerySet

from noyau.journal import LigneJournal
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours

CANDIDATS = frozenset({StatutParcours.POSITIONNE, StatutParcours.PROFIL_VALIDE})
# Beyond, the oldest lines are of no help to anybody.
LIGNES_MAX = 40


def pour_la_fiche(parcours: QuerySet[Parcours]) -> QuerySet[Parcours]:
    """Give these parcours with all that their page shows of them, in one query."""
    return parcours.select_related(
        "stagiaire__commune",
        "stagiaire__structure",
        "stagiaire__referent",
        "session__organisme",
        "session__lieu",
        "session__commune",
        "session__structure_referente",
        "session__referent",
        "intention__employeur",
        "intention__metier",
        "structure",
        "positionne_par",
        "valideur",
    )


def historique_de(parcours: Parcours) -> list[LigneJournal]:
    """Give what happened to a parcours and to the person's file, newest first (1 query)."""
    du_parcours = Q(objet_type=parcours._meta.label_lower, objet_id=parcours.pk)
    de_la_fiche = Q(objet_type=parcours.stagiaire._meta.label_lower, objet_id=parcours.stagiaire_id)
    return list(LigneJournal.objects.filter(du_parcours | de_la_fiche).order_by("-le", "-pk")[:LIGNES_MAX])


def rang_d_attente(parcours: Parcours) -> int | None:
    """Give the rank on the session's waiting list, from 1; None when the person is not on it."""
    if parcours.attente_le is None or parcours.statut not in CANDIDATS:
        return None
    devant = Q(attente_le__lt=parcours.attente_le) | Q(attente_le=parcours.attente_le, pk__lt=parcours.pk)
    return Parcours.objects.filter(session=parcours.session_id).en_attente().filter(devant).count() + 1

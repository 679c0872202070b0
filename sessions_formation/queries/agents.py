"""The officers who instruct requests: who they are, who is away, who takes their files meanwhile."""

from collections.abc import Mapping
from datetime import date

from django.contrib.auth.models import Permission
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from comptes.models import Utilisateur
from sessions_formation.models import AbsenceAgent

ACHETER = "acheter_session"


def agents() -> QuerySet[Utilisateur]:
    """Those who may be given a file: active officers with the right to buy, by name."""
    droit = Permission.objects.filter(content_type__app_label="sessions_formation", codename=ACHETER)
    a_le_droit = (
        Q(is_superuser=True)
        | Q(Exists(droit.filter(group__user=OuterRef("pk"))))
        | Q(Exists(droit.filter(user=OuterRef("pk"))))
    )
    return Utilisateur.objects.filter(a_le_droit, is_active=True, is_staff=True).order_by("nom", "prenom", "pk")


def membres_du_groupe(nom: str) -> QuerySet[Utilisateur]:
    """The active officers of a group, who have an address by construction."""
    return Utilisateur.objects.filter(groups__name=nom, is_active=True, is_staff=True).order_by("pk")


def absences_du(le: date) -> dict[int, AbsenceAgent]:
    """Give the absence under way of each officer who is away on ``le``, by the officer's id (one query)."""
    absences = AbsenceAgent.objects.du(le).select_related("agent", "remplacant").order_by("debut", "pk")
    return {absence.agent_id: absence for absence in absences}


def absence_de(agent: str, *, le: date) -> Subquery:
    """The absence under way of the officer a row names by ``agent``: until when, and who takes the files (JSON)."""
    return Subquery(
        AbsenceAgent.objects.du(le)
        .filter(agent=OuterRef(agent))
        .order_by("debut", "pk")
        .values(
            json=JSONObject(fin="fin", remplacant="remplacant_id", prenom="remplacant__prenom", nom="remplacant__nom")
        )[:1]
    )


def remplaces_par(utilisateur: Utilisateur, *, le: date) -> QuerySet:
    """The officers whose files a person takes on ``le`` (their ids)."""
    return AbsenceAgent.objects.du(le).filter(remplacant=utilisateur).values("agent")


def qui_traite(agent: Utilisateur | None, absences: Mapping[int, AbsenceAgent]) -> Utilisateur | None:
    """Give who works on the files of ``agent`` that day: itself, its replacement when it is away, None when nobody
    does (nobody's files, or an absence that nobody present covers). Replacements are not followed from one to another.
    """
    if agent is None or not (agent.is_active and agent.is_staff):
        return None
    absence = absences.get(agent.pk)
    if absence is None:
        return agent
    remplacant = absence.remplacant
    present = remplacant and remplacant.is_active and remplacant.is_staff and remplacant.pk not in absences
    return remplacant if present else None

"""What is due every day about the people of sessions: the declarations to ask for.

Entries are asked for three working days after the first day, ends three after the last.
"""

from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.db.models import Case, F, Q, When
from django.urls import reverse

from noyau import courriers
from noyau.relances import Bilan, un_par_un
from parcours.actions.prevenir import contexte_du_groupe
from parcours.actions.verrous import verrouiller_la_session
from parcours.regles.delais import DECLARER_JOURS_OUVRES
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import dernier_depart, est_ouvre
from referentiels.regles.reglement import Reglement
from sessions_formation.enums import StatutParcours, StatutSession
from sessions_formation.models import Parcours, Session
from sessions_formation.queries.documents import destinataire_de

EN_COURS = (StatutSession.PUBLIEE, StatutSession.DEMARREE)
QUOI = {StatutParcours.ADMIS: "entrees", StatutParcours.ENTRE: "fins"}
NOMS = {"entrees": "entrées à déclarer", "fins": "fins à déclarer"}


class Due(NamedTuple):
    """A declaration to ask for: the session, of what, the day it counts from, and how many people it is about."""

    session_id: int
    quoi: str
    jour: date
    nombre: int


def relancer_declarations(*, reglement: Reglement, le: date) -> dict[str, Bilan]:  # noqa: ARG001 as every other line
    """Ask training bodies for the entries and the ends they have not declared: once for a session and a day.

    Nothing leaves on a day that is not worked; run late or twice, it sends what is missing and nothing twice.
    """
    dues = _dues(le) if est_ouvre(le, FERIES) else []
    return {nom: un_par_un(nom, [due for due in dues if due.quoi == quoi], _ecrire) for quoi, nom in NOMS.items()}


def _dues(le: date) -> list[Due]:
    """Give what is to be asked for, by session (1 query)."""
    avant = dernier_depart(le, DECLARER_JOURS_OUVRES, feries=FERIES)
    jour = Case(When(statut=StatutParcours.ADMIS, then=F("debut")), default=F("session__fin"))
    lignes = (
        Parcours.objects.filter(
            Q(statut=StatutParcours.ADMIS, debut__lte=avant) | Q(statut=StatutParcours.ENTRE, session__fin__lte=avant),
            session__statut__in=EN_COURS,
        )
        .annotate(jour=jour)
        .order_by("statut", "session", "jour")
        .values_list("session", "statut", "jour")
    )
    return [
        Due(session, QUOI[StatutParcours(statut)], quand, len(list(eux)))
        for (session, statut, quand), eux in groupby(lignes)
    ]


def _ecrire(due: Due) -> int:
    """Write one reminder; it names nobody: the page it leads to does."""
    session = verrouiller_la_session(Session.objects.select_related("demandeur"), due.session_id)
    adresse = destinataire_de(session)
    if not adresse:
        return 0
    depose = courriers.deposer(
        modele="declarations_attendues",
        cle=f"declarations:{due.quoi}:{session.pk}:{due.jour.isoformat()}",
        destinataire=adresse,
        contexte={
            **contexte_du_groupe(session),
            "quoi": due.quoi,
            "jour": due.jour.isoformat(),
            "nombre": due.nombre,
            "chemin": reverse("parcours:groupe", args=[session.pk]),
        },
    )
    return int(depose is not None)

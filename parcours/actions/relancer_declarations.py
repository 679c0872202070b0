"""What is due every day about the people of sessions: declarations to ask for, waiting lists to serve.

Entries are asked for three working days after the first day, ends three after the last.
"""

import logging
from collections.abc import Iterable
from datetime import date
from itertools import groupby

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from intentions.actions.relancer import Bilan
from noyau import courriers
from parcours.actions.attente import proposer_la_place
from parcours.actions.prevenir import contexte_du_groupe
from parcours.actions.verrous import verrouiller_la_session
from parcours.regles.delais import DECLARER_JOURS_OUVRES
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import dernier_depart, est_ouvre
from referentiels.regles.reglement import Reglement
from sessions_formation.enums import StatutParcours, StatutSession
from sessions_formation.models import Parcours, Session
from sessions_formation.queries.documents import destinataire_de

journal = logging.getLogger(__name__)

EN_COURS = (StatutSession.PUBLIEE, StatutSession.DEMARREE)


def relancer_declarations(*, reglement: Reglement, le: date) -> dict[str, Bilan]:  # noqa: ARG001 as every other line
    """Ask training bodies for the entries and the ends they have not declared: once for a session and a day.

    Who waits for a place that is free now is given it. Nothing leaves on a day that is not worked; run late or twice,
    it sends what is missing and nothing twice.
    """
    noms = ("entrées à déclarer", "fins à déclarer", "sortis d’une liste d’attente")
    if not est_ouvre(le, FERIES):
        return {nom: Bilan(0, 0) for nom in noms}
    avant = dernier_depart(le, DECLARER_JOURS_OUVRES, feries=FERIES)
    entrees = Parcours.objects.filter(statut=StatutParcours.ADMIS, debut__lte=avant)
    fins = Parcours.objects.filter(statut=StatutParcours.ENTRE, session__fin__lte=avant)
    return {
        noms[0]: _derouler("entrees", _par_session(entrees, "debut")),
        noms[1]: _derouler("fins", _par_session(fins, "session__fin")),
        noms[2]: _servir_les_listes(le),
    }


def _servir_les_listes(le: date) -> Bilan:
    """Give what was freed otherwise (an amendment that adds places, say) to who waits; count who leaves a list."""
    attendent = Parcours.objects.en_attente().filter(session__statut__in=EN_COURS, session__fin__gte=le)
    faites = echouees = 0
    for session_id in sorted(set(attendent.values_list("session", flat=True))):
        try:
            with transaction.atomic():
                session = verrouiller_la_session(Session.objects.all(), session_id)
                faites += len(proposer_la_place(session, par=None, le=le))
        except Exception:  # noqa: BLE001 one session must not stop the others, and the log has it whole
            journal.exception("La liste d’attente de la session %s n’a pas pu être servie.", session_id)
            echouees += 1
    return Bilan(faites, echouees)


def _par_session(parcours: QuerySet[Parcours], jour: str) -> list[tuple[int, date, int]]:
    """Give (session, day, how many) of those who wait, by session and day."""
    lignes = parcours.filter(session__statut__in=EN_COURS).order_by("session", jour).values_list("session", jour)
    return [(session, quand, len(list(eux))) for (session, quand), eux in groupby(lignes)]


def _derouler(quoi: str, dues: Iterable[tuple[int, date, int]]) -> Bilan:
    faites = echouees = 0
    for session_id, jour, nombre in dues:
        try:
            faites += _ecrire(quoi, session_id, jour, nombre)
        except Exception:  # noqa: BLE001 one session must not stop the others, and the log has it whole
            journal.exception("La relance « %s » de la session %s a échoué.", quoi, session_id)
            echouees += 1
    return Bilan(faites, echouees)


@transaction.atomic
def _ecrire(quoi: str, session_id: int, jour: date, nombre: int) -> int:
    """Write one reminder; it names nobody: the page it leads to does."""
    session = verrouiller_la_session(Session.objects.select_related("demandeur"), session_id)
    adresse = destinataire_de(session)
    if not adresse:
        return 0
    depose = courriers.deposer(
        modele="declarations_attendues",
        cle=f"declarations:{quoi}:{session.pk}:{jour.isoformat()}",
        destinataire=adresse,
        contexte={
            **contexte_du_groupe(session),
            "quoi": quoi,
            "jour": jour.isoformat(),
            "nombre": nombre,
            "chemin": reverse("parcours:groupe", args=[session.pk]),
        },
    )
    return int(depose is not None)

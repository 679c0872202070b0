"""Reminders of places that are still free, 21, 14 and 7 days before a session (domaine.md §6)."""

from datetime import date, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from noyau import courriers
from noyau.courriers import Courrier
from noyau.relances import RIEN, Bilan, un_par_un
from parcours.actions.annoncer import courriel_de_la_session, faits_de_la_session
from parcours.actions.attente import proposer_la_place
from parcours.actions.verrous import verrouiller_la_session
from parcours.queries.places import Places, places_de, places_de_la_session
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import est_ouvre
from referentiels.regles.reglement import Reglement
from sessions_formation.enums import StatutSession
from sessions_formation.models import Parcours, Session
from sessions_formation.queries.documents import destinataire_de
from sessions_formation.queries.publiees import EN_LIGNE

MODELE = "places_libres"
NOM = "places libres avant le début"
SERVIES = "places données à la liste d’attente"


def relancer_sourcing(*, reglement: Reglement, le: date) -> dict[str, Bilan]:
    """Give free places to who waits for one; then remind the referent of each session that begins soon with free
    places, and its training body: once for each of the three delays. On working days only.

    A delay that fell on a day off leaves on the next working day; a session published late gets the closest of its
    delays, not the three at once.
    """
    if not est_ouvre(le, FERIES):
        return {SERVIES: RIEN, NOM: RIEN}
    return {
        SERVIES: un_par_un(SERVIES, _ou_l_on_attend(le), lambda session_id: _servir(session_id, le)),
        NOM: un_par_un(
            NOM, _dues(reglement, le), lambda session_id: _relancer(session_id, reglement=reglement, le=le)
        ),
    }


def _ou_l_on_attend(le: date) -> list[int]:
    """Give the sessions with a waiting list and a free place: an amendment may have added one (1 query when nobody
    waits anywhere, 4 at most)."""
    attendent = Parcours.objects.en_attente().order_by().values("session")
    ouvertes = Session.objects.filter(pk__in=attendent, statut__in=EN_LIGNE, fin__gte=le).order_by("pk")
    places = places_de(ids) if (ids := list(ouvertes.values_list("pk", flat=True))) else {}
    return [session_id for session_id in ids if places[session_id].libres]


def _servir(session_id: int, le: date) -> int:
    session = verrouiller_la_session(Session.objects.filter(statut__in=EN_LIGNE), session_id)
    return len(proposer_la_place(session, par=None, le=le))


def _dues(reglement: Reglement, le: date) -> list[int]:
    """Give the sessions to remind of (2 queries when there are none, 5 at most)."""
    proches = list(_proches(reglement, le).order_by("pk"))
    if not proches:
        return []
    cles = {session.pk: _cles(session, _palier(session, reglement, le)) for session in proches}
    ecrites = set(
        Courrier.objects.filter(cle__in=[cle for paire in cles.values() for cle in paire.values()])
        .order_by("pk")
        .values_list("cle", flat=True)
    )
    restent = [session for session in proches if not ecrites.issuperset(cles[session.pk].values())]
    places = places_de([session.pk for session in restent])
    return [session.pk for session in restent if places[session.pk].libres]


def _proches(reglement: Reglement, le: date) -> QuerySet[Session]:
    fin = le + timedelta(days=reglement.sourcing_premier_jours)
    return Session.objects.filter(statut=StatutSession.PUBLIEE, debut__gt=le, debut__lte=fin)


def _palier(session: Session, reglement: Reglement, le: date) -> int:
    """Give the closest delay that is reached, in days."""
    paliers = (reglement.sourcing_dernier_jours, reglement.sourcing_deuxieme_jours, reglement.sourcing_premier_jours)
    return next(palier for palier in sorted(paliers) if _jours(session, le) <= palier)


def _jours(session: Session, le: date) -> int:
    """Days before it begins; those looked at here all have a first day."""
    return (session.debut - le).days if session.debut else 0


def _cles(session: Session, palier: int) -> dict[str, str]:
    """Give the keys of the two mails; a session put off starts its delays again."""
    racine = f"{MODELE}:{session.pk}:{session.debut:%Y%m%d}:{palier}"
    return {"referent": f"{racine}:referent", "organisme": f"{racine}:organisme"}


def _relancer(session_id: int, *, reglement: Reglement, le: date) -> int:
    """Write both mails of one session, locked and read again: another worker may have written them meanwhile."""
    lignes = _proches(reglement, le).select_for_update(of=("self",), no_key=True, skip_locked=True)
    session = (
        lignes.select_related("organisme", "demandeur", "commune", "lieu__commune", "structure_referente", "referent")
        .filter(pk=session_id)
        .first()
    )
    if session is None:
        return 0
    places = places_de_la_session(session.pk)
    if not places.libres:
        return 0
    cles = _cles(session, _palier(session, reglement, le))
    contexte = _contexte(session, places, le)
    destinataires = {"referent": courriel_de_la_session(session), "organisme": destinataire_de(session)}
    chemins = {"referent": "parcours:session", "organisme": "parcours:groupe"}
    ecrits = 0
    for qui, adresse in destinataires.items():
        if adresse:
            faits = {**contexte, "pour": qui, "chemin": reverse(chemins[qui], args=[session.pk])}
            ecrits += courriers.deposer(modele=MODELE, cle=cles[qui], destinataire=adresse, contexte=faits) is not None
    return int(ecrits > 0)


def _contexte(session: Session, places: Places, le: date) -> dict[str, Any]:
    referent, structure = session.referent, session.structure_referente
    nom = ", ".join(filter(None, [referent.get_full_name() if referent else "", structure.nom if structure else ""]))
    return {
        **faits_de_la_session(session),
        "jours": _jours(session, le),
        "libres": places.libres,
        "capacite": places.capacite,
        "candidats": places.candidats,
        "en_attente": places.en_attente,
        "organisme_telephone": session.organisme.telephone,
        "referent": nom,
        "referent_telephone": referent.telephone if referent else "",
        "referent_courriel": courriel_de_la_session(session),
    }

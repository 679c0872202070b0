"""What a training body does, in one line, and what was read of it."""

from datetime import date, timedelta

from noyau.courriers import Courrier
from parcours.actions.entrer import declarer_entrees
from parcours.actions.sortir import declarer_sortie
from sessions_formation.models import Parcours, Session
from tests.factories.scenario import DEBUT, FIN

ENTREE = DEBUT + timedelta(days=1)


def etats(*parcours: Parcours) -> list[str]:
    return [Parcours.objects.get(pk=lui.pk).statut for lui in parcours]


def entrer(session: Session, venues, *, jour: date = DEBUT, le: date = ENTREE, **autres):
    par = autres.pop("par", session.demandeur)
    return declarer_entrees(session_id=session.pk, venues=venues, jour=jour, par=par, le=le, **autres)


def sortir(lui: Parcours, issue: str, *, jour: date | None = None, raison: str = "", le: date = FIN, par=None):
    par = par or lui.session.demandeur
    return declarer_sortie(parcours_id=lui.pk, issue=issue, jour=jour, raison=raison, par=par, le=le)


def recus(modele: str) -> dict[str, list[int]]:
    """Of whom each address was told."""
    courriers = Courrier.objects.filter(modele=modele).order_by("pk")
    return {courrier.destinataire: courrier.contexte.get("stagiaires") for courrier in courriers}

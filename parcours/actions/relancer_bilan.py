"""The report of a session is asked once everybody is out, then once again a fortnight later."""

from datetime import date, timedelta

from django.urls import reverse
from django.utils import timezone

from noyau import courriers
from noyau.courriers import Courrier
from noyau.relances import RIEN, Bilan, un_par_un
from parcours.actions.prevenir import contexte_du_groupe
from parcours.actions.verrous import verrouiller_la_session
from parcours.queries.bilan import bilans_attendus
from parcours.regles.bilan import RAPPEL_JOURS
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import est_ouvre
from referentiels.regles.reglement import Reglement
from sessions_formation.models import Session
from sessions_formation.queries.documents import destinataire_de

LIGNE = "bilans à faire"


def relancer_bilans(*, reglement: Reglement, le: date) -> dict[str, Bilan]:  # noqa: ARG001 as every other line
    """Ask training bodies for the reports they owe. Nothing leaves on a day that is not worked; safe to repeat."""
    if not est_ouvre(le, FERIES):
        return {LIGNE: RIEN}
    return {LIGNE: un_par_un(LIGNE, _dus(le), lambda du: _ecrire(*du, le))}


def _dus(le: date) -> list[tuple[int, int]]:
    """Give (session, rank of the letter) of those to write (2 queries)."""
    sessions = list(bilans_attendus(le).order_by("pk").values_list("pk", flat=True))
    cles = {_cle(session, rang): (session, rang) for session in sessions for rang in (0, 1)}
    ecrites = Courrier.objects.filter(cle__in=cles).order_by("pk").values_list("cle", "contexte__le", "depose_le")
    # The day it was written for. Letters that do not say it yet: the one they were filed on.
    jours = {
        cles[cle]: date.fromisoformat(jour) if jour else timezone.localtime(depose).date()
        for cle, jour, depose in ecrites
    }
    dus = []
    for session in sessions:
        premier = jours.get((session, 0))
        if premier is None:
            dus.append((session, 0))
        elif (session, 1) not in jours and premier <= le - timedelta(days=RAPPEL_JOURS):
            dus.append((session, 1))
    return dus


def _ecrire(session_id: int, rang: int, le: date) -> int:
    """Write one letter, unless the report arrived meanwhile; it names nobody."""
    session = verrouiller_la_session(Session.objects.select_related("demandeur"), session_id)
    adresse = destinataire_de(session)
    if not adresse or not bilans_attendus(le).filter(pk=session.pk).exists():
        return 0
    depose = courriers.deposer(
        modele="bilan_attendu",
        cle=_cle(session.pk, rang),
        destinataire=adresse,
        contexte={
            **contexte_du_groupe(session),
            "rang": rang,
            "le": le.isoformat(),
            "chemin": reverse("parcours:bilan", args=[session.pk]),
        },
    )
    return int(depose is not None)


def _cle(session_id: int, rang: int) -> str:
    return f"bilan:{session_id}:{rang}"

"""What nobody has declared is asked for: three working days after, once, on a worked day, and never guessed."""

from datetime import date, timedelta

import pytest

from noyau.courriers import Courrier
from parcours.actions.relancer_declarations import relancer_declarations
from referentiels.queries.reglement import reglement_au
from sessions_formation.enums import StatutParcours as P
from sessions_formation.models import Parcours
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.scenario import DEBUT, FIN

pytestmark = pytest.mark.django_db


def jours(premier: date, combien: int) -> list[date]:
    """The days on which something was written, run twice each day."""
    ecrits = []
    for rang in range(combien):
        le = premier + timedelta(days=rang)
        avant = Courrier.objects.filter(modele="declarations_attendues").count()
        for _ in range(2):
            relancer_declarations(reglement=reglement_au(le), le=le)
        if Courrier.objects.filter(modele="declarations_attendues").count() > avant:
            ecrits.append(le)
    return ecrits


def test_une_entree_puis_une_fin_non_declarees_sont_demandees_une_fois(le_monde):
    session = session_publiee(le_monde)
    attendu, entre = parcours_de(session, P.ADMIS), parcours_de(session, P.ENTRE)

    # The session begins on a Monday and ends on a Friday.
    assert jours(DEBUT, 20) == [date(2027, 1, 14)]
    assert jours(FIN, 15) == [date(2027, 5, 5)]

    assert Courrier.objects.filter(modele="declarations_attendues").count() == 2
    assert [Parcours.objects.get(pk=lui.pk).statut for lui in (attendu, entre)] == [P.ADMIS, P.ENTRE]
    lettre = Courrier.objects.filter(modele="declarations_attendues").earliest("pk")
    assert (lettre.destinataire, lettre.contexte["nombre"]) == (session.demandeur.email, 1)

"""Hours of last month are asked for: on the first working day, once more three days later, never once declared."""

from datetime import date, timedelta

import pytest

from heures.actions.relancer import relancer_heures
from heures.models import Releve
from noyau.courriers import Courrier
from referentiels.queries.reglement import reglement_au
from tests.factories.heures import MOIS, releve_declare, releve_ouvert

pytestmark = pytest.mark.django_db


def lettres():
    return Courrier.objects.filter(modele="heures_a_declarer").order_by("pk")


def jours(premier: date, combien: int) -> list[date]:
    """The days on which a letter left, run twice each day."""
    ecrits = []
    for rang in range(combien):
        le, avant = premier + timedelta(days=rang), lettres().count()
        for _ in range(2):
            relancer_heures(reglement=reglement_au(le), le=le)
        ecrits += [le] * (lettres().count() - avant)
    return ecrits


def test_les_heures_du_mois_passe_sont_demandees_deux_fois(le_monde, releve):
    releve_ouvert(le_monde)

    assert jours(date(2027, 1, 28), 15) == [date(2027, 2, 1), date(2027, 2, 4)]

    premiere, seconde = lettres()
    assert premiere.destinataire == (le_monde.cotraitant.courriel or le_monde.au_cotraitant.email)
    assert len(premiere.contexte["sessions"]) == 2
    assert [lettre.contexte["rang"] for lettre in (premiere, seconde)] == [0, 1]
    assert "Guilbaud" not in str(premiere.contexte)


def test_des_heures_declarees_ne_sont_plus_demandees(le_monde):
    releve_declare(le_monde, 70)

    assert jours(date(2027, 2, 1), 10) == []


def test_les_releves_s_ouvrent_d_eux_memes(le_monde, releve):
    Releve.objects.exclude(pk=releve.pk).delete()

    relancer_heures(reglement=reglement_au(date(2027, 2, 10)), le=date(2027, 2, 10))

    assert list(Releve.objects.order_by("mois").values_list("mois", flat=True)) == [MOIS, date(2027, 2, 1)]

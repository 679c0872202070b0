"""The lots of the dashboards are those of the purchase, to the cent; the trend is the arithmetic it says."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pilotage.queries.dossiers import dossiers
from pilotage.queries.lots import lots
from pilotage.regles.perimetre import Axe, Perimetre
from pilotage.regles.tendance import Rythme, a_venir, fenetres, terme
from referentiels.queries.reglement import reglement_au
from sessions_formation.queries.lots import montants_du_lot
from tests.factories.factures import Voulue, bon_de_commande
from tests.factories.resultats import socle
from tests.factories.scenario import DEBUT, LE, monde

D = Decimal
RIEN = dict.fromkeys(Rythme._fields, D(0)) | {"jours_vecus": 365, "jours_restants": 38, "an_dernier_entier": True}
CETTE_ANNEE = Perimetre(date(2026, 1, 1), date(2026, 11, 1))


@pytest.mark.parametrize(
    ("lus", "attendu"),
    [
        ({}, "0.00"),
        # As much as last year from here on, in proportion of what was ordered since January.
        ({"cette_annee": D(300), "l_an_dernier": D(200), "reste_l_an_dernier": D(50)}, "75.00"),
        ({"cette_annee": D(100), "l_an_dernier": D(300), "reste_l_an_dernier": D(100)}, "33.33"),
        # Without a whole year behind it, its own pace: a tenth of the days left.
        ({"an_dernier_entier": False, "douze_mois": D(3650)}, "380.00"),
        ({"an_dernier_entier": False, "douze_mois": D(3650), "jours_vecus": 0}, "0.00"),
        # Nothing ordered last year by this day tells nothing of what follows.
        ({"douze_mois": D(365), "reste_l_an_dernier": D(9)}, "38.00"),
        ({"cette_annee": D(300), "l_an_dernier": D(200), "reste_l_an_dernier": D(50), "en_attente": D(90)}, "90.00"),
        ({"an_dernier_entier": False, "douze_mois": D(-3650)}, "0.00"),
        ({"douze_mois": D(3650), "en_attente": D(90), "jours_restants": 0}, "0.00"),
    ],
)
def test_ce_que_le_rythme_annonce(lus, attendu):
    assert str(a_venir(Rythme(**{**RIEN, **lus}))) == attendu


def test_les_fenetres_du_rythme_et_son_terme():
    lues = fenetres(date(2026, 11, 23))

    assert lues.cette_annee == (date(2026, 1, 1), date(2026, 11, 24))
    assert lues.l_an_dernier == (date(2025, 1, 1), date(2025, 11, 24))
    assert lues.reste_l_an_dernier == (date(2025, 11, 24), date(2026, 1, 1))
    assert lues.douze_mois == (date(2025, 11, 24), date(2026, 11, 24))
    fins = (date(2027, 12, 31), date(2026, 12, 1), date(2025, 1, 1))
    assert [terme(LE, fin=fin) for fin in fins] == [date(2026, 12, 31), date(2026, 12, 1), LE]


@pytest.mark.django_db
def test_les_lots_sont_ceux_de_l_achat_au_centime():
    with time_machine.travel(datetime(2026, 11, 23, 9, tzinfo=UTC), tick=True):
        m = monde()
        session = bon_de_commande(m, Voulue(5, 420)).composantes.get().session
        demandee = socle(m, debut=DEBUT, statut="demandee", effectif=5, heures=420, prix_heure=D("9.50"))
        with CaptureQueriesContext(connection) as requetes:
            figure = lots(LE, CETTE_ANNEE)

    (ligne,) = figure.lignes
    lus = dict(zip([colonne.code for colonne in figure.colonnes], ligne.cases, strict=True))
    montants = montants_du_lot(m.lot, le=LE)
    assert {nom: case.valeur for nom, case in lus.items() if nom not in {"tendance", "paye"}} == {
        nom: getattr(montants, nom) for nom in ("commande", "minimum", "maximum", "engage", "facture")
    }
    assert (lus["commande"].valeur, lus["engage"].valeur, lus["paye"].valeur) == (D("19950.00"), D("19950.00"), D(0))
    # Ordered today only: its pace of the year is little, what waits for a decision is more.
    assert lus["tendance"].valeur == D("39900.00")
    assert [case.valeur for case in figure.total.cases] == [case.valeur for case in ligne.cases]
    for nom, attendus in (("commande", [session]), ("engage", [demandee]), ("facture", []), ("paye", [])):
        assert list(dossiers(lus[nom].dossiers, le=LE, loi=reglement_au(LE)).lignes) == attendus, nom
    assert len(requetes) == 2
    for axe, cle, trouve in (
        (Axe.SECTEUR, "inter-industrie", 1),
        (Axe.SECTEUR, "commerce", 0),
        (Axe.DEPARTEMENT, "49", 1),
        (Axe.DEPARTEMENT, "44", 0),
        (Axe.ORGANISME, str(m.cotraitant.pk), 1),
        (Axe.LOT, str(m.lot.pk), 1),
        (Axe.LOT, "x", 0),
    ):
        assert len(lots(LE, CETTE_ANNEE._replace(criteres={axe: cle})).lignes) == trouve, (axe, cle)
    assert lots(LE, Perimetre(date(2030, 1, 1), date(2030, 12, 1))).lignes == ()

"""The law of one day, read from the dated rows."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from referentiels.queries.reglement import reglement_au, reglements
from referentiels.regles.grandeurs import CODES
from referentiels.regles.reglement import BaremeIncomplet
from tests.factories.referentiels import DepartementFactory, ParametreFactory, SecteurFactory, loi_en_vigueur

pytestmark = pytest.mark.django_db

NOUVEAU = date(2026, 7, 1)


def _parametres(**ailleurs):
    for code in CODES:
        ParametreFactory(code=code, **ailleurs)


def test_la_loi_du_projet():
    loi_en_vigueur()

    loi = reglement_au(date(2026, 3, 2))

    assert (loi.duree_min_mois, loi.heures_hebdo_min, loi.effectif_min, loi.heures_session_info) == (6, 24, 5, 750)
    assert (loi.aide_effectif_max, loi.aide_duree_min_mois, loi.aide_delai_mois, loi.aide_heures_max) == (
        300,
        6,
        3,
        400,
    )
    assert (loi.pef_taux, loi.pef_cout_heure_max, loi.pef_plafond) == (Decimal("0.7"), 15, 4200)
    assert (loi.tutorat_taux_heure, loi.tutorat_plafond) == (5, 2000)
    assert (loi.afest_taux_heure, loi.afest_plafond) == (15, 6000)
    assert (loi.majoration_rqth, loi.majoration_senior) == (1, Decimal("0.5"))
    assert loi.departements_region == {"44", "49", "53", "72", "85"}
    assert loi.departements_limitrophes == {"17", "28", "35", "37", "41", "50", "56", "61", "79", "86"}
    assert loi.secteurs_cas_par_cas == {"spectacle-intermittence"}
    assert loi.libelles_secteurs.keys() - loi.secteurs_tension == {"spectacle-intermittence"}
    assert len(loi.secteurs_tension) == 16
    assert loi.noms_departements["53"] == "Mayenne"


@pytest.mark.parametrize(
    ("le", "effectif"),
    [
        pytest.param(NOUVEAU - timedelta(days=1), 5, id="veille"),
        pytest.param(NOUVEAU, 8, id="jour-meme"),
        pytest.param(date(2030, 1, 1), 8, id="bien-apres"),
    ],
)
def test_chaque_jour_a_la_valeur_de_ce_jour(le, effectif):
    _parametres()
    ParametreFactory(code="effectif_min", depuis=NOUVEAU, valeur=8)

    assert reglement_au(le).effectif_min == effectif


@pytest.mark.parametrize(
    ("le", "en_tension"),
    [
        pytest.param(date(2025, 12, 31), set(), id="veille"),
        pytest.param(date(2026, 1, 1), {"sport"}, id="premier-jour"),
        pytest.param(date(2026, 6, 30), {"sport"}, id="dernier-jour"),
        pytest.param(date(2026, 7, 1), set(), id="lendemain"),
    ],
)
def test_un_secteur_est_en_tension_de_son_premier_a_son_dernier_jour(le, en_tension):
    _parametres()
    SecteurFactory(code="sport", tension_depuis=date(2026, 1, 1), tension_jusqu_au=date(2026, 6, 30))
    SecteurFactory(code="autre", tension_depuis=None)

    loi = reglement_au(le)

    assert loi.secteurs_tension == en_tension
    assert loi.libelles_secteurs.keys() == {"sport", "autre"}


def test_avant_la_premiere_valeur_la_loi_est_la_premiere_connue():
    _parametres()
    SecteurFactory(code="sport", tension_depuis=date(2023, 1, 1))
    SecteurFactory(code="nouveau", tension_depuis=date(2023, 1, 2))

    avant = reglement_au(date(2022, 12, 31))

    assert avant == reglement_au(date(2023, 1, 1))
    assert avant.secteurs_tension == {"sport"}


def test_une_valeur_absente_se_dit():
    with pytest.raises(BaremeIncomplet, match="aucune valeur n’est connue"):
        reglement_au(NOUVEAU)


@pytest.mark.parametrize("nombre", [1, 3])
def test_un_reglement_coute_deux_requetes(nombre, django_assert_num_queries):
    for rang in range(nombre):
        _parametres(depuis=date(2023, 1, 1 + rang))
        SecteurFactory(code=f"secteur-{rang}")
        DepartementFactory(code=f"9{rang}")

    with django_assert_num_queries(2):
        reglement_au(NOUVEAU)


def test_un_lot_ne_lit_la_base_qu_une_fois(django_assert_num_queries):
    _parametres()

    with django_assert_num_queries(2):
        lois = reglements()
        jours = [lois(NOUVEAU + timedelta(days=ecart)) for ecart in (0, 1, 2, 0)]

    assert jours[0] is jours[3]
    assert jours[0] is not jours[1]

"""The calculation of an aid, line by line: what cuts it, what increases it, what is due once the training is done."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aides.enums import CategoriePiece
from aides.regles.dossier import Dispositif
from aides.regles.montant import calculer, montant
from aides.regles.personne import age_au, cle_de_personne
from aides.regles.pieces import Etape, acceptees, manquantes, requises
from aides.regles.realise import Realise, montant_du
from referentiels.regles.constats import Verdict
from tests.regles.dossiers import AIDE, avec
from tests.regles.reglements import REGLEMENT

D = Decimal
HEURES = st.decimals(0, 900, places=2)
EUROS = st.decimals(0, 20_000, places=2)
OUI_NON = st.booleans()
DOSSIERS = st.builds(
    lambda aide, heures, cout, rqth, senior: dossier(aide, heures, cout, rqth=rqth, senior=senior),
    st.sampled_from(list(Dispositif)), HEURES, EUROS, OUI_NON, OUI_NON,
)  # fmt: skip


def dossier(aide="pef", heures=200, cout=4000, **salarie):
    return avec(
        AIDE,
        dispositif=Dispositif(aide),
        formation__heures=D(heures),
        formation__cout=D(cout),
        **{f"salarie__{nom}": valeur for nom, valeur in salarie.items()},
    )


def calcul(demande, verdict=Verdict.ELIGIBLE, **autres):
    return calculer(demande, reglement=REGLEMENT, verdict=verdict, **autres)


@pytest.mark.parametrize(
    ("demande", "attendu", "coupes"),
    [
        pytest.param(dossier(cout=D(2000)), D("1400.00"), [], id="rien ne coupe"),
        pytest.param(dossier(cout=D(4000)), D("2100.00"), [("cout_heure", D(700))], id="quinze euros de l’heure"),
        pytest.param(
            dossier(heures=D(500), cout=D(9000)), D("4200.00"),
            [("cout_heure", D(1050)), ("heures", D(1050))], id="quatre cents heures",
        ),
        pytest.param(dossier("pet_tutorat", D(450)), D("2000.00"), [("heures", D(250))], id="tutorat"),
        pytest.param(dossier("pet_afest", D(450)), D("6000.00"), [("heures", D(750))], id="afest"),
        pytest.param(dossier("pet_afest", D("0.335")), D("5.03"), [], id="au centime le plus proche, vers le haut"),
    ],
)  # fmt: skip
def test_ce_qui_coupe_l_aide_est_dit_dans_l_ordre(demande, attendu, coupes):
    trouve = calcul(demande)

    assert (trouve.montant, [(c.code, c.perdu) for c in trouve.coupes]) == (attendu, coupes)


def test_le_plafond_coupe_apres_les_heures():
    plus_large = avec(REGLEMENT, aide_heures_max=D(500))

    trouve = calculer(dossier("pet_tutorat", D(480)), reglement=plus_large, verdict=Verdict.ELIGIBLE)

    assert [(c.code, c.perdu) for c in trouve.coupes] == [("plafond", D(400))]
    assert trouve.montant == D("2000.00")


def test_ce_qu_un_autre_financeur_paie_n_est_pas_paye_deux_fois():
    trouve = calcul(dossier(heures=D(400), cout=D(4000)), autre_financement=D(1000))

    assert trouve.montant == D("2100.00")
    assert [(c.code, c.perdu) for c in trouve.coupes] == [("autre_financement", D(700))]
    assert trouve.coupes[0].phrase == (
        "Un autre financeur paie 1\u202f000\u00a0€\u00a0: l’aide se calcule sur le reste."
    )


def test_un_autre_financeur_qui_paie_tout_ne_laisse_rien():
    assert calcul(dossier(cout=D(900)), autre_financement=D(1200)).montant == D("0.00")


def test_ce_qu_une_majoration_apporterait_est_dit_avec_l_age():
    trouve = calcul(dossier(cout=D(2000), rqth=False, senior=False))

    assert [(g.code, g.montant) for g in trouve.gains] == [("rqth", D("1400.00")), ("senior", D("700.00"))]
    assert trouve.gains[1].phrase == ("Si la personne a 55 ans ou plus à l’embauche\u00a0: 700\u00a0€ de plus.")


def test_la_plus_forte_des_deux_majorations_compte_apres_le_plafond():
    trouve = calcul(dossier(heures=D(500), cout=D(9000), rqth=True, senior=True))

    assert (trouve.majoration, trouve.base, trouve.montant, trouve.majore_de, trouve.gains) == (
        "rqth", D(4200), D("8400.00"), D("4200.00"), (),
    )  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(DOSSIERS, EUROS)
def test_les_coupes_expliquent_tout_l_ecart(demande, autre):
    trouve = calcul(demande, autre_financement=autre)

    assert trouve.brut - sum((c.perdu for c in trouve.coupes), D(0)) == trouve.base
    assert all(c.perdu > 0 for c in trouve.coupes)
    assert D(0) <= trouve.base <= trouve.plafond


@settings(max_examples=25, deadline=None)
@given(DOSSIERS, st.sampled_from(list(Verdict)))
def test_le_calcul_et_le_montant_du_contrat_sont_les_memes(demande, verdict):
    assert calcul(demande, verdict).montant == montant(demande, reglement=REGLEMENT, verdict=verdict)


@settings(max_examples=25, deadline=None)
@given(DOSSIERS)
def test_un_gain_est_ce_que_le_calcul_trouve_avec_la_majoration(demande):
    trouve = calcul(demande)

    for nom in ("rqth", "senior"):
        en_plus = calcul(avec(demande, **{f"salarie__{nom}": True})).montant - trouve.montant
        assert [gain.montant for gain in trouve.gains if gain.code == nom] == ([en_plus] if en_plus else [])


@settings(max_examples=25, deadline=None)
@given(DOSSIERS, st.decimals(0, 100, places=2), st.decimals(0, 5000, places=2))
def test_plus_d_heures_ou_plus_cher_ne_donne_jamais_moins(demande, heures, cout):
    plus = avec(
        demande,
        formation__heures=demande.formation.heures + heures,
        formation__cout=demande.formation.cout + cout,
    )

    assert calcul(plus).montant >= calcul(demande).montant


@settings(max_examples=25, deadline=None)
@given(DOSSIERS, HEURES, EUROS)
def test_le_du_ne_depasse_ni_l_accorde_ni_ce_qui_a_ete_fait(demande, heures, cout):
    accorde = calcul(demande).montant
    realise = Realise(heures, cout, demande.formation.debut)

    du = montant_du(demande, realise=realise, reglement=REGLEMENT, accorde=accorde)
    fait = calcul(avec(demande, formation__heures=heures, formation__cout=cout)).montant

    assert du.montant <= min(accorde, fait)
    assert du.brut - sum((c.perdu for c in du.coupes), D(0)) == du.base


def test_le_du_suit_les_heures_faites_et_le_cout_paye():
    demande = dossier(heures=D(200), cout=D(3000))
    realise = Realise(D(150), D(2400), date(2026, 3, 16))

    du = montant_du(demande, realise=realise, reglement=REGLEMENT, accorde=D("2100.00"))

    assert (du.montant, du.heures_comptees, du.cout_compte) == (D("1575.00"), D(150), D(2250))


def test_le_du_ote_ce_qu_un_autre_financeur_paie():
    demande = dossier(heures=D(200), cout=D(3000))
    realise = Realise(D(200), D(2400), date(2026, 3, 16), autre=D(1000))

    du = montant_du(demande, realise=realise, reglement=REGLEMENT, accorde=D("2100.00"))

    assert (du.montant, [(c.code, c.perdu) for c in du.coupes]) == (D("980.00"), [("autre_financement", D(700))])


def test_un_financeur_qui_paie_le_depassement_ne_coute_rien_a_l_employeur():
    """2 500 € invoiced for 2 100 planned, the 400 beyond paid by an Opco: the establishment paid what was planned."""
    demande = dossier(heures=D(200), cout=D(2100))
    realise = Realise(D(200), D(2500), date(2026, 3, 16), autre=D(400))

    du = montant_du(demande, realise=realise, reglement=REGLEMENT, accorde=D("1470.00"))

    assert du.montant == D("1470.00")


@pytest.mark.parametrize(
    "realise",
    [
        pytest.param(Realise(), id="rien n’est dit"),
        pytest.param(Realise(D(0), D(0), date(2026, 3, 16)), id="rien n’a été fait"),
        pytest.param(Realise(D(200), D(3000), date(2026, 5, 3)), id="commencée trop tard"),
        pytest.param(Realise(D(200), D(3000), date(2026, 2, 1)), id="commencée avant le contrat"),
    ],
)
def test_rien_n_est_du_sans_formation_ou_hors_delai(realise):
    demande = dossier(cout=D(3000))

    assert montant_du(demande, realise=realise, reglement=REGLEMENT, accorde=D("2100.00")).montant == D("0.00")


def test_une_majoration_refusee_faute_de_justificatif_ne_revient_pas_au_paiement():
    """Granted without the increase: the amount due stops at what was granted, whatever the file says."""
    demande = dossier(cout=D(3000), rqth=True)
    realise = Realise(D(200), D(3000), date(2026, 3, 16))

    du = montant_du(demande, realise=realise, reglement=REGLEMENT, accorde=D("2100.00"))

    assert (du.montant, du.coupes[-1].code) == (D("2100.00"), "accorde")


@pytest.mark.parametrize(
    ("prenom", "nom"),
    [("Jean-Luc", "Le Gall"), ("JEAN LUC", "LE  GALL"), ("Le Gall", "Jean‑Luc"), (" jean-luc", "le gall ")],
)
def test_une_personne_se_reconnait_malgre_la_saisie(prenom, nom):
    assert cle_de_personne(prenom, nom, date(1969, 5, 1)) == "gall jean le luc 1969-05-01"


def test_une_personne_a_moitie_connue_n_a_pas_de_cle():
    assert [
        cle_de_personne("", "Lenoir", date(1969, 5, 1)),
        cle_de_personne("Samira", "-", date(1969, 5, 1)),
        cle_de_personne("Samira", "Lenoir", None),
    ] == ["", "samira 1969-05-01", ""]


def test_l_age_se_compte_au_jour_de_l_anniversaire():
    assert [age_au(date(1971, 3, 2), date(2026, 3, jour)) for jour in (1, 2)] == [54, 55]
    assert [age_au(date(1972, 2, 29), jour) for jour in (date(2027, 2, 28), date(2027, 3, 1))] == [54, 55]


def test_chaque_preuve_demandee_a_un_nom():
    for aide in Dispositif:
        for etape in Etape:
            assert {*acceptees(aide, etape)} <= set(CategoriePiece.values)
            assert manquantes(aide, etape, requises(aide, etape)) == []
    assert manquantes("pef", Etape.BILAN, ["aide_facture"]) == ["aide_realisation"]

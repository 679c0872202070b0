"""Where a session is displayed and why not: states day by day, what LHÉO demands, one missing thing at a time."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sessions_formation.enums import EtatDiffusion, StatutSession
from sessions_formation.regles import diffusion
from sessions_formation.regles.diffusion import etat_de, manques, raisons_du_cariforef, raisons_du_site, remarques
from sessions_formation.regles.offre import Lieu, Visee, propre
from tests.regles.offres import FICHE, FORMATEUR, LE, OFFRE

COMMENCEE = date(2027, 2, 1)
APRES = date(2027, 5, 1)


def codes(raisons) -> list[str]:
    return [raison.code for raison in raisons]


def test_les_etats_sont_ceux_de_la_base():
    etats = {diffusion.OUVERTE, diffusion.FERMEE, diffusion.TERMINEE, diffusion.ANNULEE}
    assert etats == set(EtatDiffusion.values)
    assert set(StatutSession.values) >= diffusion.EN_LIGNE | diffusion.ACHEVEE


@pytest.mark.parametrize(
    ("change", "le", "etat"),
    [
        pytest.param({}, LE, "ouverte", id="publiee-a-venir"),
        pytest.param({}, date(2027, 1, 10), "ouverte", id="la-veille"),
        pytest.param({}, date(2027, 1, 11), "fermee", id="le-premier-jour"),
        pytest.param({"statut": "demarree"}, COMMENCEE, "fermee", id="demarree"),
        pytest.param({"statut": "demarree", "permanente": True}, COMMENCEE, "ouverte", id="entrees-permanentes"),
        pytest.param({"statut": "demarree", "permanente": True}, date(2027, 4, 30), "ouverte", id="dernier-jour"),
        pytest.param({"statut": "demarree", "permanente": True}, APRES, "terminee", id="finie-sans-etre-close"),
        pytest.param({"statut": "terminee"}, COMMENCEE, "terminee", id="terminee-avant-sa-fin"),
        pytest.param({"statut": "soldee"}, APRES, "terminee", id="soldee"),
        pytest.param({"statut": "annulee"}, LE, "annulee", id="annulee"),
        pytest.param({"statut": "annulee", "commandee": False}, LE, "", id="retiree-avant-toute-commande"),
        pytest.param({"statut": "en_instruction", "commandee": False}, LE, "", id="pas-decidee"),
    ],
)
def test_l_etat_suit_le_jour_et_la_vie_de_la_session(change, le, etat):
    assert etat_de(replace(OFFRE, **change), le) == etat


def test_une_session_complete_est_affichee_partout():
    assert raisons_du_site(OFFRE, LE) == raisons_du_cariforef(OFFRE, LE) == remarques(OFFRE, LE) == []


def test_une_session_commencee_quitte_le_site_et_reste_au_cariforef_comme_fermee():
    assert codes(raisons_du_site(OFFRE, COMMENCEE)) == ["commencee"]
    assert raisons_du_cariforef(OFFRE, COMMENCEE) == []


@pytest.mark.parametrize(
    ("change", "attendus"),
    [
        pytest.param({"responsable": replace(FORMATEUR, nda="")}, ["nda"], id="sans-nda"),
        pytest.param({"responsable": replace(FORMATEUR, nda="5244000004")}, ["nda"], id="nda-de-dix-chiffres"),
        pytest.param(
            {"responsable": replace(FORMATEUR, adresse=Lieu("", "44000", "Nantes"))}, ["adresse"], id="sans-rue"
        ),
        pytest.param({"responsable": replace(FORMATEUR, siret="")}, ["siret"], id="sans-siret"),
        pytest.param({"formateur": replace(FORMATEUR, siret="")}, ["siret"], id="formateur-sans-siret"),
        pytest.param({"formateur": replace(FORMATEUR, nom=" ")}, ["siret"], id="formateur-sans-nom"),
        pytest.param({"debut": None}, ["dates"], id="sans-date"),
        pytest.param({"debut": None, "responsable": replace(FORMATEUR, nda="")}, ["dates", "nda"], id="deux-choses"),
    ],
)
def test_ce_qui_manque_est_dit_et_d_un_coup(change, attendus):
    offre = replace(OFFRE, **change)
    assert codes(manques(offre)) == attendus
    if "debut" not in change:
        assert codes(raisons_du_cariforef(offre, LE)) == attendus
        assert raisons_du_site(offre, LE) == []


@pytest.mark.parametrize(
    ("fiche", "debut"),
    [
        pytest.param(None, "La fiche publique n’est pas écrite\u00a0: ", id="pas-de-fiche"),
        pytest.param(
            replace(FICHE, contenu=" \x07 ", rythme=" "),
            "Il manque dans la fiche publique\u00a0: programme, rythme. ",
            id="seuls-les-champs-vides-sont-nommes",
        ),
    ],
)
def test_sans_fiche_entiere_la_session_est_affichee_et_une_remarque_le_dit(fiche, debut):
    offre = replace(OFFRE, fiche=fiche)
    assert raisons_du_site(offre, LE) == raisons_du_cariforef(offre, LE) == manques(offre) == []
    (remarque,) = remarques(offre, LE)
    assert (remarque.code, remarque.ou) == ("fiche", diffusion.Ou.FICHE)
    assert remarque.phrase.startswith(debut)


def test_d_une_session_finie_on_ne_demande_plus_la_fiche():
    assert remarques(replace(OFFRE, statut="terminee", fiche=None), APRES) == []


@pytest.mark.parametrize("statut", sorted(set(StatutSession.values) - {"publiee", "demarree", "terminee", "soldee"}))
def test_une_demande_pas_commandee_dit_ce_qu_elle_attend(statut):
    offre = replace(OFFRE, statut=statut, commandee=False, fiche=None)
    (site,) = raisons_du_site(offre, LE)
    assert site.phrase.endswith(".")
    assert site.remede.endswith(".")
    assert codes(raisons_du_cariforef(offre, LE)) == ["pas_autorisee"]
    # What is closed has nothing left to be written; what is not may as well have its sheet ready.
    assert codes(remarques(offre, LE)) == ([] if statut in {"refusee", "annulee"} else ["fiche"])


def test_ce_qui_surprend_est_dit_sans_empecher_l_affichage():
    offre = replace(OFFRE, libres=0, certification=Visee("RNCP37701", "3", active=False))
    assert raisons_du_cariforef(offre, LE) == []
    assert codes(remarques(offre, LE)) == ["complete", "certification"]


@given(st.text(), st.integers(1, 60))
@settings(max_examples=25)
def test_ce_qui_est_propre_tient_et_s_encode(texte, maximum):
    net = propre(texte, maximum)
    assert len(net) <= maximum
    assert net == net.strip()
    assert net.encode().decode() == net
    assert not {"\x00", "\x0b", "\x1f", "\ufffe", "\ud800"} & set(net)

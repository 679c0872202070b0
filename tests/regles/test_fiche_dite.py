"""What is told of a session whose sheet is not written: what the Région knows, nothing else, and always enough."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from sessions_formation.enums import Deroule, ModaliteEnseignement, NiveauEntree
from sessions_formation.regles import lheo
from sessions_formation.regles.diffusion import manques
from sessions_formation.regles.fiche_dite import NIVEAU_TU, fiche_dite
from sessions_formation.regles.offre import Fiche, Visee
from tests.regles.lheo import defauts
from tests.regles.offres import FICHE, OFFRE
from tests.regles.test_lheo import SCHEMA, document, lu, valeurs

SANS = replace(OFFRE, fiche=None)
SCHEMA_LU = etree.XMLSchema(etree.parse(SCHEMA)) if SCHEMA.exists() else None


def test_une_fiche_ecrite_est_dite_telle_quelle():
    assert fiche_dite(OFFRE) == FICHE


def test_sans_fiche_on_dit_ce_que_la_region_sait_et_ce_qu_elle_ne_sait_pas():
    assert fiche_dite(SANS) == Fiche(
        objectif="Se former à\u00a0: Soudeur assembleur industriel.\nCertification visée\u00a0: RNCP38311.",
        contenu="420\u00a0heures pour chaque personne, du 11\u00a0janvier 2027 au 30\u00a0avril 2027.\n"
        "Le programme détaillé est à demander à l’organisme de formation.",
        resultats="Certification visée\u00a0: RNCP38311.\nUn emploi chez un employeur engagé à recruter.",
        rythme="420\u00a0heures pour chaque personne, du 11\u00a0janvier 2027 au 30\u00a0avril 2027.",
        deroule=Deroule.INDIVIDUALISE,
        modalite=ModaliteEnseignement.PRESENTIEL,
        niveau_entree=NIVEAU_TU,
        alternance="Non communiqué.",
    )


@pytest.mark.parametrize(
    ("socle", "certification", "resultats"),
    [
        (True, Visee("RS5616"), "Certification visée\u00a0: RS5616."),
        (True, None, "Une attestation de formation."),
        (True, Visee("RS5616", active=False), "Une attestation de formation."),
        (False, None, "Un emploi chez un employeur engagé à recruter."),
    ],
)
def test_n_est_promis_que_ce_que_la_session_promet(socle, certification, resultats):
    dite = fiche_dite(replace(SANS, socle=socle, certification=certification))
    assert dite.resultats == resultats
    assert ("Certification" in dite.objectif) == ("Certification" in resultats)


def test_un_champ_vide_ou_illisible_est_dit_en_court_et_les_autres_restent():
    dite = fiche_dite(replace(OFFRE, fiche=replace(FICHE, contenu=" \x07 ", niveau_entree=NiveauEntree.BAC)))
    assert dite == replace(FICHE, contenu=fiche_dite(SANS).contenu, niveau_entree=NiveauEntree.BAC)


@pytest.mark.parametrize(
    ("chemin", "attendu"),
    [
        ("code-niveau-entree", ["0"]),
        ("niveau-entree-obligatoire", ["0"]),
        ("parcours-de-formation", ["2"]),
        ("modalites-enseignement", ["0"]),
        ("modalites-alternance", ["Non communiqué."]),
        ("nombre-heures-centre", ["420"]),
        # Nobody said how many hours are in a company: no total is worked out.
        ("nombre-heures-entreprise", []),
        ("nombre-heures-total", []),
    ],
)
def test_les_codes_d_une_session_sans_fiche(chemin, attendu):
    assert valeurs(lu(SANS), chemin) == attendu


def test_le_niveau_tu_n_est_celui_d_aucune_fiche():
    assert NIVEAU_TU not in NiveauEntree.values
    assert lheo.PARCOURS[Deroule.INDIVIDUALISE] == "2"


@given(
    intitule=st.text(min_size=1, max_size=300).map(lambda texte: f"a{texte}"),
    socle=st.booleans(),
    permanente=st.booleans(),
    certification=st.none() | st.builds(Visee, st.just("RNCP38311"), st.sampled_from(["", "3"]), st.booleans()),
    heures=st.none() | st.integers(1, 32_767),
    debut=st.dates(date(2026, 1, 1), date(2030, 1, 1)),
    fiche=st.none() | st.builds(replace, st.just(FICHE), objectif=st.text(), contenu=st.text(), rythme=st.text()),
    etat=st.sampled_from(["ouverte", "fermee", "terminee", "annulee"]),
)
@settings(max_examples=25)
def test_toute_session_a_qui_rien_ne_manque_donne_un_fragment_valide(etat, **champs):
    offre = replace(OFFRE, **champs)
    assert manques(offre) == []
    arbre = etree.fromstring(document((offre, etat)))
    assert defauts(arbre) == []
    # Where the schema stands beside the project; our own control says the same without it.
    assert SCHEMA_LU is None or SCHEMA_LU.validate(arbre), SCHEMA_LU.error_log

"""Which of three answers is kept, what counts as placed, and which rates are shown."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from insertion.enums import SituationSuivi, Source
from insertion.regles.placement import DURABLE, EMBAUCHES, EMPLOI, ORDRE, retenir
from insertion.regles.resultats import (
    COMPTES,
    MESURES,
    PAR_HORIZON,
    Bornes,
    Croisement,
    Etat,
    a_cacher,
    additionner,
    les_taux,
    tableau,
    tus_par_les_filtres,
)

BORNES = Bornes(effectif_min=10, couverture_min=Decimal("0.50"))
SITUATIONS = st.sampled_from(SituationSuivi.values)
EFFECTIFS = st.dictionaries(st.integers(0, 20), st.integers(0, 40), max_size=12)


def comptes(**valeurs):
    return {**dict.fromkeys(COMPTES, 0), **valeurs}


@pytest.mark.parametrize(
    ("reponses", "situation", "source"),
    [
        pytest.param({}, "", "", id="personne-n-a-repondu"),
        pytest.param({"referent": "recherche"}, "recherche", "referent", id="le-referent-seul"),
        pytest.param(
            {"referent": "recherche", "employeur": "cdi", "stagiaire": "creation"}, "creation", "stagiaire",
            id="la-personne-d-abord",
        ),
        pytest.param(
            {"referent": "recherche", "employeur": "cdi"}, "cdi", "employeur", id="puis-l-employeur-qui-embauche"
        ),
        pytest.param(
            {"referent": "cdd_court", "employeur": "autre"}, "cdd_court", "referent",
            id="l-employeur-qui-n-embauche-pas-n-est-pas-entendu",
        ),
        pytest.param({"employeur": "recherche"}, "", "", id="lui-seul-ne-repond-pas"),
    ],
)  # fmt: skip
def test_une_seule_situation_est_retenue(reponses, situation, source):
    assert retenir(reponses) == (situation, source)


@given(st.dictionaries(st.sampled_from(Source.values), SITUATIONS))
def test_ce_qui_est_retenu_a_ete_dit_et_durable_suppose_emploi(reponses):
    retenue = retenir(reponses)

    assert reponses.get(retenue.source, "") == retenue.situation
    assert not retenue.compte_pour(DURABLE) or retenue.compte_pour(EMPLOI)


def test_les_mots_des_regles_sont_ceux_de_la_maison():
    assert set(ORDRE) == set(Source.values)
    assert DURABLE.situations < EMPLOI.situations < set(SituationSuivi.values)
    assert EMPLOI.situations - EMBAUCHES == {"creation"}
    assert EMBAUCHES - EMPLOI.situations == {"cdd_tres_court", "interim_court"}


@pytest.mark.parametrize(
    ("sortis", "reponses", "etat"),
    [
        (0, 0, Etat.PERSONNE),
        (9, 9, Etat.PEU_DE_PERSONNES),
        (10, 4, Etat.PEU_DE_REPONSES),
        (10, 5, Etat.MONTRE),
    ],
)
def test_un_taux_ne_se_montre_qu_avec_assez_de_personnes_et_de_reponses(sortis, reponses, etat):
    lus = comptes(demandes_6=sortis, reponses_6=reponses, emploi_6=min(reponses, 4))

    taux = les_taux(lus, BORNES)["emploi_6"]

    assert taux.etat == etat
    assert taux.part == (Decimal("0.4") if etat == Etat.MONTRE else None)
    assert taux.part_des_reponses == (Decimal("0.8") if etat == Etat.MONTRE else None)


def test_une_place_vide_se_dit_et_deux_personnes_seules_non():
    assert les_taux(comptes(capacite=12), BORNES)["remplissage"].part == 0
    assert les_taux(comptes(capacite=12, entres=2, tenues=2), BORNES)["remplissage"].part is None


@given(EFFECTIFS, st.integers(2, 15))
def test_ce_qui_est_cache_ne_se_retrouve_pas_par_soustraction(effectifs, minimum):
    cachees = a_cacher(effectifs, effectif_min=minimum)

    presents = {cle for cle, combien in effectifs.items() if combien}
    assert {cle for cle in presents if effectifs[cle] < minimum} <= cachees <= presents
    if cachees and cachees != presents:
        assert len(cachees) >= 2
        assert sum(effectifs[cle] for cle in cachees) >= minimum


@given(st.lists(st.integers(0, 30), min_size=1, max_size=6))
def test_aucun_taux_d_un_tableau_ne_parle_de_trop_peu_de_personnes(sortis):
    lignes = {rang: comptes(demandes_6=n, reponses_6=n, emploi_6=n // 2) for rang, n in enumerate(sortis)}

    rendu = tableau(lignes, BORNES)

    for cle, taux in rendu.items():
        assert taux["emploi_6"].montrable <= (lignes[cle]["demandes_6"] >= BORNES.effectif_min)
        assert (taux["emploi_6"].etat == Etat.PERSONNE) == (lignes[cle]["demandes_6"] == 0)


def test_une_ligne_qu_un_filtre_trahirait_se_cache_et_une_autre_avec_elle():
    def ligne(sortis):
        return comptes(demandes_6=sortis, reponses_6=sortis, emploi_6=sortis // 2)

    # 23 welders in all: who reads the 20 of 2025 knows what became of the three of 2026.
    annees = {
        "2025": {"soudure": ligne(20), "usinage": ligne(25), "cuisine": ligne(30)},
        "2026": {"soudure": ligne(3), "usinage": ligne(40), "cuisine": ligne(40)},
    }

    tus = tus_par_les_filtres([Croisement(annees, "2025")], BORNES)

    assert ("emploi_6" in tus.codes, tus.lignes["emploi_6"]) == (False, {"soudure"})
    rendu = tableau(annees["2025"], BORNES, tus)
    assert [cle for cle, taux in rendu.items() if taux["emploi_6"].montrable] == ["cuisine"]


def test_chaque_taux_a_sa_definition_et_jamais_plus_que_ses_personnes():
    assert additionner([comptes(entres=3), comptes(entres=4)]) == comptes(entres=7)
    assert all(mesure.definition.endswith(".") and mesure.code == code for code, mesure in MESURES.items())
    assert set(PAR_HORIZON) == {nom.rsplit("_", 1)[0] for nom in COMPTES if nom.endswith("_6")}

"""What the rules promise of any file of the right form."""

import json
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from pilotage.simulation.jugement import Jugement, decouper, juger, juger_tout
from pilotage.simulation.natures import NATURES
from referentiels.regles.constats import OBJETS, Constat, Niveau, Verdict, verdict_de
from referentiels.regles.reglement import reglement_pour
from tests.regles.reglements import BAREMES, CHANGEMENT, DEPARTEMENTS, LE, SECTEURS, reglement_au
from tests.regles.strategies import dossiers, natures_et_dossiers

INITIALES = {"intention": "I-", "session": "S-", "stagiaire": "T-", "aide": "A-"}


def juge(nature, dossier, reglement_au=reglement_au):
    return juger(nature, json.dumps(dossier).encode(), le=LE, reglement_au=reglement_au)


def lu(dossier, *chemin):
    """The value at a path, None where the file does not give it."""
    for cle in chemin:
        dossier = (dossier or {}).get(cle)
    return dossier


def regles_muettes(nature, dossier):
    """The rules that do not apply to a file, by the words of domaine.md."""
    muettes = {
        "intention": {
            "I-DUREE": lu(dossier, "contrat", "type") in ("creation_entreprise", "independant"),
            "I-MOBILITE": not lu(dossier, "formation", "departement"),
        },
        "session": {
            "S-EXCLUSIVITE": not lu(dossier, "intentions"),
            "S-HABILITATION": not lu(dossier, "session", "certification"),
        },
        "stagiaire": {
            "T-POSTE": lu(dossier, "session", "type") == "socle",
            "T-INTEGRATION": lu(dossier, "session", "commencee") is False,
            "T-TEMPS-PARTIEL": not lu(dossier, "stagiaire", "temps_partiel"),
        },
        "aide": {"A-QUALIOPI": lu(dossier, "dispositif") in ("pet_tutorat", "pet_afest")},
    }
    return {regle for regle, muette in muettes[nature].items() if muette}


@given(natures_et_dossiers())
def test_tout_dossier_de_la_bonne_forme_est_juge_et_chaque_regle_qui_s_applique_parle(cas):
    nature, dossier = cas
    jugement = juge(nature, dossier)

    attendues = {regle for regle in OBJETS if regle.startswith(INITIALES[nature])}
    assert {constat.regle for constat in jugement.constats} == attendues - regles_muettes(nature, dossier)


@given(natures_et_dossiers())
def test_un_dossier_n_est_jamais_plus_favorable_que_son_constat_le_plus_grave(cas):
    jugement = juge(*cas)

    graves = [Niveau.NON_CONFORME, Niveau.A_COMPLETER, Niveau.DEROGATION]
    verdicts = [Verdict.NON_ELIGIBLE, Verdict.A_COMPLETER, Verdict.DEROGATION, Verdict.ELIGIBLE]
    trouves = {constat.niveau for constat in jugement.constats}
    rang = next((rang for rang, niveau in enumerate(graves) if niveau in trouves), 3)
    assert jugement.verdict == verdicts[rang]


@given(natures_et_dossiers())
def test_chaque_constat_est_une_phrase_qui_cite_sa_source(cas):
    for constat in juge(*cas).constats:
        assert constat.message.endswith(".")
        assert constat.source != ""


@given(natures_et_dossiers())
def test_la_reponse_en_json_est_la_reponse(cas):
    jugement = juge(*cas)

    assert json.loads(jugement.en_json()) == jugement.en_dict()


@given(st.lists(st.sampled_from(list(Niveau))), st.randoms())
def test_le_verdict_ne_depend_ni_de_l_ordre_ni_de_ce_qui_est_conforme(niveaux, hasard):
    constats = [Constat("I-LIEU", niveau, "Une phrase.", "FAQ §1") for niveau in niveaux]
    melanges = [
        *constats,
        Constat("I-LIEU", Niveau.CONFORME, "Oui.", "PRES"),
        Constat("I-LIEU", Niveau.INFO, "À savoir.", ""),
    ]
    hasard.shuffle(melanges)

    assert verdict_de(melanges) == verdict_de(constats)


@given(st.data(), st.sampled_from(list(NATURES)))
def test_un_lot_est_juge_comme_chacun_de_ses_dossiers_et_dans_l_ordre(donnees, nature):
    lot = donnees.draw(st.lists(dossiers(nature), max_size=5))

    ensemble = list(juger_tout(nature, decouper(json.dumps(lot).encode()), le=LE, reglement_au=reglement_au))

    assert ensemble == [juge(nature, dossier) for dossier in lot]


@given(st.data(), st.sampled_from(list(NATURES)))
def test_dire_null_ou_ne_rien_dire_est_pareil(donnees, nature):
    dossier = donnees.draw(dossiers(nature))

    assert juge(nature, _sans_null(dossier)) == juge(nature, dossier)


def _sans_null(dossier):
    return {
        cle: _sans_null(valeur) if isinstance(valeur, dict) else valeur
        for cle, valeur in dossier.items()
        if valeur is not None
    }


@given(dossiers("aide"))
def test_une_aide_ne_depasse_jamais_son_plafond_majoration_comprise(dossier):
    jugement = juge("aide", dossier)

    droit = reglement_au(LE)
    plafonds = {
        "pef": droit.pef_plafond,
        "pet_tutorat": droit.tutorat_plafond,
        "pet_afest": droit.afest_plafond,
        None: Decimal(0),
    }
    majoration = 2 if lu(dossier, "salarie", "rqth") else Decimal("1.5") if lu(dossier, "salarie", "senior") else 1
    assert 0 <= jugement.montant <= plafonds[lu(dossier, "dispositif")] * majoration
    assert jugement.montant.as_tuple().exponent == -2
    assert jugement.montant == 0 or jugement.verdict != Verdict.NON_ELIGIBLE


def _avant_changement(le):
    """The law as it was before anybody thought of changing it."""
    d_origine = {code: replace(bareme, paliers=bareme.paliers[:1]) for code, bareme in BAREMES.items()}
    return reglement_pour(le, d_origine, SECTEURS, DEPARTEMENTS)


@given(st.data(), st.sampled_from([nature for nature in NATURES if NATURES[nature].forme.datee]))
def test_un_dossier_passe_est_juge_par_le_reglement_de_son_jour(donnees, nature):
    dossier = donnees.draw(dossiers(nature))
    le = donnees.draw(st.dates(max_value=CHANGEMENT - timedelta(days=1))).isoformat()

    assert juge(nature, dossier | {"date": le}) == juge(nature, dossier | {"date": le}, _avant_changement)


def test_le_reglement_change_au_jour_dit():
    dossier = {"contrat": {"heures_hebdo": 24}}

    verdicts = [
        [str(c.niveau) for c in juge("intention", dossier | {"date": le}).constats if c.regle == "I-HEURES"]
        for le in ("2026-12-31", "2027-01-01")
    ]

    assert verdicts == [["conforme"], ["non_conforme"]]


def test_un_jugement_sans_montant_n_en_dit_pas():
    assert Jugement(Verdict.ELIGIBLE, []).en_dict() == {"verdict": "eligible", "constats": []}

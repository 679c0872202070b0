"""Each row of domaine.md § 4, Trainee on a session, and its boundary values."""

from datetime import date

import pytest

from sessions_formation.regles.dossier_stagiaire import DossierStagiaire
from sessions_formation.regles.stagiaire import examiner
from tests.regles.dossiers import STAGIAIRE, avec, niveaux
from tests.regles.reglements import LE, REGLEMENT

CONFORME, A_COMPLETER, NON_CONFORME, MUET = ["conforme"], ["a_completer"], ["non_conforme"], []


def constats(dossier=STAGIAIRE, **changements):
    return examiner(avec(dossier, **changements), reglement=REGLEMENT, le=LE)


def cas(*lignes):
    return pytest.mark.parametrize(
        ("changements", "attendu"),
        [pytest.param(changements, attendu, id=dit) for dit, changements, attendu in lignes],
    )


SITUATION, FIN_SIAE, ENTREE = "stagiaire__situation", "stagiaire__fin_contrat_siae", "stagiaire__date_entree"
SIAE = {SITUATION: "salarie_siae", ENTREE: date(2026, 4, 13)}


@cas(
    ("demandeur d’emploi", {SITUATION: "demandeur_emploi", ENTREE: None}, CONFORME),
    ("insertion, finie le jour de l’entrée", {**SIAE, FIN_SIAE: date(2026, 4, 13)}, CONFORME),
    ("insertion, finie le lendemain", {**SIAE, FIN_SIAE: date(2026, 4, 14)}, NON_CONFORME),
    ("insertion, fin tue", {**SIAE, FIN_SIAE: None}, A_COMPLETER),
    ("insertion, entrée tue", {**SIAE, FIN_SIAE: date(2026, 4, 1), ENTREE: None}, A_COMPLETER),
    ("salarié", {SITUATION: "salarie"}, NON_CONFORME),
    ("situation tue", {SITUATION: None}, A_COMPLETER),
)
def test_statut(changements, attendu):
    assert niveaux(constats(**changements), "T-STATUT") == attendu


PROJET, TYPE = "stagiaire__projet", "session__type"


@cas(
    ("salariat", {PROJET: "salariat"}, CONFORME),
    ("salariat, type tu", {PROJET: "salariat", TYPE: None}, CONFORME),
    ("création, sur intention", {PROJET: "creation"}, NON_CONFORME),
    ("création, socle", {PROJET: "creation", TYPE: "socle"}, CONFORME),
    ("création, type tu", {PROJET: "creation", TYPE: None}, A_COMPLETER),
    ("projet tu, socle", {PROJET: None, TYPE: "socle"}, CONFORME),
    ("projet tu", {PROJET: None}, A_COMPLETER),
)
def test_projet(changements, attendu):
    assert niveaux(constats(**changements), "T-PROJET") == attendu


POSTE = "stagiaire__poste_disponible"


@cas(
    ("poste libre", {POSTE: True}, CONFORME),
    ("aucun poste libre", {POSTE: False}, NON_CONFORME),
    ("on ne sait pas", {POSTE: None}, A_COMPLETER),
    ("socle", {POSTE: False, TYPE: "socle"}, MUET),
    ("type tu, poste libre", {POSTE: True, TYPE: None}, CONFORME),
    ("type tu, aucun poste", {POSTE: False, TYPE: None}, A_COMPLETER),
)
def test_poste(changements, attendu):
    assert niveaux(constats(**changements), "T-POSTE") == attendu


COMMENCEE, COMPATIBLE = "session__commencee", "stagiaire__progression_compatible"


@cas(
    ("pas commencée", {COMMENCEE: False, COMPATIBLE: False}, MUET),
    ("commencée, la progression le permet", {COMMENCEE: True, COMPATIBLE: True}, CONFORME),
    ("commencée, la progression ne le permet pas", {COMMENCEE: True, COMPATIBLE: False}, NON_CONFORME),
    ("commencée, sans réponse", {COMMENCEE: True, COMPATIBLE: None}, A_COMPLETER),
    ("début inconnu, la progression le permet", {COMMENCEE: None, COMPATIBLE: True}, CONFORME),
    ("début inconnu, la progression ne le permet pas", {COMMENCEE: None, COMPATIBLE: False}, A_COMPLETER),
)
def test_integration(changements, attendu):
    assert niveaux(constats(**changements), "T-INTEGRATION") == attendu


PLACES, REMPLACEMENT = "session__places_restantes", "stagiaire__remplacement"


@cas(
    ("une place", {PLACES: 1}, CONFORME),
    ("aucune place", {PLACES: 0}, NON_CONFORME),
    ("aucune place, remplacement", {PLACES: 0, REMPLACEMENT: True}, CONFORME),
    ("places tues, remplacement", {PLACES: None, REMPLACEMENT: True}, CONFORME),
    ("places tues", {PLACES: None}, A_COMPLETER),
    ("aucune place, remplacement inconnu", {PLACES: 0, REMPLACEMENT: None}, A_COMPLETER),
)
def test_place(changements, attendu):
    assert niveaux(constats(**changements), "T-PLACE") == attendu


@cas(
    *(
        (valideur, {"stagiaire__profil_valide_par": valideur}, CONFORME)
        for valideur in ("france_travail", "mission_locale", "cap_emploi", "departement")
    ),
    ("pas validé", {"stagiaire__profil_valide_par": None}, A_COMPLETER),
)
def test_profil(changements, attendu):
    assert niveaux(constats(**changements), "T-PROFIL") == attendu


@cas(
    ("admis", {"stagiaire__admis": True}, CONFORME),
    ("pas retenu", {"stagiaire__admis": False}, NON_CONFORME),
    ("sans réponse", {"stagiaire__admis": None}, A_COMPLETER),
)
def test_admission(changements, attendu):
    assert niveaux(constats(**changements), "T-ADMISSION") == attendu


@cas(
    ("temps partiel", {"stagiaire__temps_partiel": True}, ["info"]),
    ("temps plein", {"stagiaire__temps_partiel": False}, MUET),
    ("on ne sait pas", {"stagiaire__temps_partiel": None}, MUET),
)
def test_temps_partiel(changements, attendu):
    assert niveaux(constats(**changements), "T-TEMPS-PARTIEL") == attendu


def test_stagiaire_sans_defaut_dit_chaque_regle_qui_s_applique_dans_l_ordre_du_texte():
    assert [constat.regle for constat in constats()] == [
        "T-STATUT",
        "T-PROJET",
        "T-POSTE",
        "T-PLACE",
        "T-PROFIL",
        "T-ADMISSION",
    ]


def test_stagiaire_vide_demande_tout_ce_qui_manque():
    vide = examiner(DossierStagiaire(), reglement=REGLEMENT, le=LE)

    assert {str(constat.niveau) for constat in vide} == {"a_completer"}

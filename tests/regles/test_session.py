"""Each row of domaine.md § 4, Session request, and its boundary values."""

from datetime import date
from decimal import Decimal

import pytest

from sessions_formation.regles.achat import montant_demande
from sessions_formation.regles.dossier_session import DossierSession, IntentionAttachee
from sessions_formation.regles.session import examiner
from tests.regles.dossiers import RECEVABLE, SESSION, avec, niveaux
from tests.regles.reglements import LE, REGLEMENT

CONFORME, INFO, DEROGATION = ["conforme"], ["info", "conforme"], ["derogation"]
A_COMPLETER, NON_CONFORME, MUET = ["a_completer"], ["non_conforme"], []


def constats(dossier=SESSION, **changements):
    return examiner(avec(dossier, **changements), reglement=REGLEMENT, le=LE)


def message(regle, **changements):
    [trouve] = [constat.message for constat in constats(**changements) if constat.regle == regle]
    return trouve


def cas(*lignes):
    return pytest.mark.parametrize(
        ("changements", "attendu"),
        [pytest.param(changements, attendu, id=dit) for dit, changements, attendu in lignes],
    )


@cas(
    ("secteur du lot", {"session__secteur": "construction"}, CONFORME),
    ("autre secteur", {"session__secteur": "maritime"}, NON_CONFORME),
    ("secteur de la session tu", {"session__secteur": None}, A_COMPLETER),
    ("secteur du lot tu", {"lot__secteur": None}, A_COMPLETER),
)
def test_filiere(changements, attendu):
    assert niveaux(constats(**changements), "S-FILIERE") == attendu


@cas(
    ("dans le lot", {"session__departement": "53", "organisme__role": None}, CONFORME),
    ("ailleurs, mandataire", {"session__departement": "85"}, DEROGATION),
    ("ailleurs, cotraitant", {"session__departement": "85", "organisme__role": "cotraitant"}, DEROGATION),
    ("ailleurs, sous-traitant", {"session__departement": "85", "organisme__role": "sous_traitant"}, NON_CONFORME),
    ("ailleurs, extérieur", {"session__departement": "85", "organisme__role": "exterieur"}, NON_CONFORME),
    ("ailleurs, rôle tu", {"session__departement": "85", "organisme__role": None}, A_COMPLETER),
    ("département tu", {"session__departement": None}, A_COMPLETER),
    ("département laissé vide", {"session__departement": ""}, A_COMPLETER),
    ("départements du lot tus", {"lot__departements": None}, A_COMPLETER),
    ("aucun département au lot", {"lot__departements": ()}, A_COMPLETER),
)
def test_territoire(changements, attendu):
    assert niveaux(constats(**changements), "S-TERRITOIRE") == attendu


@cas(
    ("mandataire", {"organisme__role": "mandataire"}, CONFORME),
    ("cotraitant", {"organisme__role": "cotraitant"}, INFO),
    ("rôle tu", {"organisme__role": None}, A_COMPLETER),
)
def test_organisme_du_groupement(changements, attendu):
    assert niveaux(constats(**changements), "S-ORGANISME") == attendu


@pytest.mark.parametrize("role", ["sous_traitant", "exterieur"])
@pytest.mark.parametrize(
    ("capable", "accord", "attendu"),
    [
        pytest.param(True, True, NON_CONFORME, id="le groupement peut le faire"),
        pytest.param(True, None, NON_CONFORME, id="le groupement peut le faire, sans réponse du mandataire"),
        pytest.param(False, True, CONFORME, id="accord donné"),
        pytest.param(False, False, A_COMPLETER, id="accord pas donné"),
        pytest.param(False, None, A_COMPLETER, id="accord pas encore donné"),
        pytest.param(None, True, A_COMPLETER, id="on ne sait pas si le groupement peut"),
        pytest.param(None, None, A_COMPLETER, id="rien de connu"),
    ],
)
def test_organisme_hors_du_groupement(role, capable, accord, attendu):
    dossier = {
        "organisme__role": role,
        "organisme__groupement_capable": capable,
        "organisme__accord_mandataire": accord,
    }
    assert niveaux(constats(**dossier), "S-ORGANISME") == attendu


CONTINU, COMPLEMENT = "session__entrees_sorties_permanentes", "session__complement_groupe"
EQUILIBRE, EFFECTIF = "session__equilibre_financier", "session__effectif"
INCONNUES = {CONTINU: None, COMPLEMENT: None, EQUILIBRE: None}


@cas(
    ("cinq stagiaires", {EFFECTIF: 5, **INCONNUES}, CONFORME),
    ("quatre, aucune exception", {EFFECTIF: 4}, NON_CONFORME),
    ("quatre, exceptions inconnues", {EFFECTIF: 4, **INCONNUES}, A_COMPLETER),
    ("quatre, une exception inconnue", {EFFECTIF: 4, EQUILIBRE: None}, A_COMPLETER),
    ("un, entrées et sorties permanentes", {EFFECTIF: 1, CONTINU: True}, CONFORME),
    ("entrées et sorties permanentes, sans intention", {EFFECTIF: 1, CONTINU: True, "intentions": ()}, NON_CONFORME),
    ("entrées et sorties permanentes, intentions tues", {EFFECTIF: 1, CONTINU: True, "intentions": None}, A_COMPLETER),
    ("entrées et sorties tues, sans intention", {EFFECTIF: 1, CONTINU: None, "intentions": ()}, NON_CONFORME),
    ("un, complète un groupe", {EFFECTIF: 1, COMPLEMENT: True}, CONFORME),
    ("complète un groupe, le reste inconnu", {EFFECTIF: 1, **INCONNUES, COMPLEMENT: True}, CONFORME),
    ("trois, équilibre attesté", {EFFECTIF: 3, EQUILIBRE: True}, INFO),
    ("équilibre attesté, le reste inconnu", {EFFECTIF: 3, **INCONNUES, EQUILIBRE: True}, INFO),
    ("aucun stagiaire", {EFFECTIF: 0, COMPLEMENT: True}, NON_CONFORME),
    ("effectif tu", {EFFECTIF: None}, A_COMPLETER),
)
def test_effectif(changements, attendu):
    assert niveaux(constats(**changements), "S-EFFECTIF") == attendu


REFUSEE = IntentionAttachee("refusee", 9, engagee_ailleurs=False)
SANS_ETAT = IntentionAttachee(None, 3, engagee_ailleurs=False)
SANS_POSTES = IntentionAttachee("recevable", None, engagee_ailleurs=False)


@cas(
    ("socle, sans intention", {"type": "socle", "intentions": ()}, CONFORME),
    ("socle, avec une refusée", {"type": "socle", "intentions": (REFUSEE,)}, CONFORME),
    ("autant de postes que de parcours", {EFFECTIF: 6}, CONFORME),
    ("plus de postes", {EFFECTIF: 5}, CONFORME),
    ("un poste de moins", {EFFECTIF: 7}, NON_CONFORME),
    ("aucune intention", {"intentions": ()}, A_COMPLETER),
    ("intentions tues", {"intentions": None}, A_COMPLETER),
    ("une pas recevable, assez de postes", {"intentions": (RECEVABLE, RECEVABLE, REFUSEE)}, NON_CONFORME),
    ("une pas recevable, pas assez de postes", {"intentions": (RECEVABLE, REFUSEE)}, NON_CONFORME * 2),
    ("parcours tus", {EFFECTIF: None}, A_COMPLETER),
    ("une pas recevable, parcours tus", {EFFECTIF: None, "intentions": (REFUSEE,)}, A_COMPLETER + NON_CONFORME),
    ("état tu, dont dépend le compte", {"intentions": (RECEVABLE, SANS_ETAT)}, A_COMPLETER),
    ("état tu, sans effet", {"intentions": (RECEVABLE, RECEVABLE, SANS_ETAT)}, CONFORME),
    ("état tu, pas assez même ainsi", {EFFECTIF: 7, "intentions": (RECEVABLE, SANS_ETAT)}, NON_CONFORME),
    ("postes tus", {"intentions": (RECEVABLE, SANS_POSTES)}, A_COMPLETER),
    ("postes tus, sans effet", {"intentions": (RECEVABLE, RECEVABLE, SANS_POSTES)}, CONFORME),
    ("type tu, assez de postes", {"type": None}, CONFORME),
    ("type tu, pas assez de postes", {"type": None, EFFECTIF: 7}, A_COMPLETER),
    ("type tu, aucune intention", {"type": None, "intentions": ()}, A_COMPLETER),
)
def test_intentions(changements, attendu):
    assert niveaux(constats(**changements), "S-INTENTIONS") == attendu


AILLEURS = IntentionAttachee("recevable", 3, engagee_ailleurs=True)
ON_NE_SAIT = IntentionAttachee("recevable", 3)


@cas(
    ("aucune engagée ailleurs", {}, CONFORME),
    ("une engagée ailleurs", {"intentions": (RECEVABLE, AILLEURS)}, NON_CONFORME),
    ("une engagée, une inconnue", {"intentions": (ON_NE_SAIT, AILLEURS)}, NON_CONFORME),
    ("une inconnue", {"intentions": (RECEVABLE, ON_NE_SAIT)}, A_COMPLETER),
    ("sans intention", {"intentions": ()}, MUET),
    ("socle, intentions tues", {"type": "socle", "intentions": None}, MUET),
)
def test_exclusivite(changements, attendu):
    assert niveaux(constats(**changements), "S-EXCLUSIVITE") == attendu


@cas(
    ("au prix du lot", {"session__prix_heure": Decimal("9.50")}, CONFORME),
    ("en dessous", {"session__prix_heure": Decimal("9.49")}, CONFORME),
    ("un centime au-dessus", {"session__prix_heure": Decimal("9.51")}, DEROGATION),
    ("prix tu", {"session__prix_heure": None}, A_COMPLETER),
    ("prix du lot tu", {"lot__prix_heure": None}, A_COMPLETER),
)
def test_prix(changements, attendu):
    assert niveaux(constats(**changements), "S-PRIX") == attendu


@cas(
    ("une heure", {"session__heures": Decimal(1)}, CONFORME),
    ("750 heures", {"session__heures": Decimal(750)}, CONFORME),
    ("au-delà de 750", {"session__heures": Decimal("750.5")}, ["info"]),
    ("zéro", {"session__heures": Decimal(0)}, A_COMPLETER),
    ("négatif", {"session__heures": Decimal(-1)}, A_COMPLETER),
    ("heures tues", {"session__heures": None}, A_COMPLETER),
)
def test_duree(changements, attendu):
    assert niveaux(constats(**changements), "S-DUREE") == attendu


@cas(
    ("lieu du lot", {"session__lieu_du_lot": True}, CONFORME),
    ("nouveau lieu", {"session__lieu_du_lot": False}, DEROGATION),
    ("lieu tu", {"session__lieu_du_lot": None}, A_COMPLETER),
)
def test_lieu(changements, attendu):
    assert niveaux(constats(**changements), "S-LIEU") == attendu


@cas(
    ("dans la liste", {"session__certification": "RNCP35509"}, CONFORME),
    ("aucune", {"session__certification": None}, CONFORME),
    ("laissée vide", {"session__certification": ""}, CONFORME),
    ("une autre", {"session__certification": "RS5054"}, INFO),
    ("une autre, liste vide", {"session__certification": "RS5054", "lot__certifications": ()}, INFO),
    ("liste tue", {"lot__certifications": None}, CONFORME),
)
def test_certification(changements, attendu):
    assert niveaux(constats(**changements), "S-CERTIFICATION") == attendu


@cas(
    ("habilité", {"organisme__habilite": True}, CONFORME),
    ("pas habilité", {"organisme__habilite": False}, NON_CONFORME),
    ("on ne sait pas", {"organisme__habilite": None}, A_COMPLETER),
    ("certification laissée vide", {"session__certification": "", "organisme__habilite": None}, MUET),
    ("ne certifie pas", {"session__certification": None, "organisme__habilite": False}, MUET),
)
def test_habilitation(changements, attendu):
    assert niveaux(constats(**changements), "S-HABILITATION") == attendu


@cas(
    ("jusqu’au maximum", {"lot__montant_max": Decimal("72800.00")}, CONFORME),
    ("un centime de trop", {"lot__montant_max": Decimal("72799.99")}, NON_CONFORME),
    ("déjà dépassé, coût inconnu", {"lot__montant_max": Decimal(49999), "session__heures": None}, NON_CONFORME),
    ("coût inconnu", {"session__heures": None}, A_COMPLETER),
    ("effectif tu", {EFFECTIF: None}, A_COMPLETER),
    ("prix tu", {"session__prix_heure": None}, A_COMPLETER),
    ("maximum tu", {"lot__montant_max": None}, A_COMPLETER),
    ("déjà commandé tu", {"lot__montant_commande": None}, A_COMPLETER),
)
def test_plafond(changements, attendu):
    assert niveaux(constats(**changements), "S-PLAFOND") == attendu


def test_montant_demande_est_parcours_fois_heures_fois_prix():
    assert montant_demande(SESSION) == Decimal("22800.00")


DEBUT, FIN, LOT_DEBUT, LOT_FIN = "session__debut", "session__fin", "lot__debut", "lot__fin"


@cas(
    ("dans le lot", {}, CONFORME),
    ("commence le jour même", {DEBUT: LE}, CONFORME),
    ("commençait la veille", {DEBUT: date(2026, 3, 1)}, NON_CONFORME),
    ("finit le lendemain du début", {FIN: date(2026, 4, 14)}, CONFORME),
    ("finit le jour du début", {FIN: date(2026, 4, 13)}, NON_CONFORME),
    ("premier jour du lot", {LOT_DEBUT: date(2026, 4, 13)}, CONFORME),
    ("veille du lot", {LOT_DEBUT: date(2026, 4, 14)}, NON_CONFORME),
    ("dernier jour du lot", {LOT_FIN: date(2026, 7, 24)}, CONFORME),
    ("lendemain du lot", {LOT_FIN: date(2026, 7, 23)}, NON_CONFORME),
    ("début tu", {DEBUT: None}, A_COMPLETER),
    ("fin tue", {FIN: None}, A_COMPLETER),
    ("validité du lot tue", {LOT_DEBUT: None}, A_COMPLETER),
    ("fin du lot tue", {LOT_FIN: None}, A_COMPLETER),
    ("fin tue, début déjà passé", {FIN: None, DEBUT: date(2026, 3, 1)}, NON_CONFORME),
    ("fin tue, début après le lot", {FIN: None, LOT_FIN: date(2026, 4, 12)}, NON_CONFORME),
    ("début tu, fin avant le lot", {DEBUT: None, LOT_DEBUT: date(2026, 8, 1)}, NON_CONFORME),
)
def test_dates(changements, attendu):
    assert niveaux(constats(**changements), "S-DATES") == attendu


def test_dates_disent_tous_leurs_defauts_en_une_phrase():
    assert message("S-DATES", session__debut=date(2022, 12, 1), session__fin=date(2022, 11, 30)) == (
        "La fin n’est pas après le début, le 1er\u00a0décembre 2022 est déjà passé "
        "et le lot ne commence que le 1er\u00a0janvier 2023."
    )


def test_postes_et_parcours_se_comparent_dans_le_message():
    assert message("S-INTENTIONS", session__effectif=7) == (
        "6\u00a0postes pour 7 parcours\u00a0: il faut d’autres intentions, ou moins de parcours."
    )


def test_session_sans_defaut_dit_chaque_regle_une_fois_dans_l_ordre_du_texte():
    assert [constat.regle for constat in constats()] == [
        "S-FILIERE",
        "S-TERRITOIRE",
        "S-ORGANISME",
        "S-EFFECTIF",
        "S-INTENTIONS",
        "S-EXCLUSIVITE",
        "S-PRIX",
        "S-DUREE",
        "S-LIEU",
        "S-CERTIFICATION",
        "S-HABILITATION",
        "S-PLAFOND",
        "S-DATES",
    ]


def test_session_vide_demande_tout_ce_qui_manque():
    vide = examiner(DossierSession(), reglement=REGLEMENT, le=LE)

    assert {constat.regle for constat in vide if constat.niveau != "a_completer"} == {"S-CERTIFICATION"}

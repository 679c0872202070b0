"""From JSON to JSON: the form of files, and what is said of one that does not have it."""

import json

import pytest

from intentions.regles.dossier import Etape
from pilotage.simulation.erreurs import FormeInvalide
from pilotage.simulation.jugement import FichierIllisible, decouper, erreur_en_json, juger, juger_tout
from tests.regles.reglements import LE, PREMIER_JOUR, reglement_au


def erreur(nature, contenu):
    with pytest.raises(FormeInvalide) as refus:
        juger(nature, contenu.encode(), le=LE, reglement_au=reglement_au)
    return str(refus.value).replace("\u00a0", " ")


DATE = "une date est attendue, écrite comme 2026-03-02."
DEMESURE = "ce nombre est hors de toute mesure."


@pytest.mark.parametrize(
    ("nature", "contenu", "phrase"),
    [
        ("intention", '{"contrat": {"heures_hebdo": "dix"}}', "contrat.heures_hebdo : un nombre est attendu."),
        ("intention", '{"contrat": {"heures_hebdo": true}}', "contrat.heures_hebdo : un nombre est attendu."),
        ("intention", '{"contrat": {"heures_hebdo": "NaN"}}', "contrat.heures_hebdo : un nombre est attendu."),
        ("intention", '{"contrat": {"duree_mois": 1e400}}', f"contrat.duree_mois : {DEMESURE}"),
        ("intention", '{"contrat": {"duree_mois": 1e-400}}', f"contrat.duree_mois : {DEMESURE}"),
        ("intention", '{"poste": {"nombre": 1.5}}', "poste.nombre : un nombre entier est attendu."),
        ("intention", '{"poste": {"nombre": 99999999999999999999}}', f"poste.nombre : {DEMESURE}"),
        ("intention", '{"employeur": "Tôlerie"}', "employeur : un objet est attendu."),
        ("intention", '{"employeur": {"siae": "oui"}}', "employeur.siae : true ou false est attendu."),
        ("intention", '{"employeur": {"nom": 3}}', "employeur.nom : un texte est attendu."),
        ("intention", '{"date": "hier"}', f"date : {DATE}"),
        ("intention", '{"date": 20260302}', f"date : {DATE}"),
        ("intention", '{"etapes": "jury"}', "etapes : une liste est attendue."),
        (
            "intention",
            '{"etapes": ["jury", "fête"]}',
            "etapes[1] : « fête » n’est pas une de ces valeurs, " + ", ".join(Etape) + ".",
        ),
        ("intention", '{"couleur": "bleu"}', "couleur : cette clé n’existe pas."),
        ("intention", '{"poste": {"couleur": "bleu"}}', "poste.couleur : cette clé n’existe pas."),
        ("intention", "3", "le dossier : un objet est attendu."),
        ("intention", "null", "le dossier : un objet est attendu."),
        ("intention", "{", "le dossier : ce n’est pas du JSON lisible."),
        ("session", '{"intentions": [{}, {"postes": "six"}]}', "intentions[1].postes : un nombre entier est attendu."),
        ("session", '{"intentions": [{"postes": 9999999999}]}', f"intentions[0].postes : {DEMESURE}"),
        ("session", '{"intentions": [{"nom": "x"}]}', "intentions[0].nom : cette clé n’existe pas."),
        (
            "stagiaire",
            '{"session": {"type": "autre"}}',
            "session.type : « autre » n’est pas une de ces valeurs, socle, intention.",
        ),
        ("stagiaire", '{"date": "2026-03-02"}', "date : cette clé n’existe pas."),
        ("aide", '{"formation": {"cout": "4 000"}}', "formation.cout : un nombre est attendu."),
    ],
)
def test_erreur_de_forme_nomme_la_cle_en_francais(nature, contenu, phrase):
    assert erreur(nature, contenu) == phrase


@pytest.mark.parametrize("jour", ["0001-01-01", "1990-01-01", "2022-12-31"])
def test_jour_d_avant_tout_reglement_est_juge_par_le_premier(jour):
    def juge(le):
        contenu = f'{{"date": "{le}", "contrat": {{"type": "cdd", "duree_mois": 6, "heures_hebdo": 24}}}}'.encode()
        return juger("intention", contenu, le=LE, reglement_au=reglement_au)

    assert juge(jour) == juge(PREMIER_JOUR)
    assert [str(c.niveau) for c in juge(jour).constats if c.regle in ("I-DUREE", "I-HEURES")] == ["conforme"] * 2


def test_jour_d_avant_tout_reglement_reste_celui_des_dates():
    contenu = b'{"date": "1990-01-01", "session": {"debut": "1990-01-01", "fin": "1989-12-31"}}'

    constats = juger("session", contenu, le=LE, reglement_au=reglement_au).constats

    assert [c.message for c in constats if c.regle == "S-DATES"] == ["La fin n’est pas après le début."]


@pytest.mark.parametrize(
    ("un", "autre"),
    [
        pytest.param('{"cout": "4000.00"}', '{"cout": 4000}', id="montant en texte ou en nombre"),
        pytest.param('{"heures": 200.0}', '{"heures": 200}', id="nombre à virgule ou entier"),
        pytest.param('{"heures": 0e9999999}', '{"heures": 0}', id="zéro, quel que soit son exposant"),
        pytest.param('{"heures": null}', "{}", id="null ou rien"),
    ],
)
def test_deux_ecritures_d_un_meme_dossier_sont_jugees_pareil(un, autre):
    def juge(formation):
        contenu = f'{{"dispositif": "pef", "formation": {formation}}}'.encode()
        return juger("aide", contenu, le=LE, reglement_au=reglement_au)

    assert juge(un) == juge(autre)


def test_un_dossier_fautif_n_arrete_pas_les_autres():
    lot = decouper(b'[{"a": 1}, {}, 3, {"poste": {"nombre": NaN}}]')

    reponses = list(juger_tout("intention", lot, le=LE, reglement_au=reglement_au))

    assert [str(r).replace("\u00a0", " ") if isinstance(r, FormeInvalide) else str(r.verdict) for r in reponses] == [
        "a : cette clé n’existe pas.",
        "a_completer",
        "le dossier : un objet est attendu.",
        "poste.nombre : un nombre entier est attendu.",
    ]


def test_un_nombre_que_json_ne_sait_pas_ecrire_ne_met_en_cause_que_sa_cle():
    lot = decouper(
        b'[{"poste": {"nombre": NaN}}, {"contrat": {"duree_mois": -Infinity}}, {"contrat": {"duree_mois": 1e999}},'
        b'{"poste": {"nombre": %b}}, {"employeur": {"nom": NaN}}, {"employeur": NaN}, {"poste": {"nombre": 3}}]'
        % (b"9" * 5000)
    )

    reponses = list(juger_tout("intention", lot, le=LE, reglement_au=reglement_au))

    assert [r.chemin if isinstance(r, FormeInvalide) else str(r.verdict) for r in reponses] == [
        "poste.nombre",
        "contrat.duree_mois",
        "contrat.duree_mois",
        "poste.nombre",
        "employeur.nom",
        "employeur",
        "a_completer",
    ]


def test_une_moitie_de_caractere_devient_un_point_d_interrogation():
    [dossier] = decouper(b'[{"employeur": {"nom": "\\ud800"}}]')

    assert json.loads(bytes(dossier)) == {"employeur": {"nom": "?"}}


def test_la_marque_d_ordre_des_octets_est_ignoree():
    assert [bytes(dossier) for dossier in decouper(b"\xef\xbb\xbf[{}]")] == [b"{}"]


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        pytest.param(b'{"a": 1}', "Une liste de dossiers est attendue : [ {…}, {…} ].", id="pas une liste"),
        pytest.param(b"", "Ce n’est pas du JSON : il s’arrête d’être lisible ligne 1, colonne 1.", id="vide"),
        pytest.param(
            b"[1,\n x]", "Ce n’est pas du JSON : il s’arrête d’être lisible ligne 2, colonne 2.", id="malformé"
        ),
        pytest.param(b"\xff[]", "Ce n’est pas du JSON lisible, écrit en UTF-8.", id="pas de l’UTF-8"),
        pytest.param(b"[" * 200_000, "Ce n’est pas du JSON lisible, écrit en UTF-8.", id="trop profond"),
    ],
)
def test_fichier_illisible_est_refuse_en_francais(contenu, phrase):
    with pytest.raises(FichierIllisible) as refus:
        decouper(contenu)

    assert str(refus.value) == phrase


def test_le_reglement_d_un_jour_n_est_lu_qu_une_fois_par_lot():
    demandes = []

    def compter(le):
        demandes.append(le)
        return reglement_au(le)

    lot = decouper(b'[{}, {"date": "2026-03-02"}, {"date": "2027-01-01"}, {}]')
    verdicts = [r.verdict for r in juger_tout("intention", lot, le=LE, reglement_au=compter)]

    assert len(verdicts) == 4
    assert [str(le) for le in demandes] == ["2026-03-02", "2027-01-01"]


def test_erreur_en_json_tient_la_place_du_dossier():
    assert json.loads(erreur_en_json(FormeInvalide("cette clé n’existe pas", "a"))) == {
        "erreur": "a\u00a0: cette clé n’existe pas."
    }

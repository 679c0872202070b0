"""Figures as tables and as files: nothing of what is hidden, numbers as numbers, definitions with them."""

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from pilotage.dessins.temoins import BARRES, BORNES, EMPILEES, ENTONNOIR, TABLEAU, TEMOINS
from pilotage.regles.figures import Case
from pilotage.tableaux.affichage import montrer
from pilotage.tableaux.exports import exporter

LE = date(2026, 11, 23)
PERIMETRE = "De décembre 2025 à novembre 2026"
XML = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _csv(figure):
    reponse = exporter(figure, "csv", le=LE, perimetre=PERIMETRE)
    return list(csv.reader(StringIO(reponse.text.removeprefix("\ufeff")), delimiter=";"))


def _feuilles(figure) -> list[list[list[str]]]:
    """The sheets of its workbook: lines of cells, as spreadsheets read them."""
    reponse = exporter(figure, "xlsx", le=LE, perimetre=PERIMETRE)
    with ZipFile(BytesIO(reponse.content)) as classeur:
        communs = ET.fromstring(classeur.read("xl/sharedStrings.xml"))
        mots = ["".join(texte.text for texte in si.iter(f"{XML}t")) for si in communs]
        feuilles = [ET.fromstring(classeur.read(f"xl/worksheets/sheet{rang}.xml")) for rang in (1, 2)]
    return [[[_cellule(c, mots) for c in ligne] for ligne in feuille.iter(f"{XML}row")] for feuille in feuilles]


def _cellule(cellule, mots):
    valeur = cellule.find(f"{XML}v").text
    return mots[int(valeur)] if cellule.get("t") == "s" else float(valeur)


def test_le_csv_dit_les_nombres_leur_compte_et_pourquoi_il_en_manque():
    assert _csv(BARRES) == [
        ["Secteur", "En emploi (pour cent)", "En emploi : sur", "Emploi durable (pour cent)", "Emploi durable : sur"],
        ["Hôtellerie et restauration", "71", "58", "44", "58"],
        ["Agroalimentaire et métiers de la conservation des produits", "82", "40", "61", "40"],
        ["Transport", "trop peu de personnes", "", "trop peu de personnes", ""],
        ["Ensemble", "76", "", "52", ""],
    ]


def test_le_csv_porte_les_euros_au_centime_et_les_jours_au_dixieme():
    assert _csv(BORNES)[1] == ["Lot 1, Industrie", "412350,50", "200000,00", "800000,00", "610000,00"]
    assert _csv(ENTONNOIR)[3] == ["Entrée en formation", "612", "49", "", "31,5"]


def test_le_classeur_a_des_nombres_et_une_feuille_de_definitions():
    nombres, definitions = _feuilles(BARRES)

    assert nombres[1] == ["Hôtellerie et restauration", 71.0, 58.0, 44.0, 58.0]
    assert nombres[3] == ["Transport", "trop peu de personnes", "trop peu de personnes"]
    assert definitions[0] == ["De quoi", "Unité", "Définition"]
    assert ["Périmètre", PERIMETRE] in definitions
    assert ["En emploi", "pour cent", "En emploi, quel qu’il soit, à cette date."] in definitions


def test_un_taux_est_arrondi_une_seule_fois():
    """46 of 93 is 49,46 %: neither 49,5 % rounded again, nor 50 %."""
    ligne = BARRES.lignes[0]._replace(cases=(Case(Decimal(46) / 93 * 100, 93), Case(44, 58)))
    figure = BARRES._replace(lignes=(ligne,))

    assert montrer(figure)["lignes"][0]["cases"][0]["texte"] == "49\xa0%"
    assert _csv(figure)[1][1] == "49,5"


def test_ce_que_compte_une_ligne_est_dit_sur_la_page_et_dans_le_classeur():
    ligne = BARRES.lignes[0]._replace(definition="Ce que cette ligne compte.")
    figure = BARRES._replace(lignes=(ligne, *BARRES.lignes[1:]))

    assert montrer(figure)["definitions"] == [{"nom": ligne.nom, "definition": "Ce que cette ligne compte."}]
    assert _feuilles(figure)[1][-1] == [ligne.nom, "Ce que cette ligne compte."]


def test_le_nom_du_fichier_dit_la_figure_et_le_jour():
    fichiers = [exporter(ENTONNOIR, format_, le=LE, perimetre=PERIMETRE) for format_ in ("csv", "xlsx", "svg")]

    assert [fichier["Content-Disposition"] for fichier in fichiers] == [
        f'attachment; filename="temoin-entonnoir-2026-11-23.{format_}"' for format_ in ("csv", "xlsx", "svg")
    ]


def test_ce_qui_n_a_pas_de_dessin_n_a_pas_de_fichier_de_dessin():
    assert exporter(TABLEAU, "svg", le=LE, perimetre="") is None
    assert exporter(BARRES, "exe", le=LE, perimetre="") is None
    assert [e["format"] for e in montrer(TABLEAU, exports=lambda _: "#")["exports"]] == ["CSV", "XLSX"]


def test_un_nombre_mene_a_ses_dossiers_seulement_ou_l_on_peut_les_ouvrir():
    def adresses(vue):
        return [case["url"] for ligne in vue["lignes"] for case in ligne["cases"] if case["url"]]

    assert adresses(montrer(ENTONNOIR)) == []
    assert adresses(montrer(ENTONNOIR, adresse=lambda criteres: f"/x/?{criteres['etape']}")) == [
        "/x/?intention",
        "/x/?demande",
    ]


def test_ce_qui_est_cache_dit_pourquoi_et_rien_d_autre():
    derniere = montrer(ENTONNOIR)["lignes"][-1]["cases"]

    assert {(case["texte"], case["sur"], case["pourquoi"], case["url"]) for case in derniere} == {
        ("–", "", "trop peu de personnes", "")
    }
    assert [montrer(figure)["cache"] for figure in TEMOINS] == [True, True, True, False, False, False, False]


def test_ce_qui_se_lit_comme_une_formule_reste_un_texte():
    ligne = EMPILEES.lignes[0]._replace(nom="=1+1")

    assert _csv(EMPILEES._replace(lignes=(ligne,)))[1][0] == "'=1+1"

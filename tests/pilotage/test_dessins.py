"""Drawings, read back: what is drawn is in proportion, what is hidden is nowhere, and any figure can be drawn."""

import re
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest

from insertion.regles.resultats import Etat
from pilotage.dessins import dessiner, fichier_svg
from pilotage.dessins.mots import couper, dire, dire_court
from pilotage.dessins.series import LIGNES_MAX
from pilotage.dessins.temoins import BARRES, BORNES, COURBES, EMPILEES, ENTONNOIR, TABLEAU, TEMOINS, VIDE
from pilotage.regles.figures import Case, Colonne, Dessin, Figure, Ligne, Unite

LE = date(2026, 11, 23)
DESSINES = [figure for figure in TEMOINS if figure not in (TABLEAU, VIDE)]
NOM_LONG = "Agroalimentaire et métiers de la conservation des produits"


def _lire(figure: Figure) -> ET.Element:
    return ET.fromstring(str(dessiner(figure)))


def _barres(dessin: ET.Element) -> list[float]:
    """The widths of the bars, in shares, those of the legend left out."""
    rects = [rect for rect in dessin.iter("rect") if "d-barre" in rect.get("class", "")]
    return [float(rect.get("width").rstrip("%")) for rect in rects if rect.get("height") != "12"]


def _mots(dessin: ET.Element) -> list[str]:
    return [_simples(texte.text) for texte in dessin.iter() if texte.tag.endswith("text")]


def _simples(mots: str) -> str:
    """The same words, with spaces and signs one can type."""
    return mots.replace("\u202f", " ").replace("\xa0", " ").replace("\u2212", "-")


def _une(dessin: Dessin, *valeurs, unite=Unite.NOMBRE, **champs) -> Figure:
    """A figure of one column, a line per value."""
    lignes = tuple(Ligne(str(rang), f"Ligne {rang}", (Case(valeur),)) for rang, valeur in enumerate(valeurs))
    return Figure(
        "une",
        "Une figure",
        "Ce qu’on y lit.",
        (Colonne("a", "A", "Ce que c’est.", unite),),
        lignes,
        dessin=dessin,
        **champs,
    )


@pytest.mark.parametrize("figure", DESSINES, ids=lambda figure: figure.code)
def test_chaque_dessin_se_lit_porte_son_titre_et_n_a_ni_style_ni_script(figure):
    texte = str(dessiner(figure))
    dessin = ET.fromstring(texte)

    assert dessin.get("role") == "img"
    assert dessin.find("title").text == figure.titre
    assert dessin.find("desc").text.startswith(figure.phrase)
    assert dessin.get("aria-labelledby").split() == [dessin.find("title").get("id"), dessin.find("desc").get("id")]
    assert not re.search(r"style=|<script|<style|on\w+=", texte)


def test_les_barres_sont_a_l_echelle():
    assert _barres(_lire(_une(Dessin.BARRES, 100, 50, 25))) == [76.0, 38.0, 19.0]


def test_une_part_est_dessinee_sur_cent():
    """Two figures, or two months, are read alike: half is half of the bar."""
    assert _barres(_lire(_une(Dessin.BARRES, 50, 25, unite=Unite.POUR_CENT))) == [38.0, 19.0]


def test_une_valeur_negative_part_de_zero_vers_la_gauche():
    dessin = _lire(_une(Dessin.BARRES, 30, -10))
    barres = [rect for rect in dessin.iter("rect") if "d-barre" in rect.get("class")]

    assert [(barre.get("x"), barre.get("width")) for barre in barres] == [("19.00%", "57.00%"), ("0.00%", "19.00%")]
    assert "-10" in _mots(dessin)


def test_l_entonnoir_est_centre_et_dit_les_delais():
    dessin = _lire(ENTONNOIR)
    largeurs = _barres(dessin)

    assert largeurs == [76.0, 55.77, 37.51]
    assert "part du départ 73 % · délai médian 12 j" in _mots(dessin)


def test_ce_qui_est_cache_n_est_dessine_nulle_part():
    cachee = Case(None, etat=Etat.PEU_DE_PERSONNES)
    figure = _une(Dessin.BARRES, 40)._replace(
        lignes=(Ligne("a", "Montrée", (Case(40),)), Ligne("b", "Cachée", (cachee,)))
    )
    dessin = _lire(figure)

    assert len(_barres(dessin)) == 1
    assert _mots(dessin) == ["Montrée", "40", "Cachée", "–"]


def test_la_somme_d_une_barre_dont_un_morceau_est_cache_n_est_pas_dite():
    assert _mots(_lire(EMPILEES))[-4:] == ["Intention déposée", "137", "Entrée en formation", "–"]


def test_au_dela_des_motifs_les_plus_petits_morceaux_n_en_font_qu_un():
    series = tuple(Colonne(str(rang), f"Série {rang}", "Une série.") for rang in range(12))
    lignes = (Ligne("a", "Ligne", tuple(Case(rang) for rang in range(12))),)
    dessin = _lire(_une(Dessin.BARRES_EMPILEES)._replace(colonnes=series, lignes=lignes))

    # The first is nothing; of the eleven others, seven are drawn and four make one, 1 + 2 + 3 + 4 of 66.
    assert [mot for mot in _mots(dessin) if mot.startswith("Série")] == [f"Série {rang}" for rang in range(5, 12)]
    assert (len(_barres(dessin)), _barres(dessin)[-1]) == (8, round(76 * 10 / 66, 2))


def test_les_morceaux_se_suivent():
    dessin = _lire(EMPILEES)
    premiers = [
        rect for rect in dessin.iter("rect") if "d-barre" in rect.get("class", "") and rect.get("height") == "13"
    ][:3]
    departs = [float(rect.get("x").rstrip("%")) for rect in premiers]
    fins = [depart + float(rect.get("width").rstrip("%")) for depart, rect in zip(departs, premiers, strict=True)]

    assert departs[1:] == pytest.approx(fins[:2], abs=0.02)
    assert fins[2] == pytest.approx(76, abs=0.02)


def test_une_courbe_s_interrompt_ou_le_mois_n_est_pas_montre():
    lignes = [ligne for ligne in _lire(COURBES).iter("polyline") if "d-trait-1" in ligne.get("class")]

    assert [len(ligne.get("points").split()) for ligne in lignes] == [4, 6]


def test_une_courbe_monte_quand_le_nombre_monte():
    (ligne,) = _lire(_une(Dessin.COURBES, 10, 20, 40)).iter("polyline")
    hauteurs = [float(point.split(",")[1]) for point in ligne.get("points").split()]

    assert hauteurs == [165.0, 110.0, 0.0]


def test_les_series_different_par_leur_motif_et_par_leur_marque():
    motifs = [motif.get("id") for motif in _lire(EMPILEES).iter("pattern")]
    marques = {chemin.get("d") for chemin in _lire(COURBES).iter("path")}
    tirets = {ligne.get("stroke-dasharray") for ligne in _lire(COURBES).iter("polyline")}

    assert motifs == ["dessin-temoin_empilees-m1", "dessin-temoin_empilees-m2"]
    assert (len(marques), len(tirets)) == (3, 3)


def test_les_bornes_ont_chacune_leur_trait_et_disent_leurs_nombres():
    dessin = _lire(BORNES)
    bornes = [trait for trait in dessin.iter("line") if trait.get("class") == "d-borne"]

    assert len(bornes) == 1 + 2 * len(BORNES.lignes)
    assert "au moins 200 k€ · au plus 800 k€ · tendance 610 k€" in _mots(dessin)


def test_le_repere_est_trace_et_dit():
    dessin = _lire(BARRES)
    traits = [trait for trait in dessin.iter("line") if trait.get("class") == "d-repere"]

    assert len(traits) == len(BARRES.lignes)
    # A hundred is at 76 % of the width.
    assert {trait.get("x1") for trait in traits} == {f"{Decimal('0.76') * 76:.2f}%"}
    assert "Objectif de la Région : 76 %" in _mots(dessin)


def test_le_repere_ne_juge_que_les_lignes_dont_il_parle():
    dessin = _lire(BARRES._replace(repere_sur=frozenset({"h"})))

    assert len([trait for trait in dessin.iter("line") if trait.get("class") == "d-repere"]) == 1


def test_un_nom_long_est_coupe_dans_le_dessin():
    noms = [mot for mot in _mots(_lire(BARRES)) if mot.startswith("Agro")]

    assert noms == [couper(NOM_LONG, 42)]
    assert len(noms[0]) <= 42


def test_soixante_lignes_gardent_les_plus_grandes_dans_leur_ordre():
    dessin = _lire(_une(Dessin.BARRES, *range(60)))

    assert [mot for mot in _mots(dessin) if mot.startswith("Ligne")] == [f"Ligne {rang}" for rang in range(40, 60)]
    assert f"les {LIGNES_MAX} lignes les plus grandes" in dessin.find("desc").text


def test_avec_plusieurs_barres_par_ligne_on_en_dessine_moins():
    series = tuple(Colonne(str(rang), f"Série {rang}", "Une série.") for rang in range(6))
    lignes = tuple(Ligne(str(rang), f"Ligne {rang}", (Case(rang),) * 6) for rang in range(30))
    dessin = _lire(_une(Dessin.BARRES)._replace(colonnes=series, lignes=lignes))

    assert len([mot for mot in _mots(dessin) if mot.startswith("Ligne")]) == 7


@pytest.mark.parametrize("manieres", [m for m in Dessin if m not in (Dessin.AUCUN, Dessin.BORNES)])
@pytest.mark.parametrize("valeurs", [(0,), (0, 0), (7,), (-3, -8), (1234567, 2)])
def test_zero_une_ligne_ou_rien_que_du_negatif_se_dessinent(manieres, valeurs):
    assert _mots(_lire(_une(manieres, *valeurs))) != []


def test_rien_a_dessiner_ne_dessine_rien():
    assert [str(dessiner(figure)) for figure in (VIDE, TABLEAU, _une(Dessin.BARRES, None))] == ["", "", ""]


def test_le_fichier_se_suffit():
    racine = ET.fromstring(fichier_svg(BARRES, le=LE, perimetre="De janvier à novembre 2026"))
    mots = _mots(racine)

    assert mots[0] == BARRES.titre
    assert "De janvier à novembre 2026" in mots
    assert mots[-2:] == [
        "Source : exemple inventé, pour regarder les dessins",
        "Région Pays de la Loire, le 23 novembre 2026.",
    ]
    assert float(racine.get("height")) > 200


def test_un_nom_qui_ressemble_a_du_code_reste_un_nom():
    figure = _une(Dessin.BARRES, 1)._replace(lignes=(Ligne("a", "<b>A & B</b>", (Case(1),)),))

    assert _mots(_lire(figure))[0] == "<b>A & B</b>"


@pytest.mark.parametrize(
    ("valeur", "unite", "long", "court"),
    [
        (1234567, Unite.NOMBRE, "1 234 567", "1 234 567"),
        (Decimal("75.5"), Unite.POUR_CENT, "76 %", "76 %"),
        (Decimal("12.25"), Unite.JOURS_OUVRES, "12,3 j", "12,3 j"),
        (Decimal("412350.5"), Unite.EUROS, "412 350,50 €", "412 k€"),
        (Decimal(1250000), Unite.EUROS, "1 250 000 €", "1,25 M€"),
        (Decimal(-20), Unite.EUROS, "-20 €", "-20 €"),
        (None, Unite.EUROS, "–", "–"),
    ],
)
def test_les_nombres_sont_dits_a_la_francaise(valeur, unite, long, court):
    dits = [_simples(dire(valeur, unite)), _simples(dire_court(valeur, unite))]

    assert dits == [long, court]

"""Each component draws what its header comment promises, in each of its states, with plain values."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import render_to_string

from noyau.views.composants import EXEMPLES
from referentiels.regles.constats import Constat, Niveau, Verdict
from referentiels.templatetags.regles import ICONES_D_ETAT
from tests.html import choisir, lire, textes

COMPOSANTS = Path(settings.BASE_DIR) / "templates" / "composants"
DONNEES = json.loads(EXEMPLES.read_text(encoding="utf-8"))


def dessiner(nom: str, /, **contexte):
    return lire(render_to_string(f"composants/{nom}.html", contexte))


@pytest.mark.parametrize("gabarit", sorted(COMPOSANTS.glob("*.html")), ids=lambda gabarit: gabarit.stem)
def test_composant_dit_ses_parametres_et_ne_porte_ni_style_ni_script(gabarit):
    source = gabarit.read_text(encoding="utf-8")

    assert source.startswith(f"{{% comment %}}\ncomposants/{gabarit.name} — ")
    assert [interdit for interdit in ("style=", "<script", "<style", "onclick") if interdit in source] == []


@pytest.mark.parametrize("verdict", list(Verdict))
def test_verdict_porte_son_signe_et_ses_mots(verdict):
    arbre = dessiner("verdict", verdict=verdict, titre="Ce qui est dit", texte="Pourquoi.")

    assert choisir(arbre, "use")[0].get("href").endswith(f"#v-{verdict}")
    assert textes(arbre, ".verdict__titre, .verdict__corps p") == ["Ce qui est dit", "Pourquoi."]


def test_verdict_mene_ailleurs_sans_phrase():
    arbre = dessiner("verdict", verdict="non_eligible", titre="Non", lien="/aides/", lien_texte="D’autres aides")

    assert [(lien.get("href"), lien.text) for lien in choisir(arbre, "a")] == [("/aides/", "D’autres aides")]


def test_constats_du_plus_grave_au_moins_grave_les_conformes_replies():
    constats = [Constat(f"I-{niveau}", niveau, f"Constat {niveau}.", "FAQ §1") for niveau in Niveau]

    arbre = dessiner("constats", constats=constats)

    assert textes(arbre, ".constat__niveau") == [
        "Non conforme",
        "À compléter",
        "Dérogation possible",
        "Bon à savoir",
        "Conforme",
    ]
    assert textes(arbre, "details .constat__phrase") == ["Constat conforme."]
    assert textes(arbre, "summary") == ["1 condition remplie"]


def test_constat_nomme_son_objet_son_acte_et_sa_source():
    constat = {**DONNEES["constats"][0], "regle": "I-HEURES"}

    arbre = dessiner("constat", constat=constat)

    assert textes(arbre, ".constat__objet, .constat__faire, .constat__source") == [
        "Temps de travail",
        "Modifier le temps de travail",
        "FAQ § 6, règle I-HEURES",
    ]


@pytest.mark.parametrize("code", sorted(ICONES_D_ETAT))
def test_etat_a_une_icone_du_jeu(code):
    icones = (Path(settings.BASE_DIR) / "static" / "icones.svg").read_text(encoding="utf-8")

    arbre = dessiner("etat", code=code, libelle="Mot")

    nom = choisir(arbre, "use")[0].get("href").partition("#")[2]
    assert f'id="{nom}"' in icones
    assert textes(arbre, f".etat--{code}") == ["Mot"]


def test_historique_dit_qui_quoi_quand_pourquoi():
    arbre = dessiner("historique", lignes=DONNEES["historique"])

    assert textes(arbre, "li:first-child p") == [
        "Recevable par Hélène Pasquier, Région",
        "12 novembre 2026, 10 h 05",
        "CDD de 4 mois accepté : travail saisonnier, reconduit chaque année.",
    ]
    assert len(choisir(arbre, ".historique__motif")) == 1


def test_etapes_disent_ou_l_on_est_et_la_suite():
    arbre = dessiner("etapes", etapes=DONNEES["etapes"], rang=2)

    assert textes(arbre, ".etapes__ou, [aria-current=step], .faite a") == [
        "Étape 2 sur 4. Ensuite : votre participation",
        "L’établissement",
        "Le poste",
    ]


@pytest.mark.parametrize(
    ("niveau", "attendu"),
    [("", "2 jours ouvrés"), ("proche", "2 jours ouvrés"), ("depasse", "2 jours ouvrés, dépassé")],
)
def test_delai_depasse_est_dit_en_mots(niveau, attendu):
    assert textes(dessiner("delai", texte="2 jours ouvrés", niveau=niveau), ".delai") == [attendu]


def test_file_garde_l_ordre_d_arrivee_d_une_page_a_l_autre():
    arbre = dessiner("file", lignes=DONNEES["file"], premier=26)

    assert textes(arbre, ".file__rang") == ["26", "27", "28"]


def test_regroupement_dessine_ce_qui_manque():
    arbre = dessiner("regroupement", phrase="Il en manque 2", postes=["Heulin"], manque=2)

    assert textes(arbre, "li") == ["Heulin", "à trouver", "à trouver"]


def test_erreurs_d_ailleurs_menent_a_leur_ancre():
    liste = [{"texte": "Le lot est plein.", "ancre": ""}, {"texte": "Le motif manque", "ancre": "id_motif"}]

    arbre = dessiner("erreurs", titre="La demande ne part pas", liste=liste)

    assert [lien.get("href") for lien in choisir(arbre, "a")] == ["#id_motif"]
    assert textes(arbre, "li") == ["Le lot est plein.", "Le motif manque"]


def test_champ_hors_formulaire_relie_aide_erreur_et_unite():
    arbre = dessiner("champ", id="prix", nom="prix", libelle="Prix", aide="Par heure.", erreur="Trop.", unite="€")

    decrit_par = choisir(arbre, "input")[0].get("aria-describedby").split()
    assert [arbre.get_element_by_id(cible).text_content().strip() for cible in decrit_par] == [
        "Par heure.",
        "Trop.",
        "€",
    ]


def test_tableau_annonce_son_tri_et_le_titre_de_chaque_cellule():
    arbre = dessiner("tableau", titre="Intentions", colonnes=DONNEES["colonnes"], lignes=DONNEES["lignes"])

    assert [th.get("aria-sort") for th in choisir(arbre, "th[aria-sort]")] == ["descending"]
    assert {td.get("data-titre") for td in choisir(arbre, "td")} == {"Métier", "Postes", "Déposée", "État"}


@pytest.mark.parametrize(("niveau", "role"), [("success", "status"), ("info", "status"), ("error", "alert")])
def test_avis_interrompt_seulement_pour_une_erreur(niveau, role):
    assert choisir(dessiner("avis", texte="Fait.", niveau=niveau), ".avis")[0].get("role") == role


def test_tache_nomme_la_personne_a_qui_n_en_voit_pas_la_carte():
    tache = DONNEES["taches"][0]

    arbre = dessiner("tache", **{**tache, "icone_nom": tache["icone"]})

    assert textes(arbre, ".tache__actes a") == ["Appeler Mickaël Rousseau", "Répondre pour Mickaël Rousseau"]


def test_decision_propose_chaque_acte_par_un_bouton():
    arbre = dessiner("decision", effets=DONNEES["effets"], boutons=DONNEES["boutons"], champs=[], version=3)

    boutons = choisir(arbre, "button")
    assert [(b.get("name"), b.get("value")) for b in boutons] == [
        ("decision", "autoriser"),
        ("decision", "completer"),
        ("decision", "refuser"),
    ]
    assert choisir(arbre, "form")[0].get("method") == "post"
    assert choisir(arbre, "input[name=version]")[0].get("value") == "3"


AUTRES = {
    "vide": {"titre": "Rien", "texte": "Rien encore."},
    "apercu": {"titre": "Lettre", "detail": "", "lire": "/lire/"},
    "messages_fil": {"messages_fil": DONNEES["messages_fil"]},
    "frise": {"moments": DONNEES["frise"]},
    "suivi": DONNEES["suivis"][0],
    "filtres": {"nom": "Filtrer", "filtres": DONNEES["filtres"]},
    "pages": {"pages": DONNEES["pages"]},
    "confirmation": {
        "titre": "Retirer ?",
        "effets": ["C’est fini."],
        "verbe": "Retirer",
        "renoncer": "/",
        "renoncer_texte": "Garder",
    },
    "faits": {"faits": DONNEES["faits"]},
    "prise": {"nom": "i", "lignes": DONNEES["prise"]},
    "decision_bas": {"verdict": "derogation", "titre": "À décider"},
    "verdict_bas": {"verdict": "eligible", "titre": "Tout convient"},
    "fil_ariane": {"chemin": [{"titre": "Demandes", "url": "/"}], "ici": "Nouvelle"},
    "onglets": {"onglets": DONNEES["onglets"]},
    "avance": {"fait": 2, "total": 7, "nom": "Avancement"},
    "suggestions": {"suggestions": ["Angers (49000)"]},
}


@pytest.mark.parametrize("nom", sorted(AUTRES))
def test_composant_se_dessine_avec_le_minimum(nom):
    arbre = dessiner(nom, **AUTRES[nom])

    assert len(arbre) > 0


LOT = {"facture": 100, "fait": 200, "commande": 500, "engage": 100, "minimum": 400, "maximum": 1000}


@pytest.mark.parametrize(
    ("lot", "phrases"),
    [
        pytest.param(LOT, [], id="entre-les-bornes"),
        pytest.param(
            {**LOT, "commande": Decimal("1250.00"), "engage": 0},
            ["Le maximum est dépassé de 250 €."],
            id="au-dela-du-maximum",
        ),
        pytest.param(
            {**LOT, "commande": 950, "effet": 100, "engage_apres": 0},
            ["Cette décision ferait dépasser le maximum de 50 €."],
            id="la-decision-ferait-depasser",
        ),
        pytest.param(
            {**LOT, "commande": 950},
            ["Si tout ce qui est en instruction est accordé, le maximum sera dépassé de 50 €."],
            id="trop-en-instruction",
        ),
        pytest.param(
            {**LOT, "commande": 250},
            ["Il manque 150 € de commandes pour atteindre le minimum."],
            id="sous-le-minimum",
        ),
        pytest.param({**LOT, "commande": 1000, "engage": 0}, [], id="au-maximum-exactement"),
    ],
)
def test_jauge_dit_en_mots_ce_qui_sort_des_bornes(lot, phrases):
    arbre = dessiner("jauge", lot=lot, id="j", nom="lot 12")

    assert textes(arbre, ".jauge__phrase") == phrases


def test_jauge_dessine_le_depassement_par_un_motif_et_ne_sort_pas_du_cadre():
    arbre = dessiner("jauge", lot={**LOT, "commande": 3000}, id="j", nom="lot 12")

    [trop] = choisir(arbre, "rect.j-trop")
    assert trop.get("fill") == "url(#j-h)"
    for rectangle in choisir(arbre, "svg > rect"):
        debut, largeur = (float(rectangle.get(cle).rstrip("%")) for cle in ("x", "width"))
        assert debut + largeur <= 100


def test_jauge_avant_et_apres_une_decision_donne_les_deux_colonnes():
    arbre = dessiner("jauge", lot={**LOT, "effet": 200, "engage_apres": 0}, id="j", nom="lot 12")

    lignes = dict(zip(textes(arbre, "tbody th"), zip(*[iter(textes(arbre, "td"))] * 2, strict=True), strict=True))
    assert lignes["Commandé"] == ("500 €", "700 €")
    assert lignes["Engagé, en instruction"] == ("100 €", "0 €")
    assert lignes["Reste avant le maximum"] == ("500 €", "300 €")

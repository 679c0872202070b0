"""Reading lists of intentions as spreadsheets write them; saying clearly what cannot be read."""

import pytest

from intentions.forms.liste import COLONNES, LIGNES_MAX, ListeIllisible, inoffensive
from tests.intentions.listes import TETE, en_csv, ligne, liste


def lues(contenu):
    return [(rangee.ligne, rangee.reponses, rangee.defaut) for rangee in liste(contenu)]


def refus(contenu) -> str:
    with pytest.raises(ListeIllisible) as erreur:
        liste(contenu)
    return str(erreur.value).replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("codage", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separateur", [";", ",", "\t"])
def test_un_tableur_ecrit_a_sa_facon(codage, separateur):
    attendue = ligne(employeur_nom="Tôlerie « d’Été » ; fils, à l’œuvre")

    assert lues(en_csv([attendue], separateur=separateur).encode(codage)) == [(2, attendue, "")]


def test_les_colonnes_se_disent_par_leur_cle_ou_leur_libelle_dans_tout_ordre():
    tete = ["etapes", "Numéro SIRET", "  CONTACT_NOM", "Courriel", "métier recherché", "votre référence", ""]
    tete[1] = str(COLONNES["employeur_siret"].label)
    tete[3] = str(COLONNES["contact_courriel"].label)

    (rangee,) = liste(en_csv([{}], tete=tete) + "jury;123;Claire;c@exemple.fr;H2913;OFF-1;\n")

    assert rangee.reponses == {
        "etapes": "jury",
        "employeur_siret": "123",
        "contact_nom": "Claire",
        "contact_courriel": "c@exemple.fr",
        "metier": "H2913",
        "reference_externe": "OFF-1",
    }
    assert rangee.ligne == 3


def test_une_ligne_de_plusieurs_lignes_garde_le_numero_de_la_premiere():
    contenu = en_csv([ligne(1, precisions="Équipe\nde jour"), {}, ligne(2)])

    assert [(n, reponses["precisions"]) for n, reponses, _ in lues(contenu)] == [
        (2, "Équipe\nde jour"),
        (5, "Équipe de journée."),
    ]
    assert liste(contenu).lignes == 2


def test_une_ligne_courte_est_completee_et_une_ligne_trop_longue_refusee():
    tete = en_csv([])
    courte, longue = ";".join(["OFF-1", "123"]), ";".join(["x"] * (len(TETE) + 2))

    (_, reponses, _), (_, _, defaut) = lues(f"{tete}{courte}\n{longue}\n")

    assert (reponses["reference_externe"], reponses["etapes"]) == ("OFF-1", "")
    assert defaut.startswith(f"Cette ligne a {len(TETE) + 2} cellules au lieu de {len(TETE)}")


def test_un_guillemet_jamais_referme_ne_prend_que_sa_ligne():
    suite = "\n".join(["x"] * 300)

    ((numero, _, defaut),) = lues(f'{en_csv([])}"OFF-1;{suite}\n')

    assert (numero, defaut) == (2, "Un guillemet ouvert sur cette ligne n’est pas refermé.")


def test_un_siret_abrege_par_le_tableur_se_dit_pour_ce_qu_il_est():
    ((_, _, defaut),) = lues(en_csv([ligne(employeur_siret="7,32829E+13")]))

    assert defaut.startswith("employeur_siret : Votre tableur a abrégé ce numéro (7,32829E+13)")


@pytest.mark.parametrize(
    ("contenu", "phrase"),
    [
        (b"", "Ce fichier est vide."),
        (b"\n \n;;\n", "Ce fichier est vide."),
        (
            b"PK\x03\x04xlsx",
            "Ceci est un classeur : enregistrez-le en CSV (Fichier, Enregistrer sous), puis envoyez ce CSV.",
        ),
        (b"\x00\x01\x02;\x03\n", "Ce fichier n’est pas un CSV : rien ne s’y lit."),
        (b"\xff\xfe\x00\xd8\x00\xd8", "Ce fichier n’est pas un CSV : rien ne s’y lit."),
        (b"caf\x81\n", "Les accents de ce fichier ne se lisent pas : enregistrez-le en « CSV UTF-8 »."),
        ("reference_externe;metier\n", "Il manque ces colonnes : employeur_siret, contact_nom, contact_courriel."),
        (
            "reference_externe;employeur_siret;contact_nom;contact_courriel\n",
            "Il manque ces colonnes : metier (ou secteur).",
        ),
        (f"{';'.join([*TETE, 'metier'])}\n", "Ces colonnes sont en double : metier."),
    ],
)
def test_ce_qui_n_est_pas_une_liste_est_refuse_en_disant_pourquoi(contenu, phrase):
    assert refus(contenu) == phrase


def test_une_colonne_inconnue_est_nommee_avec_celle_qu_on_a_sans_doute_voulu_ecrire():
    phrase = refus(";".join([*TETE, "heure_hebdo", "humeur"]) + "\n")

    assert phrase.startswith(
        "Ces colonnes ne sont pas connues : « heure_hebdo » (peut-être heures_hebdo ?), « humeur ». Nous lisons : "
    )


def test_une_liste_trop_longue_est_refusee_des_qu_elle_depasse():
    courte = "reference_externe;employeur_siret;contact_nom;contact_courriel;metier\n"
    longue = liste(courte + "a\n" * (LIGNES_MAX + 1))

    with pytest.raises(ListeIllisible, match="dépasse"):
        _ = longue.lignes


@pytest.mark.parametrize("cellule", ["=1+1", "+33 2 41", "-2", "@somme", "\t=1"])
def test_une_formule_ecrite_dans_le_fichier_des_erreurs_revient_comme_elle_etait(cellule):
    assert inoffensive(cellule) == f"'{cellule}"

    ((_, reponses, _),) = lues(en_csv([ligne(contact_telephone=inoffensive(cellule))]))

    assert reponses["contact_telephone"] == cellule
    assert inoffensive("Tôlerie =") == "Tôlerie ="

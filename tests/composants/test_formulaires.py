"""Forms: labels, help, errors and units are said to those who listen as to those who see."""

import pytest
from django import forms

from noyau.formulaires import Choix, Jour, Nombre, Suggestions
from tests.html import choisir, lire, textes


class Temoin(forms.Form):
    siret = forms.CharField(label="Numéro SIRET", help_text="14 chiffres.")
    heures = forms.IntegerField(label="Temps de travail", widget=Nombre(unite="heures"))
    debut = forms.DateField(label="Début", widget=Jour, required=False)
    commune = forms.CharField(label="Commune", widget=Suggestions(url="/communes/"), required=False)
    qui = forms.ChoiceField(
        label="Qui dépose ?",
        choices=[("e", "L’employeur"), ("p", "Un partenaire")],
        widget=Choix(details={"e": "Seul"}),
    )
    accord = forms.BooleanField(label="Je m’engage")


def dessiner(donnees=None):
    return lire(str(Temoin(donnees)))


def test_champ_decrit_par_son_aide_son_erreur_et_son_unite():
    arbre = dessiner({"heures": "plein"})

    for champ, attendu in {
        "id_siret": ["14 chiffres.", "Ce champ est obligatoire."],
        "id_heures": ["Saisissez un nombre entier.", "heures"],
    }.items():
        cibles = arbre.get_element_by_id(champ).get("aria-describedby").split()
        assert [arbre.get_element_by_id(cible).text_content().strip() for cible in cibles] == attendu


def test_date_saisie_comme_on_l_ecrit_avec_un_exemple():
    arbre = dessiner()

    assert arbre.get_element_by_id("id_debut").get("type") == "text"
    assert arbre.get_element_by_id("id_debut_aide").text == "Par exemple\u00a0: 15/06/2027."


def test_obligatoire_est_dit_en_mots_et_seulement_la():
    noms = [nom for nom in dessiner().xpath("//label | //legend") if "(obligatoire)" in nom.text_content()]

    assert [nom.text_content().split(" (")[0].strip() for nom in noms] == [
        "Numéro SIRET",
        "Temps de travail",
        "Qui dépose ?",
        "Je m’engage",
    ]


def test_groupe_de_choix_a_une_legende_et_des_cartes():
    [groupe] = choisir(dessiner(), "fieldset")

    assert choisir(groupe, "legend")[0].text_content().startswith("Qui dépose ?")
    assert [carte.text_content() for carte in choisir(groupe, ".choix__carte")] == [
        "L’employeurSeul",
        "Un partenaire",
    ]


def test_suggestions_relient_la_saisie_a_sa_liste():
    arbre = dessiner()

    saisie = arbre.get_element_by_id("id_commune")
    assert arbre.get_element_by_id(saisie.get("list")).tag == "datalist"
    assert (saisie.get("hx-get"), saisie.get("hx-target")) == ("/communes/", f"#{saisie.get('list')}")


def test_resume_des_erreurs_mene_a_chaque_saisie():
    arbre = dessiner({"siret": "1"})

    liens = [lien.get("href").removeprefix("#") for lien in choisir(arbre, ".erreurs a")]
    assert liens == ["id_heures", "id_qui_0", "id_accord"]
    assert [arbre.get_element_by_id(cible).tag for cible in liens] == ["input"] * 3
    assert choisir(arbre, ".erreurs h2")[0].text == "Trois réponses sont à revoir"
    assert textes(arbre, ".erreurs a")[1] == "Qui dépose : ce champ est obligatoire"


def test_formulaire_vierge_n_a_pas_de_resume():
    assert choisir(dessiner(), ".erreurs") == []


@pytest.mark.parametrize("classe", ["champ__saisie", "champ__saisie--court"])
def test_saisie_porte_les_classes_de_la_maison(classe):
    assert classe in dessiner().get_element_by_id("id_heures").classes

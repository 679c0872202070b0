"""Communes and jobs found as people write them: queries, form fields, addresses."""

import pytest
from django import forms
from django.urls import reverse

from referentiels.champs import ChampCommune, ChampMetier
from referentiels.models import Commune, CommuneDeleguee, Metier
from referentiels.queries.communes import RESULTATS_MAX, commune_saisie, communes_saisies, communes_trouvees
from referentiels.queries.metiers import metier_saisi, metiers_trouves, texte_de
from referentiels.regles.textes import normaliser
from tests.factories.referentiels import (
    CommuneDelegueeFactory,
    CommuneFactory,
    DepartementFactory,
    MetierFactory,
    SecteurFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def communes():
    mayenne, sarthe = DepartementFactory(code="53"), DepartementFactory(code="72")
    vendee = DepartementFactory(code="85")
    vair = CommuneFactory(nom="Vair-sur-Loire", codes_postaux="44150", population=4800)
    CommuneDelegueeFactory(nom="Anetz", commune=vair)
    return {
        "vair": vair,
        "nantes": CommuneFactory(nom="Nantes", codes_postaux="44000|44100|44300", population=325_000),
        "saint_nazaire": CommuneFactory(nom="Saint-Nazaire", codes_postaux="44600", population=72_000),
        "change53": CommuneFactory(nom="Changé", codes_postaux="53810", departement=mayenne, population=6000),
        "change72": CommuneFactory(nom="Changé", codes_postaux="72560", departement=sarthe, population=6500),
        "le_mans": CommuneFactory(nom="Le Mans", codes_postaux="72000|72100", departement=sarthe, population=145_000),
        "yeu": CommuneFactory(nom="L'Île-d'Yeu", codes_postaux="85350", departement=vendee, population=5000),
    }


@pytest.mark.parametrize(
    ("texte", "normalise"),
    [
        ("Saint-Hilaire-de-Riez", "saint hilaire de riez"),
        ("ST HILAIRE  de riez", "saint hilaire de riez"),
        ("L’Île-d’Yeu", "l ile d yeu"),
        ("Beaumont-Pied-de-Bœuf", "beaumont pied de boeuf"),
        ("Ste-Luce", "sainte luce"),
        ("C++ / C#", "c++ c#"),
        (" ' % ", ""),
    ],
)
def test_normaliser(texte, normalise):
    assert normaliser(texte) == normalise


@pytest.mark.parametrize(
    ("texte", "attendus"),
    [
        pytest.param("nan", ["Nantes (44000)"], id="debut"),
        pytest.param("st na", ["Saint-Nazaire (44600)"], id="abrege"),
        pytest.param("443", ["Nantes (44300)"], id="code-postal-tape"),
        pytest.param("change", ["Changé (72560)", "Changé (53810)"], id="la-plus-peuplee-d-abord"),
        pytest.param("ANETZ", ["Anetz, Vair-sur-Loire (44150)"], id="ancienne-commune"),
        pytest.param("n", [], id="trop-court"),
        pytest.param("", [], id="vide"),
        pytest.param("%%", [], id="joker"),
        pytest.param("na", ["Nantes (44000)", "Saint-Nazaire (44600)"], id="debut-du-nom-avant-debut-de-mot"),
    ],
)
def test_communes_trouvees(communes, texte, attendus):
    assert [trouvee.texte for trouvee in communes_trouvees(texte)] == attendus


@pytest.mark.parametrize(
    ("texte", "attendue"),
    [
        ("Nantes (44300)", "nantes"),
        ("44100 nantes", "nantes"),
        ("NANTES", "nantes"),
        ("Changé (53810)", "change53"),
        ("changé 72", "change72"),
        ("Mans", "le_mans"),
        ("ile d yeu", "yeu"),
        ("Anetz", "vair"),
        ("Anetz, Vair-sur-Loire (44150)", "vair"),
        ("44600", "saint_nazaire"),
        ("Changé", None),
        ("Nant", None),
        ("Nantes (53810)", None),
        ("44", None),
        ("", None),
    ],
)
def test_commune_saisie(communes, texte, attendue):
    assert commune_saisie(texte) == (communes[attendue] if attendue else None)


def test_toute_suggestion_est_comprise(communes):
    for nom in [
        *Commune.objects.values_list("nom", flat=True),
        *CommuneDeleguee.objects.values_list("nom", flat=True),
    ]:
        for trouvee in communes_trouvees(nom):
            assert communes_saisies(trouvee.texte) == [trouvee.commune]


def test_les_suggestions_sont_bornees():
    CommuneFactory.create_batch(RESULTATS_MAX + 5)

    assert len(communes_trouvees("villeneuve")) == RESULTATS_MAX


@pytest.mark.parametrize("nombre", [1, 3])
def test_chercher_coute_deux_requetes(nombre, django_assert_num_queries):
    for rang in range(nombre):
        CommuneDelegueeFactory(nom=f"Vieux {rang}", commune=CommuneFactory(nom=f"Vieux Bourg {rang}"))

    with django_assert_num_queries(2):
        trouvees = communes_trouvees("vieux")

    assert len(trouvees) == 2 * nombre


@pytest.fixture
def metiers():
    construction = SecteurFactory(code="construction")
    return {
        "couvreur": MetierFactory(code_rome="F1619", libelle="Couvreur / Couvreuse", secteurs=[construction]),
        "recouvrement": MetierFactory(code_rome="D1422", libelle="Chargé / Chargée de recouvrement"),
        "aide": MetierFactory(code_rome="J1501", libelle="Aide-soignant / Aide-soignante"),
    }


@pytest.mark.parametrize(
    ("texte", "secteur", "attendus"),
    [
        pytest.param("couvr", None, ["couvreur", "recouvrement"], id="debut-du-libelle-d-abord"),
        pytest.param("couvr", "construction", ["couvreur"], id="dans-un-secteur"),
        pytest.param("soignant aide", None, ["aide"], id="mots-dans-le-desordre"),
        pytest.param("f16", None, ["couvreur"], id="debut-du-code"),
        pytest.param("c", None, [], id="trop-court"),
        pytest.param("couvr", "inconnu", [], id="secteur-inconnu"),
    ],
)
def test_metiers_trouves(metiers, texte, secteur, attendus, django_assert_max_num_queries):
    with django_assert_max_num_queries(1):
        trouves = metiers_trouves(texte, secteur)

    assert [trouve.metier for trouve in trouves] == [metiers[nom] for nom in attendus]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("Couvreur / Couvreuse (F1619)", "couvreur"),
        ("f1619", "couvreur"),
        ("couvreuse", "couvreur"),
        ("aide soignante", "aide"),
        ("chargé", "recouvrement"),
        ("e", None),
        ("Z9999", None),
        ("", None),
    ],
)
def test_metier_saisi(metiers, texte, attendu):
    assert metier_saisi(texte) == (metiers[attendu] if attendu else None)


class Formulaire(forms.Form):
    commune = ChampCommune(label="Commune")
    metier = ChampMetier(label="Métier", required=False)


def test_les_champs_rendent_les_objets(communes, metiers):
    formulaire = Formulaire({"commune": "44300 nantes", "metier": "f1619"})

    assert formulaire.is_valid()
    assert formulaire.cleaned_data == {"commune": communes["nantes"], "metier": metiers["couvreur"]}


def test_les_champs_montrent_les_objets_et_les_relisent(communes, metiers):
    initial = {"commune": communes["change53"], "metier": metiers["couvreur"]}
    montres = {nom: Formulaire(initial=initial)[nom].value() for nom in initial}

    assert montres == {"commune": "Changé (53810)", "metier": "Couvreur / Couvreuse (F1619)"}
    relu = Formulaire(montres, initial=initial)
    assert relu.is_valid()
    assert relu.cleaned_data == initial
    assert relu.changed_data == []


@pytest.mark.parametrize(
    ("commune", "message"),
    [
        pytest.param("", "Ce champ est obligatoire.", id="vide"),
        pytest.param(
            "Cerizay",
            "Cette commune n’est pas en Pays de la Loire\xa0: vérifiez son nom ou tapez son code postal.",
            id="inconnue",
        ),
        pytest.param(
            "changé",
            "Il y a 2 communes de ce nom\xa0: Changé (53810) et Changé (72560). Précisez le code postal.",
            id="deux",
        ),
    ],
)
def test_une_commune_mal_dite_a_son_message(communes, commune, message):
    assert Formulaire({"commune": commune}).errors["commune"] == [message]


def test_un_code_postal_de_plusieurs_communes_demande_le_nom():
    for rang in range(7):
        CommuneFactory(nom=f"Bourg {rang}", codes_postaux="85700")

    [message] = Formulaire({"commune": "85700"}).errors["commune"]

    assert message.startswith("Il y a 7 communes à ce code postal\xa0: Bourg 0 (85700), ")
    assert message.endswith("Bourg 4 (85700)… Précisez le nom.")


def test_un_metier_vague_ou_inconnu_a_son_message(metiers):
    assert Formulaire({"commune": "x", "metier": "zzz"}).errors["metier"] == [
        "Nous ne trouvons pas ce métier\xa0: essayez un mot plus général, ou le code ROME."
    ]
    assert Formulaire({"commune": "x", "metier": "couvre"}).errors["metier"] == [
        "Plusieurs métiers portent ces mots\xa0: choisissez-en un dans la liste ou tapez son code ROME."
    ]


def test_les_adresses_sont_ouvertes_a_tous_et_gardees_un_jour(client, communes, django_assert_num_queries):
    with django_assert_num_queries(2):
        reponse = client.get(reverse("referentiels:communes"), {"q": "anetz"})

    assert reponse.json() == {
        "resultats": [{"code": communes["vair"].code_insee, "texte": "Anetz, Vair-sur-Loire (44150)"}]
    }
    assert reponse["Cache-Control"] == "public, max-age=86400"
    assert "HX-Request" in reponse["Vary"].split(", ")


def test_htmx_recoit_des_options_quel_que_soit_le_nom_du_champ(client, communes):
    reponse = client.get(reverse("referentiels:communes"), {"poste-commune": "yeu"}, headers={"HX-Request": "true"})

    assert reponse.content.decode().strip() == '<option value="L&#x27;Île-d&#x27;Yeu (85350)"></option>'


def test_les_metiers_se_cherchent_dans_un_secteur(client, metiers):
    adresse = reverse("referentiels:metiers")

    assert client.get(adresse, {"q": "couvr", "secteur": "construction"}).json() == {
        "resultats": [{"code": "F1619", "texte": texte_de(metiers["couvreur"])}]
    }
    assert client.get(adresse, {"secteur": "construction"}).json() == {"resultats": []}


@pytest.mark.parametrize("texte", ["\0na", "x" * 5000, "'; drop", "(((", "44999999999"])
def test_aucune_saisie_ne_casse_la_recherche(client, communes, texte):
    for nom in ("communes", "metiers"):
        assert client.get(reverse(f"referentiels:{nom}"), {"q": texte}).status_code == 200
    assert client.get(reverse("referentiels:metiers"), {"q": "couvr", "secteur": texte}).json() == {"resultats": []}
    assert Formulaire({"commune": texte, "metier": texte}).is_valid() is False


def test_poster_est_refuse(client):
    assert client.post(reverse("referentiels:communes")).status_code == 405


def test_les_noms_normalises_suivent_les_noms():
    commune = CommuneFactory(nom="Évron")
    commune.nom = "Ernée"
    commune.save()
    Metier.objects.bulk_create([Metier(code_rome="F1619", libelle="Étancheur", domaine="F16")])

    assert Commune.objects.get().nom_normalise == "ernee"
    assert Metier.objects.get().libelle_normalise == "etancheur"

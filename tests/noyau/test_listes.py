"""A list remembers nothing but its address."""

import pytest
from django.contrib.auth.models import Permission
from django.http import QueryDict

from noyau import listes
from noyau.listes import Colonne, adresse, identifiant, page_de, pages, tri_de

COLONNES = (Colonne("nom", "Nom"), Colonne("montant", "Montant", nombre=True), Colonne("", "État"))


@pytest.fixture
def demande(rf):
    def de(**parametres):
        return rf.get("/liste/", parametres)

    return de


def test_changer_un_filtre_garde_les_autres_et_revient_a_la_premiere_page(demande):
    request = demande(q="été", etat="ouverte", page="3")

    avant, _, parametres = adresse(request, etat="close").partition("?")

    assert avant == "/liste/"
    assert QueryDict(parametres).dict() == {"q": "été", "etat": "close"}
    assert adresse(request, etat=None, q="") == "/liste/"


@pytest.mark.django_db
@pytest.mark.parametrize(("borne", "phrase"), [(2, "1 à 1 sur plus de 2"), (3, "1 à 1 sur 3")])
def test_au_dela_de_la_borne_on_ne_compte_plus(demande, monkeypatch, borne, phrase):
    monkeypatch.setattr(listes, "COMPTE_MAX", borne)
    trois = Permission.objects.filter(pk__in=Permission.objects.order_by("pk")[:3]).order_by("pk")

    page = page_de(demande(page="1"), trois, par_page=1)

    assert pages(demande(), page)["phrase"] == phrase
    assert page.paginator.num_pages == borne


def test_trier_obeit_aux_colonnes_et_bascule(demande):
    tri, [nom, montant, etat] = tri_de(demande(tri="montant"), COLONNES, defaut="nom")

    assert tri == "montant"
    assert (nom["url"], nom["sens"]) == ("/liste/?tri=nom", "")
    assert (montant["url"], montant["sens"], montant["nombre"]) == ("/liste/?tri=-montant", "ascending", True)
    assert etat["url"] == ""


@pytest.mark.parametrize("demandee", ["mot_de_passe", "", "-", "--nom"])
def test_un_tri_inconnu_revient_a_celui_d_origine(demande, demandee):
    assert tri_de(demande(tri=demandee), COLONNES, defaut="-nom")[0] == "-nom"


@pytest.mark.django_db
def test_les_pages_disent_ou_l_on_est_et_menent_aux_voisines(demande):
    lignes = list(Permission.objects.order_by("pk")[:60])
    request = demande(page="2", q="x")

    dessin = pages(request, page_de(request, lignes, par_page=7))

    assert dessin["phrase"] == "8 à 14 sur 60"
    assert [(numero["numero"], numero["courant"]) for numero in dessin["numeros"]] == [
        (1, False),
        (2, True),
        (3, False),
        (4, False),
        (9, False),
    ]
    assert QueryDict(dessin["suivante"].partition("?")[2]).dict() == {"q": "x", "page": "3"}


@pytest.mark.django_db
@pytest.mark.parametrize(("demandee", "obtenue"), [("999", 9), ("zéro", 1), ("-1", 9)])
def test_une_page_qui_n_existe_pas_donne_la_plus_proche(demande, demandee, obtenue):
    assert page_de(demande(page=demandee), list(Permission.objects.order_by("pk")[:60]), par_page=7).number == obtenue


@pytest.mark.parametrize(
    ("ecrit", "lu"),
    [("12", 12), ("²", None), ("1²", None), ("", None), ("-1", None), ("9" * 19, None), ("9" * 5000, None)],
)
def test_un_identifiant_est_un_nombre_que_la_base_compte(ecrit, lu):
    assert identifiant(ecrit) == lu

"""The pages of the dashboards: who opens what, what leads to files, what an address keeps."""

from datetime import date

import pytest
import time_machine
from django.contrib.auth.models import Group
from django.test import Client, RequestFactory
from django.urls import reverse

from comptes.espaces import espaces_de
from config.groupes import DIRECTION, ELUS
from pilotage.actions.compter import compter_postes
from pilotage.forms.tableaux import FiltreTableaux
from pilotage.regles.perimetre import Axe
from pilotage.tableaux.pages import PAGES
from tests.factories.comptes import UtilisateurFactory, employeur
from tests.factories.scenario import intention_deposee, monde
from tests.html import choisir, lire, textes

pytestmark = pytest.mark.django_db

LE = date(2026, 11, 23)
DEHORS = [f"tableaux:{page.code}" for page in PAGES]
DEDANS = [f"admin:pilotage_{page.code}" for page in PAGES]


@pytest.fixture(autouse=True)
def un_lundi():
    with time_machine.travel("2026-11-23 10:00+01:00"):
        yield


@pytest.fixture
def le_monde():
    monde_ = monde()
    intention_deposee(monde_)
    compter_postes(le=LE)
    return monde_


def connecte(groupe: str = "", **champs) -> Client:
    """A client signed in as somebody of this group."""
    personne = UtilisateurFactory(**champs)
    if groupe:
        personne.groups.add(Group.objects.get(name=groupe))
    client = Client()
    client.force_login(personne)
    return client


def elue() -> Client:
    return connecte(ELUS)


def directrice() -> Client:
    return connecte(DIRECTION, is_staff=True)


def codes(client: Client, noms: list[str], *, suivre: bool = False) -> set[int]:
    return {client.get(reverse(nom), follow=suivre).status_code for nom in noms}


def vers_des_dossiers(reponse) -> list[str]:
    liens = choisir(lire(reponse.text), "#content a, .page a")
    return [lien.get("href") for lien in liens if "dossiers" in lien.get("href")]


def test_une_elue_lit_tout_et_n_ouvre_aucun_dossier(le_monde):
    client = elue()

    lues = [client.get(reverse(nom)) for nom in DEHORS]

    assert [(reponse.status_code, vers_des_dossiers(reponse)) for reponse in lues] == [(200, [])] * len(DEHORS)
    # The administration sends her to its own way in, which is not hers.
    assert codes(client, [DEDANS[0], "admin:pilotage_dossiers"], suivre=True) == {403}


def test_la_direction_va_du_nombre_aux_dossiers(le_monde):
    client = directrice()
    liens = vers_des_dossiers(client.get(reverse("admin:pilotage_chaine")))

    page = lire(client.get(liens[0]).text)

    assert len(choisir(page, "tbody tr")) == 1
    fiche = choisir(page, "tbody th a")[0].get("href")
    assert client.get(fiche).status_code == 200


def test_sans_le_droit_rien_ne_s_ouvre(le_monde):
    assert codes(connecte(), DEHORS) == {403}
    assert codes(connecte(is_staff=True), [*DEHORS, *DEDANS, "admin:pilotage_dossiers"]) == {403}
    assert codes(Client(), [*DEHORS, *DEDANS]) == {302}


def test_des_criteres_qui_ne_nomment_rien_n_ont_pas_de_dossiers(le_monde):
    assert directrice().get(reverse("admin:pilotage_dossiers"), {"figure": "inconnue"}).status_code == 404


def test_une_figure_se_telecharge_avec_les_filtres_de_la_page(le_monde):
    client, adresse = elue(), reverse("tableaux:chaine")

    types = [
        client.get(adresse, {"figure": "chaine", "format": format_, "periode": "tout"})["Content-Type"]
        for format_ in ("csv", "xlsx", "svg")
    ]

    assert [type_.split(";")[0].rpartition("/")[2] for type_ in types] == [
        "csv",
        "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "svg+xml",
    ]
    assert client.get(adresse, {"figure": "inconnue", "format": "csv"}).status_code == 404
    assert client.get(adresse, {"figure": "chaine", "format": "exe"}).status_code == 404


def test_l_adresse_garde_les_filtres_d_une_page_a_l_autre_et_dans_les_fichiers(le_monde):
    page = lire(elue().get(reverse("tableaux:chaine"), {"periode": "annee", "axe": "lot"}).text)

    pages = [lien.get("href") for lien in choisir(page, "nav[aria-label='Tableaux de bord'] a")]
    fichiers = [lien.get("href") for lien in choisir(page, ".figure__pied a")]
    assert pages == [*(f"{reverse(nom)}?periode=annee" for nom in DEHORS), reverse("tableaux:besoins")]
    assert fichiers
    assert all("periode=annee&axe=lot&figure=" in lien for lien in fichiers)
    assert choisir(page, "input[name=axe]")[0].get("value") == "lot"


def test_deux_mois_a_l_envers_sont_dits_et_la_page_s_ouvre(le_monde):
    reponse = elue().get(reverse("tableaux:chaine"), {"du": "2026-11", "au": "2026-02"})

    assert reponse.status_code == 200
    assert set(textes(lire(reponse.text), ".champ__erreur")) == {
        "Ce mois vient avant le premier : choisissez-en un plus tard."
    }


@pytest.mark.parametrize(
    ("reponses", "debut", "fin"),
    [
        ({}, date(2025, 12, 1), date(2026, 11, 1)),
        ({"periode": "annee"}, date(2026, 1, 1), date(2026, 11, 1)),
        ({"periode": "passee"}, date(2025, 1, 1), date(2025, 12, 1)),
        ({"periode": "tout"}, date(2023, 1, 1), date(2026, 11, 1)),
        ({"periode": "annee", "du": "2026-03"}, date(2026, 3, 1), date(2026, 11, 1)),
        ({"periode": "n’importe quoi"}, date(2025, 12, 1), date(2026, 11, 1)),
    ],
)
def test_la_periode_se_lit_dans_l_adresse(reponses, debut, fin):
    perimetre = FiltreTableaux(reponses, le=LE).perimetre

    assert (perimetre.debut, perimetre.fin, perimetre.criteres) == (debut, fin, {})


def test_un_critere_qui_n_est_pas_un_choix_ne_retient_rien(le_monde):
    filtre = FiltreTableaux({"secteur": "'; drop", "lot": str(le_monde.lot.pk)}, le=LE)

    assert filtre.perimetre.criteres == {Axe.LOT: str(le_monde.lot.pk)}
    assert filtre.en_mots.endswith(f"lot\xa0: Lot {le_monde.lot.numero}, {le_monde.lot.intitule}")


def test_une_page_coute_autant_a_trois_intentions_qu_a_une(le_monde, django_assert_max_num_queries):
    client = directrice()
    mesures = []
    for _ in range(2):
        with django_assert_max_num_queries(60) as lues:
            chaine = client.get(reverse("admin:pilotage_chaine"))
        with django_assert_max_num_queries(60) as des_dossiers:
            client.get(vers_des_dossiers(chaine)[0])
        mesures.append((len(lues), len(des_dossiers)))
        for rang in range(2):
            intention_deposee(le_monde, nom=f"Employeur {rang}")
        compter_postes(le=LE)

    assert mesures[0] == mesures[1]


def test_qui_ne_fait_que_lire_a_son_espace(le_monde):
    client = elue()

    assert client.get(reverse("comptes:espace"))["Location"] == reverse("tableaux:apercu")
    page = lire(client.get(reverse("tableaux:apercu")).text)
    assert textes(page, ".haut__liens > li > a")[:2] == ["Vue d’ensemble", "La chaîne"]


def test_qui_a_aussi_un_role_a_les_deux_espaces(django_assert_num_queries):
    """An elected member who runs a company; a company head in no group asks no more of the database."""
    personne = employeur()
    demande = RequestFactory().get("/")
    demande.user = personne
    with django_assert_num_queries(1):
        assert [espace.code for espace in espaces_de(demande)] == ["employeur"]
    personne.groups.add(Group.objects.get(name=ELUS))
    demande = RequestFactory().get("/")
    demande.user = type(personne).objects.get(pk=personne.pk)

    assert [espace.code for espace in espaces_de(demande)] == ["employeur", "pilotage"]


def test_ce_qui_attend_dit_son_jour_et_garde_les_mois_des_autres_pages(le_monde):
    page = lire(elue().get(reverse("tableaux:attente"), {"periode": "passee", "departement": "49"}).text)

    assert textes(page, ".tableaux-tete")[0].startswith(
        "Région Pays de la Loire, 1 emploi = 1 formation. Situation du 23 novembre 2026, département"
    )
    assert [(c.get("name"), c.get("value")) for c in choisir(page, ".filtre-tableaux input[type=hidden]")] == [
        ("periode", "passee")
    ]


def test_l_administration_propose_de_piloter_a_qui_peut(le_monde):
    def piloter(client):
        return textes(lire(client.get(reverse("admin:index")).text), "[aria-labelledby=piloter] a")

    assert piloter(directrice())[0] == "Tableaux de bord"
    assert piloter(connecte(is_staff=True)) == []

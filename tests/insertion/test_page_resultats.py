"""The page of results: what it shows, what it hides, whose it is, and its file."""

import csv
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from insertion.actions.agreger import agreger_resultats
from insertion.regles.paroles import Parole
from referentiels.queries.taux_reference import taux_de_reference
from tests.factories import comptes
from tests.factories.referentiels import EmployeurFactory
from tests.factories.resultats import socle, sortie
from tests.factories.scenario import monde
from tests.html import lire, texte, textes

pytestmark = pytest.mark.django_db

LE = date(2026, 11, 23)
ADRESSE = reverse("insertion:resultats")


def fiches(monde, organisme, *, sortis, places, debut=date(2026, 1, 5)):
    """``sortis`` people of one session, of whom ``places`` have a job six months after."""
    session = socle(monde, debut=debut, organisme=organisme)
    for rang in range(sortis):
        sortie(session, reponses={6: {"stagiaire": Parole("cdi" if rang < places else "recherche")}})
    return session


@pytest.fixture(autouse=True)
def un_lundi():
    """The day on which results are read."""
    with time_machine.travel("2026-11-23 10:00+01:00"):
        yield


def arbre(reponse):
    return lire(reponse.text)


def connecte(personne):
    client = Client()
    client.force_login(personne)
    return client


def test_un_employeur_n_a_pas_de_resultats():
    assert connecte(comptes.employeur(EmployeurFactory())).get(ADRESSE).status_code == 403


def test_avant_la_premiere_entree_la_page_le_dit():
    reponse = connecte(monde().agent).get(ADRESSE)

    assert textes(arbre(reponse), ".vide h2") == ["Rien à compter encore"]


def test_le_taux_porte_ses_nombres_et_la_cible():
    m = monde()
    fiches(m, m.cotraitant, sortis=12, places=9)
    agreger_resultats(le=LE)

    reponse = connecte(m.agent).get(ADRESSE)

    assert "9 personnes placées sur 12 personnes sorties." in texte(reponse)
    assert textes(arbre(reponse), ".taux:has(.taux__cible) .taux__texte") == ["75 % contre 76 % à dépasser"]


def test_sous_dix_personnes_rien_ne_se_lit_ni_ne_se_deduit():
    m = monde()
    fiches(m, m.cotraitant, sortis=3, places=1)
    fiches(m, m.mandataire, sortis=11, places=7)
    agreger_resultats(le=LE)

    lignes = fichier(connecte(m.agent), axe="organisme")

    assert [ligne[0] for ligne in lignes[1:]] == ["Compétences Ouest", "Formaloire Métiers", "Ensemble"]
    colonne = lignes[0].index("En emploi d’un mois ou plus, 6 mois après : taux (%)")
    # The other line would tell of the three by subtraction.
    assert [ligne[colonne : colonne + 4] for ligne in lignes[1:]] == [
        ["trop peu de personnes", "", "", ""],
        ["trop peu de personnes", "", "", ""],
        ["57,1", "8", "14", "14"],
    ]


def test_les_filtres_sont_dans_l_adresse():
    m = monde()
    fiches(m, m.cotraitant, sortis=10, places=5, debut=date(2025, 1, 6))
    fiches(m, m.cotraitant, sortis=10, places=10, debut=date(2026, 1, 5))
    agreger_resultats(le=LE)
    client = connecte(m.agent)

    def sortis(**filtre):
        lignes = fichier(client, **filtre)
        return lignes[-1][lignes[0].index("En emploi d’un mois ou plus, 6 mois après : sur")]

    assert [
        sortis(),
        sortis(periode="2025"),
        sortis(periode="2025-2"),
        sortis(periode="2025-2", selon="sortie"),
        sortis(secteur="inter-industrie"),
        sortis(territoire="49"),
        sortis(dispositif="intention"),
        sortis(lot="quoi"),
    ] == ["20", "10", "", "10", "20", "20", "", "20"]


@pytest.mark.parametrize("combien", [1, 3])
def test_la_page_se_lit_en_dix_requetes_au_plus(combien, django_assert_max_num_queries):
    m = monde()
    referent = comptes.referent(m.reseau)
    for _ in range(combien):
        fiches(m, m.cotraitant, sortis=2, places=1)
    agreger_resultats(le=LE)
    client = connecte(referent)

    with django_assert_max_num_queries(10):
        reponse = client.get(ADRESSE)

    assert textes(arbre(reponse), ".surtitre") == ["Votre territoire et les sessions que vous suivez"]


def test_les_taux_publies_viennent_du_fichier():
    taux = taux_de_reference()

    assert (len(taux), taux[0].taux, taux[0].mois) == (8, 90, 6)
    assert [un.mois for un in taux].count(None) == 1


def fichier(client, **filtre):
    reponse = client.get(ADRESSE, {**filtre, "format": "csv"})
    assert reponse.headers["Content-Type"] == "text/csv; charset=utf-8"
    return list(csv.reader(StringIO(reponse.content.decode("utf-8-sig")), delimiter=";"))


def test_un_filtre_ne_montre_pas_ce_que_la_difference_dirait_des_autres():
    le_monde = monde()
    fiches(le_monde, le_monde.cotraitant, sortis=20, places=10, debut=date(2025, 10, 6))
    fiches(le_monde, le_monde.mandataire, sortis=3, places=3)
    agreger_resultats(le=LE)
    agent = connecte(le_monde.agent)

    def lus(**question):
        contexte = agent.get(ADRESSE, question).context
        cellules = [cellule for ligne in contexte["lignes"] for cellule in ligne["cellules"]]
        return [taux.get("texte") for taux in contexte["apres"][-1]["taux"]], {c.get("texte") for c in cellules}

    # 23 people together, 20 once narrowed: what is left is what became of three.
    assert lus()[0] == ["57\u00a0%", "57\u00a0%"]
    for question in (
        {"organisme": le_monde.cotraitant.pk, "axe": "annee"},
        {"periode": "2025-4"},
        {"periode": "2025"},
    ):
        assert lus(**question) == ([None, None], {None})
    fichier = agent.get(ADRESSE, {"organisme": le_monde.cotraitant.pk, "format": "csv"}).content.decode("utf-8-sig")
    lignes = list(csv.reader(StringIO(fichier), delimiter=";"))[1:]
    assert {case for ligne in lignes for case in ligne[1:] if case[:1].isdigit()} == set()


def test_un_filtre_montre_ce_qu_assez_de_personnes_entourent():
    le_monde = monde()
    fiches(le_monde, le_monde.cotraitant, sortis=20, places=10)
    fiches(le_monde, le_monde.mandataire, sortis=12, places=3)
    agreger_resultats(le=LE)

    contexte = connecte(le_monde.agent).get(ADRESSE, {"organisme": le_monde.cotraitant.pk}).context

    assert [taux.get("texte") for taux in contexte["apres"][-1]["taux"]] == ["50\u00a0%", "50\u00a0%"]

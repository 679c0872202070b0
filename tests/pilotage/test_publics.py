"""The public figures: counted from the files, published once a month, told as a page and as files."""

import csv
import io
import json
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import InternalError, transaction
from django.urls import reverse
from django.utils import timezone

from insertion.actions.agreger import agreger_resultats
from pilotage.actions.compter import compter_postes
from pilotage.actions.publier import publier_chiffres
from pilotage.models import PublicationChiffres
from pilotage.regles.donnees_ouvertes import JEUX
from tests.admin.gestes import arbre
from tests.factories.referentiels import loi_en_vigueur
from tests.factories.resultats import socle, sortie
from tests.factories.scenario import autoriser, intention_deposee, session_demandee
from tests.html import choisir, textes
from tests.pilotage.monde_public import publication

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("un_jour")]
PAGE = reverse("chiffres:page")
LE = date(2026, 11, 25)


def fichier(code: str, forme: str) -> str:
    return reverse("chiffres:fichier", kwargs={"code": code, "forme": forme})


def publier(le: date = LE) -> bool:
    return publier_chiffres(le=le, maintenant=timezone.now())


def lire(client, code: str) -> list[dict[str, str]]:
    octets = client.get(fichier(code, "csv")).content.decode()
    return list(csv.DictReader(io.StringIO(octets)))


@pytest.fixture(autouse=True)
def _debits_a_neuf():
    cache.clear()


@pytest.fixture
def publiee(le_monde):
    """Two posts filed this month, and twelve people out of a training of January."""
    intention_deposee(le_monde, nombre_postes=2)
    session = socle(le_monde, debut=date(2026, 1, 5))
    for _ in range(12):
        sortie(session)
    agreger_resultats(le=LE)
    compter_postes(le=LE)
    # Counted before the end of the month: what was filed since would never be published.
    assert publier(date(2026, 12, 1)) is False
    compter_postes(le=date(2026, 12, 1))
    assert publier(date(2026, 12, 3)) is True


@pytest.fixture
def tiree(db):
    """A world drawn at random: many lines, some of them hidden."""
    loi_en_vigueur()
    return publication()


def test_rien_n_est_publie_avant_d_etre_compte(client, le_monde):
    assert publier() is False

    page = client.get(PAGE)

    assert textes(arbre(page), ".vide h2") == ["Pas encore de chiffres"]
    assert client.get(fichier("entonnoir", "csv")).status_code == 404


def test_une_publication_par_mois_qui_ne_change_plus(client, publiee, le_monde):
    intention_deposee(le_monde)
    compter_postes(le=date(2027, 1, 1))

    assert publier(date(2026, 12, 28)) is False
    assert publier(date(2027, 1, 2)) is True
    assert [p.mois for p in PublicationChiffres.objects.all()] == [date(2026, 12, 1), date(2026, 11, 1)]
    with pytest.raises(InternalError), transaction.atomic():
        PublicationChiffres.objects.update(donnees={})


def test_les_fichiers_disent_ce_que_l_on_recompte(client, publiee):
    [ensemble] = [ligne for ligne in lire(client, "entonnoir") if ligne["axe"] == "ensemble"]
    taux = {ligne["mesure"]: ligne for ligne in lire(client, "resultats") if ligne["axe"] == "ensemble"}

    assert (ensemble["jusqu_a"], ensemble["postes_promis"], ensemble["entrees"]) == ("2026-11", "2", "0")
    assert (taux["abandon"]["taux"], taux["abandon"]["sur"], taux["abandon"]["etat"]) == ("0", "12", "montre")
    assert (taux["emploi_6"]["taux"], taux["emploi_6"]["etat"]) == ("", "peu_de_reponses")
    assert {ligne["sur"] for ligne in lire(client, "resultats") if ligne["mesure"] == "abandon"} == {"12"}


def test_chaque_ligne_suit_la_description_de_son_fichier(client, tiree):
    for code in JEUX:
        schema = client.get(fichier(code, "schema.json")).json()
        champs = {champ["name"]: champ for champ in schema["fields"]}
        lignes = lire(client, code)
        assert list(lignes[0]) == list(champs)
        for ligne in lignes:
            for nom, valeur in ligne.items():
                regle = champs[nom]["constraints"]
                assert valeur or not regle["required"], (code, nom)
                assert not valeur or valeur in regle.get("enum", [valeur])
                assert not valeur or champs[nom]["type"] != "integer" or int(valeur) >= 0
        cles = [tuple(ligne[nom] for nom in schema["primaryKey"]) for ligne in lignes]
        assert len(cles) == len(set(cles))
        assert [ligne["nom"] for ligne in client.get(fichier(code, "json")).json()["lignes"]] == [
            ligne["nom"] for ligne in lignes
        ]


def test_un_fichier_se_garde_et_se_lit_d_ailleurs(client, tiree):
    adresse = fichier("sessions", "json")

    reponse = client.get(adresse)

    assert (reponse["Access-Control-Allow-Origin"], reponse["Content-Type"]) == (
        "*",
        "application/json; charset=utf-8",
    )
    assert "public" in reponse["Cache-Control"]
    assert client.get(adresse, headers={"if-none-match": reponse["ETag"]}).status_code == 304
    assert json.loads(reponse.content)["licence"] == "Licence Ouverte / Open Licence 2.0"
    assert client.get("/chiffres/secrets.csv").status_code == 404


def test_trop_de_demandes_sont_refusees(client, tiree, monkeypatch):
    monkeypatch.setattr("noyau.debits.Debit.THROTTLE_RATES", {"donnees_ouvertes": "2/min"})
    codes = [client.get(fichier("entonnoir", "json")).status_code for _ in range(3)]

    assert codes == [200, 200, 429]


def test_la_page_dit_ses_chiffres_ses_fichiers_et_sa_licence(client, tiree):
    page = arbre(client.get(PAGE))

    assert textes(page, ".figure h2") == [
        "Du poste promis à l’embauche",
        "Six mois après la formation",
        "La formation",
        "Par secteur",
        "Par département",
        "Par année",
    ]
    assert "jusqu’à octobre 2026 compris" in " ".join(page.text_content().split())
    [bloc] = choisir(page, "script[type='application/ld+json']")
    faits = json.loads(bloc.text)
    adresses = [distribution["contentUrl"] for distribution in faits["distribution"]]
    assert (faits["@type"], len(adresses)) == ("Dataset", 6)
    assert all(
        client.get("/chiffres/" + adresse.rpartition("/chiffres/")[2]).status_code == 200 for adresse in adresses
    )


def test_une_session_commandee_se_compte_avec_ses_places(client, le_monde):
    session = autoriser(session_demandee(le_monde), le_monde.agent)
    plus_tard = LE + timedelta(days=40)
    compter_postes(le=plus_tard)
    publier(plus_tard)

    [ensemble] = [ligne for ligne in lire(client, "sessions") if ligne["axe"] == "ensemble"]
    places, heures = session.composante.parcours, session.composante.heures

    assert (ensemble["sessions"], ensemble["places"]) == ("1", str(places))
    assert ensemble["heures"] == str(places * heures)

"""Reading and withdrawing by API what one has transmitted, and that alone."""

import pytest

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche
from noyau.courriers import Courrier
from tests.api.conftest import Machine
from tests.api.documents import intention
from tests.factories.intentions import IntentionFactory
from tests.factories.partenaires import PartenaireFactory, cle_de

pytestmark = pytest.mark.django_db


def test_chacun_ne_voit_que_les_siennes(machine):
    numero = machine.poster("intentions/", intention()).json()["numero"]
    autre = Machine(cle_de(PartenaireFactory(opco_=True))[1])

    assert [ligne["numero"] for ligne in machine.lire("intentions/").json()["results"]] == [numero]
    assert autre.lire("intentions/").json()["results"] == []
    assert autre.lire(f"intentions/{numero}/").status_code == 404
    assert autre.poster(f"intentions/{numero}/retirer/", {"motif": "Non"}).status_code == 404


def test_la_liste_se_filtre_et_se_feuillette(machine, partenaire):
    for rang in range(52):
        IntentionFactory(recevable=True, partenaire=partenaire, reference_externe=f"R{rang}")
    IntentionFactory(refusee=True, partenaire=partenaire)
    IntentionFactory(partenaire=partenaire)

    premiere = machine.lire("intentions/", etat="recevable").json()
    suivante = machine.client.get(premiere["next"], headers=machine.entetes).json()

    assert (len(premiere["results"]), len(suivante["results"]), suivante["next"]) == (50, 2, None)
    assert len(machine.lire("intentions/").json()["results"]) == 50
    assert machine.lire("intentions/", depuis="2099-01-01").json()["results"] == []
    assert list(machine.lire("intentions/", etat="perdue", depuis="hier").json()["erreurs"]) == ["etat", "depuis"]
    assert machine.lire("intentions/", cursor="cD1oaWVy").status_code == 404


def test_la_liste_ne_coute_pas_plus_a_trois_lignes(machine, partenaire, django_assert_num_queries):
    IntentionFactory(recevable=True, partenaire=partenaire)
    machine.lire("intentions/")
    with django_assert_num_queries(2):
        machine.lire("intentions/")
    IntentionFactory.create_batch(2, recevable=True, partenaire=partenaire)
    with django_assert_num_queries(2):
        machine.lire("intentions/")


def test_retirer_previent_l_employeur_et_ne_se_refait_pas(machine, partenaire):
    numero = machine.poster("intentions/", intention()).json()["numero"]

    premiere = machine.poster(f"intentions/{numero}/retirer/", {"motif": "Poste pourvu."})
    seconde = machine.poster(f"intentions/{numero}/retirer/", {"motif": "Poste pourvu."})

    assert (premiere.status_code, premiere.json()["etat"]) == (200, StatutIntention.DESISTEE)
    assert premiere.json()["historique"][0]["motif"] == "Poste pourvu.\nPar nosemplois.fr, par l’API."
    assert (seconde.status_code, list(seconde.json())) == (409, ["erreur"])
    assert Courrier.objects.get(modele="retrait_enregistre").destinataire == "claire@exemple.fr"


@pytest.mark.parametrize("document", [{}, {"motif": "  "}, {"motif": 3}, {"motif": "a" * 2001}, {"pourquoi": "a"}, []])
def test_retirer_demande_un_motif(machine, document):
    numero = machine.poster("intentions/", intention()).json()["numero"]

    reponse = machine.poster(f"intentions/{numero}/retirer/", document)

    assert (reponse.status_code, list(reponse.json())) == (400, ["erreurs"])
    assert IntentionEmbauche.objects.get().statut == StatutIntention.A_COMPLETER


@pytest.mark.parametrize(
    "adresse", ["intentions/?état=recevable", "intentions/IE-2026-00001/?a=1", "envois/?etat=livre"]
)
def test_un_filtre_mal_ecrit_n_est_pas_ignore(machine, adresse):
    reponse = machine.lire(adresse)

    assert (reponse.status_code, list(reponse.json())) == (400, ["erreurs"])

"""The employer's list: whose intentions, in what order, at what cost."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import EmployeurFactory

LISTE = "/employeur/intentions/"


def intitules(reponse):
    return [intention.intitule for intention in reponse.context["intentions"]]


def test_liste_vide_invite_a_deposer(chez_claire):
    reponse = chez_claire.get(LISTE)
    assert "Pas encore d’intention" in reponse.text
    assert f'href="{reverse("intentions:nouvelle")}"' in reponse.text


def test_liste_ne_montre_que_les_siennes(chez_claire, claire, etablissement):
    IntentionFactory(employeur=etablissement, intitule="La mienne")
    IntentionFactory(vide=True, deposant=claire, intitule="Sans établissement")
    IntentionFactory(employeur=EmployeurFactory(), intitule="Celle d’un autre")
    assert sorted(intitules(chez_claire.get(LISTE))) == ["La mienne", "Sans établissement"]


def test_liste_reunit_plusieurs_etablissements(chez_claire, claire, etablissement):
    second = EmployeurFactory(nom="Tôlerie Heulin, Cholet")
    comptes.RattachementFactory(utilisateur=claire, employeur=second)
    IntentionFactory(employeur=etablissement, intitule="Une")
    IntentionFactory(employeur=second, intitule="Deux")
    assert sorted(intitules(chez_claire.get(LISTE))) == ["Deux", "Une"]
    assert intitules(chez_claire.get(LISTE, {"etablissement": second.pk})) == ["Deux"]


@pytest.mark.parametrize("combien", [1, 3])
def test_liste_coute_autant_a_une_qu_a_trois_lignes(chez_claire, etablissement, django_assert_num_queries, combien):
    for _ in range(combien):
        IntentionFactory(recevable=True, employeur=etablissement)
    # session, person, what they act for; establishments of the filter; count, rows, messages, states
    with django_assert_num_queries(8):
        assert len(chez_claire.get(LISTE).context["intentions"]) == combien


def test_liste_tait_l_adaptation_du_temps_de_travail(chez_claire, etablissement):
    IntentionFactory(recevable=True, employeur=etablissement, adaptation_boe=True, heures_hebdo=18)
    texte = chez_claire.get(LISTE).text.lower()
    for mot in ("adapt", "handicap", "boe", "obligation d’emploi"):
        assert mot not in texte


def test_liste_met_le_brouillon_puis_la_derniere_deposee_en_tete(chez_claire, claire, etablissement):
    ici = {"employeur": etablissement}
    IntentionFactory(recevable=True, intitule="Ancienne", deposee_le=timezone.now() - timedelta(days=30), **ici)
    IntentionFactory(intitule="Brouillon", **ici)
    IntentionFactory(recevable=True, intitule="Récente", **ici)
    assert intitules(chez_claire.get(LISTE)) == ["Brouillon", "Récente", "Ancienne"]
    assert intitules(chez_claire.get(LISTE, {"tri": "depot"})) == ["Ancienne", "Récente", "Brouillon"]


@pytest.mark.parametrize("tri", ["etablissement", "-etablissement", "etat", "-etat", "n-importe-quoi"])
def test_liste_se_trie_par_ce_qui_est_permis(chez_claire, etablissement, tri):
    IntentionFactory(employeur=etablissement)
    assert chez_claire.get(LISTE, {"tri": tri}).status_code == 200


def test_liste_filtre_par_etat_et_garde_le_reste_de_l_adresse(chez_claire, etablissement):
    IntentionFactory(recevable=True, employeur=etablissement, intitule="Prête")
    IntentionFactory(employeur=etablissement, intitule="À écrire")
    reponse = chez_claire.get(LISTE, {"statut": "recevable", "tri": "etat", "q": "Prête"})
    assert intitules(reponse) == ["Prête"]
    filtres = {filtre["texte"]: filtre for filtre in reponse.context["filtres"]}
    assert [(f["texte"], f["compte"], f["courant"]) for f in reponse.context["filtres"]] == [
        ("Toutes", 2, False),
        ("Brouillon", 1, False),
        ("Recevable", 1, True),
    ]
    assert filtres["Toutes"]["url"] == f"{LISTE}?tri=etat&q=Pr%C3%AAte"
    assert reponse.context["gardes"] == [("statut", "recevable"), ("tri", "etat")]


def test_liste_cherche_sans_accents_dans_le_metier(chez_claire, etablissement):
    IntentionFactory(employeur=etablissement, intitule="", metier__libelle="Mécanicien")
    IntentionFactory(employeur=etablissement, intitule="Aide à domicile")
    reponse = chez_claire.get(LISTE, {"q": "mecanicien"})
    assert [intention.intitule_affiche for intention in reponse.context["intentions"]] == ["Mécanicien"]


def test_liste_sans_resultat_ramene_a_la_liste_entiere(chez_claire, etablissement):
    IntentionFactory(employeur=etablissement)
    assert "Aucune intention ne correspond" in chez_claire.get(LISTE, {"q": "zzz"}).text


def test_liste_se_lit_par_pages_de_vingt_cinq(chez_claire, etablissement):
    IntentionFactory.create_batch(26, employeur=etablissement)
    premiere = chez_claire.get(LISTE)
    assert len(premiere.context["intentions"]) == 25
    assert premiere.context["pages"]["suivante"] == f"{LISTE}?page=2"
    assert len(chez_claire.get(LISTE, {"page": 2}).context["intentions"]) == 1


def test_liste_demande_de_se_connecter(client, db):
    assert client.get(LISTE).status_code == 302

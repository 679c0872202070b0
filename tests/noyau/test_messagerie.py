"""What people write about an object: written once, new until it is read."""

import uuid

import pytest

from noyau.messagerie import ecrire, fil_de, marquer_lu, nouveaux_pour
from noyau.pieces import LectureDeFil, Message
from tests.factories import comptes
from tests.factories.referentiels import EmployeurFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def claire():
    return comptes.UtilisateurFactory(prenom="Claire", nom="Heulin")


@pytest.fixture
def odile():
    return comptes.UtilisateurFactory(prenom="Odile", nom="Charrier")


def dire(objet, auteur, texte="Bonjour.", envoi=None):
    return ecrire(objet, auteur=auteur, qualite="Essai", texte=texte, envoi=envoi or uuid.uuid4())


def test_le_meme_envoi_deux_fois_s_ecrit_une_fois(claire):
    objet, envoi = EmployeurFactory(), uuid.uuid4()

    premier, nouveau = dire(objet, claire, envoi=envoi)
    second, encore = dire(objet, claire, "Autre chose.", envoi=envoi)

    assert (premier, nouveau, encore) == (second, True, False)
    assert [message.texte for message in fil_de(objet)] == ["Bonjour."]


def test_deux_personnes_peuvent_avoir_le_meme_envoi(claire, odile):
    objet, envoi = EmployeurFactory(), uuid.uuid4()

    assert dire(objet, claire, envoi=envoi)[1]
    assert dire(objet, odile, envoi=envoi)[1]


def test_nouveau_jusqu_a_ce_qu_on_lise_et_jamais_pour_son_auteur(claire, odile):
    objet = EmployeurFactory()
    dire(objet, claire)
    dernier, _ = dire(objet, claire)

    assert nouveaux_pour(odile, [objet]) == {objet.pk: 2}
    assert nouveaux_pour(claire, [objet]) == {}
    marquer_lu(objet, odile, jusqu_a=dernier.pk)
    assert nouveaux_pour(odile, [objet]) == {}
    suivant, _ = dire(objet, claire)
    assert nouveaux_pour(odile, [objet]) == {objet.pk: 1}
    marquer_lu(objet, odile, jusqu_a=suivant.pk)
    marquer_lu(objet, odile, jusqu_a=dernier.pk)
    assert LectureDeFil.objects.get().dernier_lu == suivant.pk


def test_une_liste_se_compte_en_une_requete(claire, odile, django_assert_num_queries):
    objets = [EmployeurFactory() for _ in range(3)]
    for objet in objets[:2]:
        dire(objet, claire)

    with django_assert_num_queries(1):
        assert nouveaux_pour(odile, objets) == {objets[0].pk: 1, objets[1].pk: 1}
    with django_assert_num_queries(0):
        assert nouveaux_pour(odile, []) == {}


def test_deux_objets_de_meme_numero_ne_se_confondent_pas(claire, odile):
    objet = EmployeurFactory()
    Message.objects.create(
        objet_type="autre.chose", objet_id=objet.pk, auteur=claire, auteur_nom="", auteur_qualite="", texte="",
        le="2026-11-23T09:00Z", envoi=uuid.uuid4(),
    )  # fmt: skip

    assert nouveaux_pour(odile, [objet]) == {}
    assert fil_de(objet) == []

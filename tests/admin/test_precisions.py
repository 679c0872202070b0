"""Asking an employer for some answers again, from the file; needs that look alike are shown beside it."""

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse

from intentions.actions.preciser import demander_complement
from intentions.enums import StatutIntention
from noyau.courriers import Courrier
from tests.admin.gestes import arbre, messages_de, navigateur
from tests.factories import comptes
from tests.factories.scenario import LE, intention_deposee
from tests.html import choisir, textes

pytestmark = pytest.mark.django_db

LIGNE = {"champ_1": "duree_mois", "commentaire_1": "Votre annonce parle de 8 mois."}


def dossier(intention) -> str:
    return reverse("admin:intentions_intentionembauche_change", args=[intention.pk])


def preciser(intention) -> str:
    return reverse("admin:intentions_intentionembauche_preciser", args=[intention.pk])


@pytest.fixture
def recevable(le_monde):
    return intention_deposee(le_monde)


def attendues(intention):
    intention.refresh_from_db()
    return intention.statut, list(intention.champs_demandes.values_list("champ", "commentaire"))


def test_le_panneau_tient_sans_script(connecte, recevable):
    page = arbre(connecte.get(dossier(recevable)))

    formulaire = choisir(page, f'form[action="{preciser(recevable)}"]')
    assert len(formulaire) == 1
    assert len(choisir(page, 'select[name^="champ_"]')) == 4


def test_demander_se_confirme_puis_part(connecte, recevable):
    lu = choisir(arbre(connecte.get(dossier(recevable))), 'input[name="lu"]')[0].get("value")
    saisie = {**LIGNE, "champ_3": "lieu", "commentaire_3": "L’atelier ou le chantier ?", "lu": lu}

    question = connecte.post(preciser(recevable), saisie)
    assert len(choisir(arbre(question), ".confirmation button[value=confirmer]")) == 1
    assert attendues(recevable) == (StatutIntention.RECEVABLE, [])

    reponse = connecte.post(preciser(recevable), {**saisie, "etape": "confirmer"}, follow=True)

    assert attendues(recevable) == (
        StatutIntention.A_COMPLETER,
        [("duree_mois", LIGNE["commentaire_1"]), ("lieu", "L’atelier ou le chantier ?")],
    )
    assert len(messages_de(reponse)) == 1
    assert textes(arbre(reponse), "#t-attentes + dl dt") == ["Lieu de l’emploi", "Durée du contrat"]
    assert Courrier.objects.filter(modele="precisions_intention").count() == 1


@pytest.mark.parametrize(
    ("saisie", "erreurs"),
    [
        pytest.param({}, {"champ_1"}, id="rien"),
        pytest.param({"champ_1": "lieu"}, {"commentaire_1"}, id="sans-commentaire"),
        pytest.param({"commentaire_2": "Où ?"}, {"champ_2"}, id="sans-champ"),
        pytest.param({**LIGNE, "champ_2": "duree_mois", "commentaire_2": "x"}, {"champ_2"}, id="deux-fois"),
        pytest.param({"champ_1": "statut", "commentaire_1": "x"}, {"champ_1"}, id="inconnu"),
    ],
)
def test_ce_qui_manque_est_dit_et_ce_qui_est_ecrit_reste(connecte, recevable, saisie, erreurs):
    page = connecte.post(preciser(recevable), {**saisie, "etape": "confirmer"})

    assert set(page.context["precisions"].errors) == erreurs
    for valeur in saisie.values():
        assert valeur in page.text
    assert attendues(recevable) == (StatutIntention.RECEVABLE, [])


def test_revoir_garde_ce_qui_est_ecrit(connecte, recevable):
    page = connecte.post(preciser(recevable), {**LIGNE, "etape": "revoir"})

    assert LIGNE["commentaire_1"] in page.text
    assert attendues(recevable) == (StatutIntention.RECEVABLE, [])


def test_un_dossier_change_depuis_se_relit(connecte, recevable):
    lu = recevable.historique.last().pk

    page = connecte.post(preciser(recevable), {**LIGNE, "lu": lu, "etape": "confirmer"})

    assert len(page.context["precisions"].non_field_errors()) == 1
    assert attendues(recevable) == (StatutIntention.RECEVABLE, [])
    [nouveau] = choisir(arbre(page), 'input[name="lu"]')
    assert nouveau.get("value") == str(recevable.historique.first().pk)


def test_le_second_agent_est_prevenu(connecte, le_monde, recevable):
    demander_complement(intention_id=recevable.pk, demandes=[("lieu", "Où ?")], par=le_monde.agent, le=LE)

    reponse = connecte.post(preciser(recevable), {**LIGNE, "etape": "confirmer"}, follow=True)

    assert len(messages_de(reponse)) == 1
    assert attendues(recevable) == (StatutIntention.A_COMPLETER, [("lieu", "Où ?")])


def test_sans_le_droit_on_ne_demande_rien(recevable):
    lecteur = comptes.agent(is_superuser=False)
    lecteur.user_permissions.set(Permission.objects.filter(codename="view_intentionembauche"))
    client = navigateur(lecteur)

    assert choisir(arbre(client.get(dossier(recevable))), 'select[name="champ_1"]') == []
    assert client.post(preciser(recevable), {**LIGNE, "etape": "confirmer"}).status_code == 403


def test_une_adresse_ne_demande_rien(connecte, recevable):
    assert connecte.get(preciser(recevable), LIGNE).url == dossier(recevable)
    assert attendues(recevable) == (StatutIntention.RECEVABLE, [])


def test_un_brouillon_ne_se_trouve_pas(connecte, recevable):
    brouillon = type(recevable).objects.create(deposant=recevable.deposant, employeur=recevable.employeur)

    assert connecte.post(preciser(brouillon), LIGNE).status_code == 404


def test_les_besoins_qui_se_ressemblent_se_lisent_dans_le_dossier(connecte, le_monde, recevable):
    autre = intention_deposee(le_monde, employeur=recevable.employeur, par=recevable.deposant)

    [lien] = choisir(arbre(connecte.get(dossier(recevable))), "#t-doublons ~ ul a")
    assert lien.get("href") == dossier(autre)

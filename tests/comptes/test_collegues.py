"""Several people for one organisation: colleagues invited by one of them, accesses taken away, people who leave."""

from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from comptes.actions.collegues import INVITATIONS_PAR_JOUR, inviter_collegue, retirer_collegue
from comptes.actions.inviter import Invite
from comptes.models import Rattachement, Utilisateur
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.expedition import composer
from tests.factories.comptes import RattachementFactory, UtilisateurFactory, employeur, organisme
from tests.factories.referentiels import OrganismeFormationFactory

pytestmark = pytest.mark.django_db
MAINTENANT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def inviter(sien, courriel="paul@toits.example"):
    return inviter_collegue(
        rattachement_id=sien.pk,
        invite=Invite(courriel, "Paul", "Brossard"),
        par=sien.utilisateur,
        maintenant=MAINTENANT,
    )


def test_un_membre_invite_un_collegue_qui_agit_aussitot():
    sien = RattachementFactory(utilisateur__prenom="Claire", utilisateur__nom="Heulin")

    rattachement = inviter(sien)

    assert (rattachement.actif, rattachement.employeur) == (True, sien.employeur)
    message = composer(Courrier.objects.get(modele="invitation"))
    assert message.to == ["paul@toits.example"]
    assert "Claire Heulin vous invite à agir pour" in message.body
    assert "parce que Claire Heulin vous a inscrit" in message.body


def test_inviter_deux_fois_le_dit():
    sien = RattachementFactory()
    inviter(sien)

    with pytest.raises(RegleViolee, match="agit déjà"):
        inviter(sien)


@pytest.mark.parametrize(
    ("courriel", "permis"),
    [
        pytest.param("paul@formabat.example", True, id="adresse-de-l-organisme"),
        pytest.param("paul@antenne.example", True, id="adresse-du-collegue"),
        pytest.param("paul@ailleurs.example", False, id="autre-domaine"),
        pytest.param("paul@gmail.com", False, id="messagerie-publique"),
    ],
)
def test_un_organisme_n_invite_que_son_domaine(courriel, permis):
    formabat = OrganismeFormationFactory(courriel="contact@formabat.example")
    personne = organisme(formabat, email="odile@antenne.example")
    sien = personne.rattachements.get()

    if permis:
        assert inviter(sien, courriel).actif
    else:
        with pytest.raises(RegleViolee, match="Demandez à la Région"):
            inviter(sien, courriel)
        assert not Utilisateur.objects.filter(email=courriel).exists()


def test_une_messagerie_publique_n_est_le_domaine_de_personne():
    formabat = OrganismeFormationFactory(courriel="formabat49@gmail.com")
    personne = organisme(formabat, email="odile@gmail.com")

    with pytest.raises(RegleViolee, match="Demandez à la Région"):
        inviter(personne.rattachements.get(), "inconnu@gmail.com")


def test_les_invitations_d_un_jour_sont_bornees():
    sien = RattachementFactory()
    for rang in range(INVITATIONS_PAR_JOUR):
        inviter(sien, f"p{rang}@toits.example")

    with pytest.raises(RegleViolee, match="continuez demain"):
        inviter(sien, "un-de-trop@toits.example")


def test_l_acces_d_un_autre_ne_sert_pas_a_inviter():
    sien, autre = RattachementFactory(), UtilisateurFactory()

    with pytest.raises(PermissionDenied):
        inviter_collegue(
            rattachement_id=sien.pk, invite=Invite("a@b.example", "A", "B"), par=autre, maintenant=MAINTENANT
        )


def test_retirer_un_collegue_ferme_l_acces_et_le_previent():
    sien = RattachementFactory()
    collegue = RattachementFactory(employeur=sien.employeur)

    retirer_collegue(rattachement_id=sien.pk, collegue_id=collegue.pk, par=sien.utilisateur)

    collegue.refresh_from_db()
    assert not collegue.actif
    assert Courrier.objects.get(modele="acces_retire").destinataire == collegue.utilisateur.email
    with pytest.raises(RegleViolee, match="n’agit plus"):
        retirer_collegue(rattachement_id=sien.pk, collegue_id=collegue.pk, par=sien.utilisateur)


def test_on_ne_se_retire_pas_soi_meme_ni_chez_un_autre():
    sien, ailleurs = RattachementFactory(), RattachementFactory()

    with pytest.raises(RegleViolee, match="votre propre accès"):
        retirer_collegue(rattachement_id=sien.pk, collegue_id=sien.pk, par=sien.utilisateur)
    with pytest.raises(RegleViolee, match="n’agit plus"):
        retirer_collegue(rattachement_id=sien.pk, collegue_id=ailleurs.pk, par=sien.utilisateur)
    ailleurs.refresh_from_db()
    assert ailleurs.actif


def test_la_page_invite_et_garde_ce_qui_est_tape(client):
    personne = organisme(OrganismeFormationFactory(courriel="contact@formabat.example"), email="o@formabat.example")
    sien = personne.rattachements.get()
    client.force_login(personne)
    url = reverse("comptes:collegues", args=[sien.pk])

    refusee = client.post(url, {"courriel": "paul@ailleurs.example", "prenom": "Paul", "nom": "Brossard"})
    acceptee = client.post(
        url, {"courriel": "paul@formabat.example", "prenom": "Paul", "nom": "Brossard"}, follow=True
    )

    assert 'value="paul@ailleurs.example"' in refusee.content.decode()
    assert "Demandez à la Région" in refusee.content.decode()
    assert "L’invitation est partie à paul@formabat.example." in acceptee.content.decode()
    assert Rattachement.objects.actifs().filter(organisme=sien.organisme).count() == 2


def test_retirer_se_confirme_puis_se_fait_une_fois(client):
    sien = RattachementFactory()
    collegue = RattachementFactory(employeur=sien.employeur)
    client.force_login(sien.utilisateur)
    url = reverse("comptes:collegue_retirer", args=[sien.pk, collegue.pk])

    assert client.get(url).status_code == 200
    assert client.post(url, follow=True).redirect_chain[-1][0] == reverse("comptes:collegues", args=[sien.pk])
    assert client.post(url).status_code == 404


def test_le_dernier_qui_part_est_averti(client):
    personne = employeur()
    sien = personne.rattachements.get()
    client.force_login(personne)
    url = reverse("comptes:rattachement_quitter", args=[sien.pk])

    assert "la dernière personne" in client.get(url).content.decode()
    RattachementFactory(employeur=sien.employeur)
    assert "la dernière personne" not in client.get(url).content.decode()


def test_un_membre_d_organisme_quitte_aussi(client):
    personne = organisme()
    sien = personne.rattachements.get()
    client.force_login(personne)

    client.post(reverse("comptes:rattachement_quitter", args=[sien.pk]))

    sien.refresh_from_db()
    assert not sien.actif


@pytest.mark.parametrize("combien", [1, 3])
def test_la_page_coute_autant_a_un_qu_a_trois(client, combien, django_assert_num_queries):
    sien = RattachementFactory()
    RattachementFactory.create_batch(combien, employeur=sien.employeur)
    client.force_login(sien.utilisateur)

    with django_assert_num_queries(5):
        client.get(reverse("comptes:collegues", args=[sien.pk]))

"""Accounts and outbox in the administration: what officers may do, and at what cost."""

from datetime import UTC, datetime

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.urls import reverse

from comptes.models import Rattachement, Role, Utilisateur
from noyau import journal
from noyau.courriers import Courrier, StatutCourrier
from noyau.journal import LigneJournal
from tests.factories.comptes import RattachementFactory, agent, employeur
from tests.factories.referentiels import OrganismeFormationFactory, StructureReseauFactory

pytestmark = pytest.mark.django_db

LE = datetime(2026, 11, 22, 10, tzinfo=UTC)


@pytest.fixture
def superieur(client):
    personne = agent()
    client.force_login(personne)
    return personne


def courrier(modele="compte_inconnu", statut=StatutCourrier.A_EXPEDIER, **champs) -> Courrier:
    rang = Courrier.objects.count()
    return Courrier.objects.create(
        cle=f"essai:{rang}",
        message_id=f"<essai-{rang}@essai.example>",
        modele=modele,
        destinataire="claire@exemple.fr",
        contexte={"courriel": "claire@exemple.fr", "signup_url": "https://essai.example/inscription/"},
        statut=statut,
        depose_le=LE,
        prochain_essai_le=LE,
        **champs,
    )


LISTES = ["comptes_utilisateur", "comptes_rattachement", "noyau_courrier", "noyau_document", "noyau_lignejournal"]


@pytest.mark.parametrize("liste", LISTES)
def test_chaque_liste_s_ouvre_et_se_cherche(client, superieur, liste):
    assert client.get(reverse(f"admin:{liste}_changelist"), {"q": "claire"}).status_code == 200


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize(("liste", "requetes"), [("comptes_utilisateur", 5), ("comptes_rattachement", 5)])
def test_une_liste_a_un_cout_constant(client, superieur, django_assert_max_num_queries, liste, requetes, nombre):
    for _ in range(nombre):
        employeur()
        RattachementFactory(pour_organisme=True)

    with django_assert_max_num_queries(requetes):
        client.get(reverse(f"admin:{liste}_changelist"))


def test_les_codes_et_cles_des_autres_n_ont_pas_de_page():
    assert {modele._meta.app_label for modele in admin.site._registry} & {"account", "mfa", "socialaccount"} == set()


def test_inviter_depuis_l_administration(client, superieur):
    organisme_formation = OrganismeFormationFactory()
    donnees = {"courriel": "jeanne@organisme.fr", "prenom": "Jeanne", "nom": "Auffray"}

    client.post(
        reverse("admin:comptes_rattachement_add"),
        {**donnees, "organisme": organisme_formation.pk, "structure": "", "opco": ""},
    )

    rattachement = Rattachement.objects.get()
    assert (rattachement.role, rattachement.organisme) == (Role.ORGANISME, organisme_formation)
    assert Courrier.objects.get().modele == "invitation"


def test_inviter_pour_deux_organisations_est_refuse(client, superieur):
    donnees = {"courriel": "jeanne@organisme.fr", "prenom": "Jeanne", "nom": "Auffray", "opco": ""}

    page = client.post(
        reverse("admin:comptes_rattachement_add"),
        {**donnees, "organisme": OrganismeFormationFactory().pk, "structure": StructureReseauFactory().pk},
    )

    assert page.context["adminform"].form.non_field_errors() == [
        "Choisissez une organisation, et une seule : c’est elle qui donne le rôle."
    ]
    assert Rattachement.objects.count() == 0


def test_ouvrir_un_compte_d_agent(client, superieur):
    client.post(
        reverse("admin:comptes_utilisateur_add"),
        {"email": "Paul.Martin@Region.example", "prenom": "Paul", "nom": "Martin", "telephone": "", "is_staff": "on"},
    )

    paul = Utilisateur.objects.get(email="paul.martin@region.example")
    assert (paul.is_staff, paul.has_usable_password()) == (True, False)


def test_fermer_un_compte_s_ecrit_au_journal(client, superieur):
    personne = employeur()

    client.post(
        reverse("admin:comptes_utilisateur_change", args=[personne.pk]),
        {"prenom": personne.prenom, "nom": personne.nom, "telephone": ""},
    )

    personne.refresh_from_db()
    assert not personne.is_active
    assert [ligne.libelle for ligne in LigneJournal.objects.de(personne)] == ["Compte fermé"]


@pytest.fixture
def simple_agent(client):
    personne = agent(is_superuser=False)
    personne.user_permissions.set(
        Permission.objects.filter(content_type__app_label__in=["comptes", "noyau"], codename__regex="^(view|change)_")
    )
    client.force_login(personne)
    return personne


def test_un_agent_ne_se_donne_pas_de_droits(client, simple_agent):
    personne = employeur()

    client.post(
        reverse("admin:comptes_utilisateur_change", args=[personne.pk]),
        {"prenom": "Léa", "nom": "Roy", "telephone": "", "is_active": "on", "is_staff": "on", "is_superuser": "on"},
    )

    personne.refresh_from_db()
    assert (personne.prenom, personne.is_staff, personne.is_superuser) == ("Léa", False, False)


def test_un_agent_ne_touche_pas_a_qui_a_tous_les_droits(client, simple_agent):
    chef = agent()

    assert client.post(reverse("admin:comptes_utilisateur_change", args=[chef.pk]), {}).status_code == 403


def test_le_second_facteur_perdu_se_retire(client, superieur):
    personne = agent()
    TOTP.activate(personne, "JBSWY3DPEHPK3PXP")
    adresse = reverse("admin:comptes_utilisateur_second_facteur", args=[personne.pk])

    assert client.get(adresse).status_code == 200
    client.post(adresse)

    assert Authenticator.objects.count() == 0
    assert [ligne.libelle for ligne in LigneJournal.objects.de(personne)] == ["Second facteur retiré"]
    assert Courrier.objects.get().destinataire == personne.email


def test_le_second_facteur_ne_se_retire_que_par_qui_a_tous_les_droits(client, simple_agent):
    adresse = reverse("admin:comptes_utilisateur_second_facteur", args=[agent().pk])

    assert client.post(adresse).status_code == 403


@pytest.mark.parametrize("acte", ["accepter", "refuser"])
def test_un_agent_repond_a_une_demande(client, superieur, acte):
    demande = RattachementFactory(actif=False, en_attente_depuis=LE)
    adresse = reverse("admin:comptes_rattachement_acte", args=[demande.pk])

    assert client.get(adresse).status_code == 200
    client.post(adresse, {"acte": acte})

    demande.refresh_from_db()
    assert (demande.actif, demande.en_attente_depuis) == (acte == "accepter", None)


def test_suspendre_un_rattachement(client, superieur):
    rattachement = RattachementFactory()

    assert client.get(reverse("admin:comptes_rattachement_change", args=[rattachement.pk])).status_code == 200
    client.post(reverse("admin:comptes_rattachement_acte", args=[rattachement.pk]), {"acte": "suspendre"})

    rattachement.refresh_from_db()
    assert not rattachement.actif


def test_un_courrier_se_lit_tel_qu_il_part(client, superieur):
    ligne = courrier()

    fiche = client.get(reverse("admin:noyau_courrier_change", args=[ligne.pk]))
    apercu = client.get(reverse("admin:noyau_courrier_apercu", args=[ligne.pk]))

    assert fiche.context["objet_courriel"] == "Aucun compte à cette adresse"
    assert "https://essai.example/inscription/" in apercu.content.decode()
    assert apercu["X-Frame-Options"] == "SAMEORIGIN"
    assert "sandbox allow-popups" in apercu["Content-Security-Policy"]
    assert "script-src" not in apercu["Content-Security-Policy"]


def test_un_code_n_est_montre_a_personne(client, superieur):
    ligne = courrier("code_connexion")
    ligne.contexte = {"code": "ABCD-EFGH", "courriel": "claire@exemple.fr"}
    ligne.save()

    fiche = client.get(reverse("admin:noyau_courrier_change", args=[ligne.pk]))

    assert "ABCD-EFGH" not in fiche.content.decode()
    assert client.get(reverse("admin:noyau_courrier_apercu", args=[ligne.pk])).status_code == 403


def test_renvoyer_remet_dans_la_file_apres_confirmation(client, superieur):
    ligne = courrier(statut=StatutCourrier.QUARANTAINE, tentatives=10, derniere_erreur="Connexion refusée")
    adresse = reverse("admin:noyau_courrier_renvoyer", args=[ligne.pk])

    assert "Connexion refusée" in client.get(adresse).content.decode()
    ligne.refresh_from_db()
    assert ligne.statut == StatutCourrier.QUARANTAINE
    client.post(adresse)

    ligne.refresh_from_db()
    assert (ligne.statut, ligne.tentatives) == (StatutCourrier.A_EXPEDIER, 0)


def test_renvoyer_un_courrier_deja_parti_le_dit(client, superieur):
    ligne = courrier()

    reponse = client.post(reverse("admin:noyau_courrier_renvoyer", args=[ligne.pk]), follow=True)

    assert "n’est plus en quarantaine" in reponse.content.decode()


def test_un_code_ne_se_renvoie_pas(client, superieur):
    ligne = courrier("code_connexion", statut=StatutCourrier.QUARANTAINE)

    client.post(reverse("admin:noyau_courrier_renvoyer", args=[ligne.pk]))

    ligne.refresh_from_db()
    assert ligne.statut == StatutCourrier.QUARANTAINE


def test_le_journal_ne_s_ecrit_pas_dans_l_administration(client, superieur):
    ligne = journal.noter(superieur, "Essai", par=superieur)
    adresse = reverse("admin:noyau_lignejournal_change", args=[ligne.pk])

    assert client.get(adresse).status_code == 200
    assert client.post(adresse, {"libelle": "Autre"}).status_code == 403
    assert client.get(reverse("admin:noyau_lignejournal_add")).status_code == 403


def test_le_journal_se_filtre_par_objet(client, superieur):
    ligne = journal.noter(superieur, "Essai", par=superieur)
    journal.noter(RattachementFactory(), "Autre", par=superieur)

    page = client.get(reverse("admin:noyau_lignejournal_changelist"), {"objet": "comptes.utilisateur"})

    assert list(page.context["cl"].result_list) == [ligne]

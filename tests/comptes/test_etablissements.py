"""Joining an establishment: knowing its SIRET proves nothing."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from comptes.actions.rattacher import (
    FicheEmployeur,
    accepter_rattachement,
    quitter_organisation,
    rattacher_employeur,
    refuser_rattachement,
)
from comptes.models import Rattachement
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee
from noyau.expedition import composer
from noyau.journal import LigneJournal
from referentiels.models import Employeur
from tests.factories.comptes import RattachementFactory, UtilisateurFactory, employeur, organisme
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import (
    CommuneFactory,
    DepartementFactory,
    EmployeurFactory,
    OrganismeFormationFactory,
    siret_de_rang,
)

pytestmark = pytest.mark.django_db

MAINTENANT = datetime(2026, 11, 22, 10, tzinfo=UTC)


def rejoindre(personne, etablissement):
    return rattacher_employeur(par=personne, siret=etablissement.siret, fiche=None, maintenant=MAINTENANT)


def test_le_premier_venu_agit_aussitot():
    personne, etablissement = UtilisateurFactory(), EmployeurFactory()

    rattachement = rejoindre(personne, etablissement)

    assert (rattachement.actif, rattachement.en_attente_depuis) == (True, None)
    assert [ligne.libelle for ligne in LigneJournal.objects.de(rattachement)] == ["Agit pour l’établissement"]
    assert Courrier.objects.count() == 0


def test_le_suivant_attend_et_les_membres_sont_prevenus():
    membre = employeur()
    etablissement = membre.rattachements.get().employeur
    RattachementFactory(employeur=etablissement, utilisateur__is_active=False)
    RattachementFactory(employeur=etablissement, actif=False)
    personne = UtilisateurFactory()

    rattachement = rejoindre(personne, etablissement)

    assert (rattachement.actif, rattachement.en_attente_depuis) == (False, MAINTENANT)
    [courrier] = Courrier.objects.all()
    assert (courrier.modele, courrier.destinataire) == ("rattachement_demande", membre.email)
    assert reverse("comptes:rattachement_repondre", args=[rattachement.pk]) in composer(courrier).body


def test_un_etablissement_inconnu_est_enregistre():
    DepartementFactory()
    siret = siret_de_rang(77)
    fiche = FicheEmployeur(nom="Toitures Ménard", departement_id="44", ville="Châteaubriant")

    rattachement = rattacher_employeur(par=UtilisateurFactory(), siret=siret, fiche=fiche, maintenant=MAINTENANT)

    assert rattachement.actif
    nouveau = Employeur.objects.get(siret=siret)
    assert (nouveau.nom, nouveau.ville) == ("Toitures Ménard", "Châteaubriant")
    assert [ligne.libelle for ligne in LigneJournal.objects.de(nouveau)] == ["Établissement enregistré"]


def test_un_etablissement_inconnu_sans_fiche_est_refuse():
    with pytest.raises(RegleViolee, match="pas encore connu"):
        rattacher_employeur(par=UtilisateurFactory(), siret=siret_de_rang(78), fiche=None, maintenant=MAINTENANT)

    assert Employeur.objects.count() == 0


def test_demander_deux_fois_ne_demande_qu_une_fois():
    etablissement = employeur().rattachements.get().employeur
    personne = UtilisateurFactory()
    rejoindre(personne, etablissement)

    with pytest.raises(RegleViolee, match="attend une réponse"):
        rejoindre(personne, etablissement)

    assert Courrier.objects.count() == 1


def test_un_etablissement_deja_dans_le_compte_est_dit():
    personne = employeur()

    with pytest.raises(RegleViolee, match="déjà dans votre compte"):
        rejoindre(personne, personne.rattachements.get().employeur)


@pytest.fixture
def demande():
    membre = employeur()
    rattachement = rejoindre(UtilisateurFactory(), membre.rattachements.get().employeur)
    Courrier.objects.all().delete()
    return rattachement, membre


def test_accepter_ouvre_l_acces_et_le_dit(demande):
    rattachement, membre = demande

    accepter_rattachement(rattachement_id=rattachement.pk, par=membre, maintenant=MAINTENANT)

    rattachement.refresh_from_db()
    assert (rattachement.actif, rattachement.en_attente_depuis) == (True, None)
    assert LigneJournal.objects.de(rattachement)[0].libelle == "Rattachement accepté"
    [courrier] = Courrier.objects.all()
    assert courrier.destinataire == rattachement.utilisateur.email
    assert membre.nom_public in composer(courrier).body


def test_refuser_n_ouvre_rien_et_le_dit(demande):
    rattachement, membre = demande

    refuser_rattachement(rattachement_id=rattachement.pk, par=membre)

    rattachement.refresh_from_db()
    assert (rattachement.actif, rattachement.en_attente_depuis) == (False, None)
    assert "refusée" in composer(Courrier.objects.get()).subject
    assert rejoindre(rattachement.utilisateur, rattachement.employeur).en_attente_depuis == MAINTENANT


@pytest.mark.parametrize(
    "qui",
    [
        pytest.param(lambda d: d[0].utilisateur, id="soi-meme"),
        pytest.param(lambda d: employeur(), id="un-autre-employeur"),
        pytest.param(lambda d: organisme(), id="un-organisme"),
    ],
)
def test_seuls_les_membres_repondent(demande, qui):
    with pytest.raises(RegleViolee):
        accepter_rattachement(rattachement_id=demande[0].pk, par=qui(demande), maintenant=MAINTENANT)

    demande[0].refresh_from_db()
    assert not demande[0].actif


def test_le_second_qui_repond_apprend_que_c_est_fait(demande):
    rattachement, membre = demande
    accepter_rattachement(rattachement_id=rattachement.pk, par=membre, maintenant=MAINTENANT)

    with pytest.raises(RegleViolee, match="déjà reçu une réponse"):
        refuser_rattachement(rattachement_id=rattachement.pk, par=membre)

    rattachement.refresh_from_db()
    assert rattachement.actif


def test_quitter_ferme_l_acces():
    personne = employeur()
    rattachement = personne.rattachements.get()

    quitter_organisation(rattachement_id=rattachement.pk, par=personne)

    rattachement.refresh_from_db()
    assert not rattachement.actif
    with pytest.raises(RegleViolee):
        quitter_organisation(rattachement_id=rattachement.pk, par=personne)


def test_la_base_refuse_un_rattachement_actif_et_en_attente():
    rattachement = RattachementFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Rattachement.objects.filter(pk=rattachement.pk).update(en_attente_depuis=MAINTENANT)


def test_la_base_refuse_deux_organisations_pour_un_rattachement():
    rattachement = RattachementFactory()

    with pytest.raises(IntegrityError), transaction.atomic():
        Rattachement.objects.filter(pk=rattachement.pk).update(organisme=OrganismeFormationFactory())


class TestPages:
    def test_ajouter_un_etablissement_connu(self, client):
        etablissement = EmployeurFactory()
        personne = UtilisateurFactory()
        client.force_login(personne)

        reponse = client.post(reverse("comptes:etablissement_ajouter"), {"siret": f" {etablissement.siret} "})

        assert reponse["Location"] == reverse("comptes:etablissements")
        assert personne.rattachements.get().employeur == etablissement

    def test_un_etablissement_inconnu_demande_ses_lignes_puis_s_ajoute(self, client):
        CommuneFactory(departement=DepartementFactory(), codes_postaux="44110")
        personne = UtilisateurFactory()
        client.force_login(personne)
        siret = siret_de_rang(79)

        page = client.post(reverse("comptes:etablissement_ajouter"), {"siret": siret})
        lignes = {"nom": "Toitures Ménard", "adresse": "", "code_postal": "44110", "ville": "Châteaubriant", "naf": ""}
        suite = client.post(reverse("comptes:etablissement_ajouter"), {"siret": siret, **lignes})

        assert page.status_code == 200
        assert not page.context["fiche"].is_bound
        assert suite["Location"] == reverse("comptes:etablissements")
        assert personne.rattachements.get().employeur.departement_id == "44"

    @pytest.mark.parametrize(
        ("siret", "message"),
        [
            ("123", "Ce numéro a 3 chiffres : il en faut 14."),
            ("12345678901234", "Ce numéro SIRET n’existe pas : vérifiez ses 14 chiffres."),
        ],
    )
    def test_un_mauvais_siret_est_explique(self, client, siret, message):
        client.force_login(UtilisateurFactory())

        page = client.post(reverse("comptes:etablissement_ajouter"), {"siret": siret})

        assert page.context["form"].errors["siret"] == [message]

    def test_repondre_par_la_page(self, client, demande):
        rattachement, membre = demande
        client.force_login(membre)
        adresse = reverse("comptes:rattachement_repondre", args=[rattachement.pk])

        assert rattachement.utilisateur.email in client.get(adresse).content.decode()
        client.post(adresse, {"reponse": "accepter"})

        rattachement.refresh_from_db()
        assert rattachement.actif
        assert "déjà reçu une réponse" in client.get(adresse).content.decode()

    def test_la_demande_d_un_autre_etablissement_est_introuvable(self, client, demande):
        client.force_login(employeur())

        assert client.get(reverse("comptes:rattachement_repondre", args=[demande[0].pk])).status_code == 404

    def test_sa_propre_demande_ne_s_accepte_pas(self, client, demande):
        client.force_login(demande[0].utilisateur)

        assert client.get(reverse("comptes:rattachement_repondre", args=[demande[0].pk])).status_code == 404

    def test_quitter_par_la_page(self, client):
        personne = employeur()
        client.force_login(personne)
        adresse = reverse("comptes:rattachement_quitter", args=[personne.rattachements.get().pk])

        assert client.get(adresse).status_code == 200
        client.post(adresse)

        assert personne.rattachements.actifs().count() == 0
        assert client.get(adresse).status_code == 404

    def test_la_liste_montre_ce_qui_attend(self, client, demande):
        client.force_login(demande[1])

        page = client.get(reverse("comptes:etablissements"))

        assert list(page.context["demandes"]) == [demande[0]]


def test_un_etablissement_que_tous_ont_quitte_attend_la_region(settings):
    settings.REGION_EMAIL = "region@exemple.test"
    parti = employeur()
    etablissement = parti.rattachements.get().employeur
    quitter_organisation(rattachement_id=parti.rattachements.get().pk, par=parti)

    rattachement = rejoindre(UtilisateurFactory(), etablissement)

    assert (rattachement.actif, rattachement.en_attente_depuis) == (False, MAINTENANT)
    assert Courrier.objects.get(modele="rattachement_demande").destinataire == "region@exemple.test"


def test_les_intentions_transmises_ne_s_ouvrent_qu_a_la_personne_a_joindre():
    intention = IntentionFactory(recevable=True, contact_courriel="claire@toits.example")

    inconnu = rejoindre(UtilisateurFactory(), intention.employeur)
    assert not inconnu.actif
    inconnu.delete()

    assert rejoindre(UtilisateurFactory(email="claire@toits.example"), intention.employeur).actif

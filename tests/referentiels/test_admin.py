"""The Région's administration of the reference data."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.contrib import admin
from django.db import InternalError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from referentiels.models import Commune, ImportEnquete, Parametre
from tests.factories import referentiels as fabriques
from tests.factories.comptes import agent
from tests.factories.enquete import correspondance

pytestmark = pytest.mark.django_db

FABRIQUES = {
    "besoinenquete": fabriques.BesoinEnqueteFactory,
    "certification": fabriques.CertificationFactory,
    "commune": lambda: fabriques.CommuneFactory(
        epci=fabriques.EpciFactory(), territoire=fabriques.TerritoireEfopFactory()
    ),
    "communedeleguee": fabriques.CommuneDelegueeFactory,
    "correspondancefap": lambda: correspondance(fabriques.MetierFactory()),
    "dispositif": fabriques.DispositifFactory,
    "employeur": fabriques.EmployeurFactory,
    "epci": fabriques.EpciFactory,
    "importenquete": lambda: ImportEnquete.objects.create(nom_fichier="bmo.csv", depose_le=timezone.now()),
    "metier": lambda: fabriques.MetierFactory(secteurs=[fabriques.SecteurFactory()]),
    "opco": fabriques.OpcoFactory,
    "organismeformation": fabriques.OrganismeFormationFactory,
    "structurereseau": fabriques.StructureReseauFactory,
    "territoireefop": lambda: fabriques.TerritoireEfopFactory(departement=fabriques.DepartementFactory()),
}


@pytest.fixture
def officier(client):
    utilisateur = agent(prenom="Hélène", nom="Pasquier")
    client.force_login(utilisateur)
    return client


@pytest.mark.parametrize("modele", sorted(FABRIQUES))
def test_liste_a_cout_constant(officier, modele):
    adresse = reverse(f"admin:referentiels_{modele}_changelist")

    couts = []
    for ajout in (1, 2):
        for _ in range(ajout):
            FABRIQUES[modele]()
        with CaptureQueriesContext(connection) as requetes:
            page = officier.get(adresse)
        couts.append(len(requetes))

    assert page.context["cl"].result_count == 3
    assert couts[0] == couts[1]
    assert couts[1] <= 8


@pytest.mark.parametrize("modele", [*sorted(FABRIQUES), "departement", "parametre", "secteur"])
def test_recherche_ne_casse_sur_rien(officier, modele):
    page = officier.get(reverse(f"admin:referentiels_{modele}_changelist"), {"q": "d’été 44 % ' RNCP1"})

    assert page.context["cl"].result_count == 0


@pytest.mark.parametrize("nombre", [1, 3])
def test_liste_des_parametres_a_cout_constant(officier, nombre, django_assert_num_queries):
    for rang in range(nombre):
        fabriques.ParametreFactory(depuis=fabriques.DEPUIS + timedelta(days=rang))

    with django_assert_num_queries(4):  # session, person, count, page
        officier.get(reverse("admin:referentiels_parametre_changelist"))


def test_tous_les_modeles_sont_dans_l_administration():
    enregistres = {
        modele._meta.model_name for modele in admin.site._registry if modele._meta.app_label == "referentiels"
    }

    assert enregistres == {*FABRIQUES, "departement", "parametre", "secteur"}


def test_recherche_d_une_commune_sans_accent_ni_tiret(officier):
    voulue = fabriques.CommuneFactory(nom="Saint-Aignan-Grandlieu")
    fabriques.CommuneFactory(nom="Sainte-Luce")

    page = officier.get(reverse("admin:referentiels_commune_changelist"), {"q": "ST AIGNAN"})

    assert list(page.context["cl"].result_list) == [voulue]


def test_recherche_d_un_employeur_par_siret_avec_espaces(officier):
    voulu, autre = fabriques.EmployeurFactory(), fabriques.EmployeurFactory()
    avec_espaces = f"{voulu.siret[:3]} {voulu.siret[3:6]} {voulu.siret[6:9]} {voulu.siret[9:]}"

    page = officier.get(reverse("admin:referentiels_employeur_changelist"), {"q": avec_espaces})

    assert voulu.siret != autre.siret
    assert list(page.context["cl"].result_list) == [voulu]


def _poster(client, **champs):
    donnees = {"code": "effectif_min", "valeur": "6", "texte": "Délibération EX-2027-4, art. 2", **champs}
    return client.post(reverse("admin:referentiels_parametre_add"), donnees)


def _erreurs(reponse):
    return {champ: list(messages) for champ, messages in reponse.context["adminform"].form.errors.items()}


def test_ajouter_une_valeur_a_venir_garde_qui_l_a_saisie(officier):
    demain = timezone.localdate() + timedelta(days=1)

    reponse = _poster(officier, code="aide_heures_max", valeur="25,5", depuis=f"{demain:%d/%m/%Y}")

    assert reponse.status_code == 302
    [parametre] = Parametre.objects.all()
    assert (parametre.code, parametre.valeur, parametre.depuis) == ("aide_heures_max", Decimal("25.5"), demain)
    assert parametre.saisi_par == "Hélène Pasquier"


@pytest.mark.parametrize("ecart", [0, -1, -400])
def test_une_valeur_ne_commence_ni_aujourd_hui_ni_avant(officier, ecart):
    jour = timezone.localdate() + timedelta(days=ecart)

    reponse = _poster(officier, depuis=f"{jour:%d/%m/%Y}")

    [message] = _erreurs(reponse).pop("depuis")
    assert message.startswith("Une valeur ne change ni le passé ni les dossiers du jour")
    assert not Parametre.objects.exists()


@pytest.mark.parametrize(
    ("code", "valeur", "message"),
    [
        pytest.param("effectif_min", "5,5", "Cette valeur est un nombre entier (stagiaires).", id="entier"),
        pytest.param("effectif_min", "-1", "Cette valeur est un nombre plus grand que zéro.", id="negative"),
        pytest.param("pef_taux", "70", "Une part du coût va de 0 à 1\xa0: 0,70 pour 70\xa0%.", id="part"),
    ],
)
def test_une_valeur_hors_de_son_genre_est_refusee(officier, code, valeur, message):
    demain = timezone.localdate() + timedelta(days=1)

    reponse = _poster(officier, code=code, valeur=valeur, depuis=f"{demain:%d/%m/%Y}")

    assert _erreurs(reponse) == {"valeur": [message]}


def test_le_texte_est_exige(officier):
    demain = timezone.localdate() + timedelta(days=1)

    reponse = _poster(officier, texte="   ", depuis=f"{demain:%d/%m/%Y}")

    assert list(_erreurs(reponse)) == ["texte"]


def test_une_valeur_en_vigueur_se_lit_sans_se_changer(officier):
    parametre = fabriques.ParametreFactory()
    adresse = reverse("admin:referentiels_parametre_change", args=[parametre.pk])

    assert officier.get(adresse).context["has_change_permission"] is False
    assert officier.post(adresse, {"valeur": "9", "depuis": "01/01/2023", "texte": "x"}).status_code == 403
    assert (
        officier.post(reverse("admin:referentiels_parametre_delete", args=[parametre.pk]), {"post": "yes"}).status_code
        == 403
    )
    parametre.refresh_from_db()
    assert parametre.valeur == 5


def test_une_valeur_a_venir_se_corrige_et_se_retire(officier):
    demain = timezone.localdate() + timedelta(days=1)
    # A value no verdict depends on: the others are studied before they are saved.
    parametre = fabriques.ParametreFactory(code="relance_facture_jours", depuis=demain)
    adresse = reverse("admin:referentiels_parametre_change", args=[parametre.pk])

    assert officier.get(adresse).context["adminform"].form.initial["valeur"] == 5
    officier.post(adresse, {"valeur": "7", "depuis": f"{demain:%d/%m/%Y}", "texte": "Corrigé"})
    parametre.refresh_from_db()
    assert (parametre.code, parametre.valeur, parametre.texte) == ("relance_facture_jours", 7, "Corrigé")

    officier.post(reverse("admin:referentiels_parametre_delete", args=[parametre.pk]), {"post": "yes"})
    assert not Parametre.objects.exists()


def test_la_base_elle_meme_garde_une_valeur_en_vigueur():
    parametre = fabriques.ParametreFactory()

    with pytest.raises(InternalError, match="en_vigueur"), transaction.atomic():
        Parametre.objects.update(valeur=9)
    with pytest.raises(InternalError, match="en_vigueur"), transaction.atomic():
        parametre.delete()
    parametre.refresh_from_db()
    assert parametre.valeur == 5


def test_la_liste_dit_ce_qui_est_passe_en_vigueur_a_venir(officier):
    aujourd_hui = timezone.localdate()
    for ecart in (-30, -1, 1):
        fabriques.ParametreFactory(depuis=aujourd_hui + timedelta(days=ecart))
    liste = officier.get(reverse("admin:referentiels_parametre_changelist")).context["cl"]

    assert [liste.model_admin.etat(parametre) for parametre in liste.result_list] == ["À venir", "En vigueur", "Passé"]
    assert liste.model_admin.valeur_lisible(liste.result_list[0]) == "5 stagiaires"
    for etat, ecart in (("passe", -30), ("en_vigueur", -1), ("a_venir", 1)):
        filtree = officier.get(reverse("admin:referentiels_parametre_changelist"), {"etat": etat}).context["cl"]
        assert [parametre.depuis for parametre in filtree.result_list] == [aujourd_hui + timedelta(days=ecart)]


def _changer_secteur(client, secteur, **champs):
    donnees = {
        "libelle": secteur.libelle,
        "ordre": "0",
        "tension_depuis": "01/01/2023",
        "tension_jusqu_au": "",
        **champs,
    }
    return client.post(reverse("admin:referentiels_secteur_change", args=[secteur.pk]), donnees)


def test_la_tension_d_un_secteur_finit_a_une_date_a_venir(officier):
    secteur = fabriques.SecteurFactory()
    demain = timezone.localdate() + timedelta(days=1)

    assert _changer_secteur(officier, secteur, tension_jusqu_au=f"{demain:%d/%m/%Y}").status_code == 302
    secteur.refresh_from_db()
    assert secteur.tension_jusqu_au == demain


@pytest.mark.parametrize("champs", [{"tension_depuis": "01/06/2023"}, {"tension_jusqu_au": "31/12/2023"}])
def test_la_tension_d_un_secteur_ne_change_pas_dans_le_passe(officier, champs):
    secteur = fabriques.SecteurFactory()

    reponse = _changer_secteur(officier, secteur, **champs)

    assert list(_erreurs(reponse)) == list(champs)


def test_une_commune_recoit_son_territoire_et_rien_d_autre(officier):
    commune, territoire = fabriques.CommuneFactory(), fabriques.TerritoireEfopFactory()

    officier.post(
        reverse("admin:referentiels_commune_change", args=[commune.pk]),
        {"territoire": territoire.pk, "nom": "Autre", "population": "9"},
    )

    apres = Commune.objects.get()
    assert (apres.nom, apres.territoire, apres.population) == (commune.nom, territoire, 0)

"""Where everyone is led, and what their navigation offers."""

import pytest
from django.urls import reverse

from comptes.acces import departements_de, employeurs_de, organismes_de, roles_de, structures_de
from comptes.espaces import Espace, url_de
from comptes.models import Rattachement, Role
from tests.factories.comptes import (
    RattachementFactory,
    UtilisateurFactory,
    agent,
    employeur,
    organisme,
    referent,
)
from tests.factories.referentiels import (
    DepartementFactory,
    OrganismeFormationFactory,
    StructureReseauFactory,
    loi_en_vigueur,
)
from tests.html import choisir, lire, textes

pytestmark = pytest.mark.django_db


def test_un_visiteur_est_mene_a_la_connexion(client):
    reponse = client.get(reverse("comptes:espace"))

    assert reponse["Location"] == f"{reverse('account_login')}?next={reverse('comptes:espace')}"


@pytest.mark.parametrize(
    ("personne", "nom_url"),
    [
        pytest.param(agent, "admin:index", id="agent"),
        pytest.param(employeur, "intentions:liste", id="employeur"),
        pytest.param(organisme, "sessions:intentions", id="organisme"),
        pytest.param(referent, "referent:accueil", id="referent"),
    ],
)
def test_chacun_arrive_dans_son_espace(client, personne, nom_url):
    client.force_login(personne())

    assert client.get(reverse("comptes:espace"))["Location"] == url_de(nom_url)


def test_un_espace_sans_page_le_dit(client, monkeypatch):
    monkeypatch.setattr("comptes.espaces.ESPACES", (Espace(Role.REFERENT, "Référent", "À venir.", ()),))
    client.force_login(referent())

    reponse = client.get(reverse("comptes:espace"))

    assert reponse.status_code == 200
    assert "Votre accès est ouvert" in reponse.content.decode()


def test_qui_n_agit_pour_personne_est_accueilli(client):
    client.force_login(UtilisateurFactory())

    reponse = client.get(reverse("comptes:espace"), follow=True)

    assert reponse.redirect_chain == [(reverse("comptes:bienvenue"), 302)]
    assert "J’emploie" in reponse.content.decode()


@pytest.fixture
def deux_roles():
    personne = employeur()
    RattachementFactory(utilisateur=personne, pour_referent=True)
    return personne


def test_qui_a_deux_roles_choisit_et_le_choix_tient(client, deux_roles):
    client.force_login(deux_roles)
    assert client.get(reverse("comptes:espace"))["Location"] == reverse("comptes:choisir_espace")
    page = client.get(reverse("comptes:choisir_espace"))
    assert [espace.code for espace in page.context["espaces"]] == ["employeur", "referent"]

    client.post(reverse("comptes:choisir_espace"), {"espace": "employeur"})

    assert client.get(reverse("comptes:espace"))["Location"] == url_de("intentions:liste")
    entrees = list(client.get(reverse("comptes:compte")).context["navigation"])
    assert entrees[-1]["titre"] == "Changer d’espace"


def test_on_ne_choisit_pas_l_espace_d_un_autre(client, deux_roles):
    client.force_login(deux_roles)

    reponse = client.post(reverse("comptes:choisir_espace"), {"espace": "agent"})

    assert reponse.status_code == 200
    assert "espace" not in client.session


def test_la_navigation_marque_la_page_courante(client):
    client.force_login(employeur())

    entrees = list(client.get(reverse("comptes:etablissements")).context["navigation"])

    assert [entree["titre"] for entree in entrees if entree["courante"]] == ["Mes établissements"]


def test_ce_qui_ne_tient_pas_sur_une_ligne_passe_sous_plus(client):
    client.force_login(employeur())

    page = lire(client.get(reverse("comptes:etablissements")).content.decode())

    assert textes(page, ".haut__liens > li > a")[0] == "Mes intentions"
    # Four hold on one line at a desk, two on a phone, where « Plus » begins with the others.
    assert textes(page, ".haut__suite a") == [
        "Embauches",
        "Mes rendez-vous",
        "Aides à la formation",
        "Mes établissements",
    ]
    assert textes(page, ".haut__suite .au-telephone a") == ["Embauches", "Mes rendez-vous"]
    assert textes(page, ".haut__suite [aria-current]") == ["Mes établissements"]
    assert choisir(page, ".onglets-bas") == []


def test_le_referent_a_les_memes_onglets_sur_toutes_ses_pages(client):
    loi_en_vigueur()
    client.force_login(referent())

    pages = [
        lire(client.get(reverse(nom)).content.decode())
        for nom in ("referent:accueil", "parcours:sessions", "besoins:liste")
    ]

    onglets = ["Aujourd’hui", "Stagiaires", "Sessions", "Besoins"]
    assert [textes(page, ".onglets-bas > ul > li > a") for page in pages] == [onglets] * 3
    ici = [textes(page, ".onglets-bas [aria-current]") for page in pages]
    assert ici == [["Aujourd’hui"], ["Sessions"], ["Besoins"]]
    assert textes(pages[0], ".onglets-bas__plus a") == [
        "Suivis",
        "Regroupements",
        "Comités",
        "Intentions transmises",
        "Résultats",
    ]


@pytest.mark.parametrize("nombre", [1, 3])
def test_la_navigation_coute_une_requete(client, django_assert_num_queries, nombre):
    personne = UtilisateurFactory()
    RattachementFactory.create_batch(nombre, utilisateur=personne)
    client.force_login(personne)

    # session, person, requests to answer, establishments, roles of the navigation
    with django_assert_num_queries(5):
        client.get(reverse("comptes:etablissements"))


@pytest.mark.parametrize(("demo", "en_vue"), [(False, 4), (True, 3)])
def test_un_visiteur_a_ses_pages_sur_une_ligne_de_telephone(client, settings, demo, en_vue):
    settings.DEMO = demo

    entrees = list(client.get(reverse("account_login")).context["navigation"])

    assert [entree["titre"] for entree in entrees[:4]] == ["Simulateur", "Formations", "Organismes", "Dispositifs"]
    assert sum(entree["au_telephone"] for entree in entrees) == en_vue
    assert all(entree["au_bureau"] for entree in entrees)


def test_la_navigation_d_un_visiteur_ne_coute_rien(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get(reverse("account_login"))


def test_le_compte_a_un_cout_constant(client, django_assert_num_queries):
    client.force_login(employeur())

    # session, person, second factor, rhythm of e-mails, organisations, roles of the navigation
    with django_assert_num_queries(6):
        client.get(reverse("comptes:compte"))


def test_le_compte_s_enregistre(client):
    personne = employeur()
    client.force_login(personne)

    client.post(reverse("comptes:compte"), {"prenom": "Zoé", "nom": "Martin", "telephone": "06 00 00 00 00"})

    personne.refresh_from_db()
    assert (personne.prenom, personne.nom, personne.telephone) == ("Zoé", "Martin", "06 00 00 00 00")


def test_un_compte_mal_rempli_garde_le_nom_d_avant_dans_l_en_tete(client):
    personne = employeur(nom="Heulin")
    client.force_login(personne)

    page = client.post(reverse("comptes:compte"), {"prenom": "Zoé", "nom": "", "telephone": ""})

    assert list(page.context["form"].errors) == ["nom"]
    assert page.context["user"].get_full_name() == "Claire Heulin"


class TestPerimetres:
    """Each function gives what is the person's, and never the neighbour's, who exists in the database."""

    @pytest.fixture(autouse=True)
    def voisins(self):
        employeur(), organisme(), referent()

    def test_l_employeur_n_a_que_ses_etablissements(self):
        personne = employeur()
        le_sien = personne.rattachements.get().employeur_id

        assert list(employeurs_de(personne).values_list("employeur", flat=True)) == [le_sien]
        assert organismes_de(personne).count() == 0
        assert structures_de(personne).count() == 0
        assert departements_de(personne).count() == 0

    def test_l_organisme_n_a_que_le_sien(self):
        le_sien = OrganismeFormationFactory()
        personne = organisme(le_sien)

        assert list(organismes_de(personne).values_list("organisme", flat=True)) == [le_sien.pk]
        assert employeurs_de(personne).count() == 0

    def test_le_referent_a_les_departements_de_ses_structures(self):
        vendee = DepartementFactory(code="85")
        DepartementFactory(code="53")
        personne = referent(StructureReseauFactory(departements=[vendee]))

        assert list(departements_de(personne).values_list("code", flat=True)) == ["85"]

    def test_un_compte_ferme_n_a_plus_rien(self):
        personne = employeur()
        personne.is_active = False
        personne.save()

        assert employeurs_de(personne).count() == 0
        assert roles_de(personne) == []
        assert Rattachement.objects.visibles_pour(personne).count() == 0

    def test_une_demande_en_attente_ne_donne_rien(self):
        personne = UtilisateurFactory()
        RattachementFactory(utilisateur=personne, actif=False)

        assert employeurs_de(personne).count() == 0
        assert roles_de(personne) == []

    def test_les_roles_suivent_l_ordre_de_la_maison(self):
        personne = referent()
        RattachementFactory(utilisateur=personne)

        assert roles_de(personne) == [Role.EMPLOYEUR, Role.REFERENT]

    def test_un_membre_voit_les_rattachements_de_son_etablissement_seulement(self):
        personne = employeur()
        sien = personne.rattachements.get()
        collegue = RattachementFactory(employeur=sien.employeur)

        visibles = Rattachement.objects.visibles_pour(personne)

        assert set(visibles) == {sien, collegue}

    def test_un_agent_voit_tous_les_rattachements(self):
        assert Rattachement.objects.visibles_pour(agent()).count() == 3

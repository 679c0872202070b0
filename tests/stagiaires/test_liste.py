"""« Stagiaires »: the people a référent or a training body follows, and what officers find in the administration."""

import pytest
from django.urls import reverse

from comptes.models import Utilisateur
from parcours.queries.liste import suivis_par
from sessions_formation.enums import StatutParcours as S
from sessions_formation.models import Parcours
from stagiaires.models import Consultation
from tests.factories import comptes
from tests.factories.parcours import parcours_de
from tests.factories.referentiels import OrganismeFormationFactory, StructureReseauFactory
from tests.factories.stagiaires import StagiaireFactory
from tests.html import lire, texte, textes

pytestmark = pytest.mark.django_db

ADRESSE = "parcours:liste"


def noms(client, **criteres):
    page = client.get(reverse(ADRESSE), criteres)
    assert page.status_code == 200
    return [str(ligne["parcours"].stagiaire) for ligne in page.context["lignes"]]


def test_liste_montre_ce_que_visibles_pour_permet(le_monde, session, referente, entre):
    ailleurs = StructureReseauFactory()
    parcours_de(session, structure=le_monde.reseau)
    suivi_ailleurs = parcours_de(session, stagiaire=StagiaireFactory(structure=ailleurs), structure=le_monde.reseau)
    d_ailleurs = parcours_de(session, structure=ailleurs)
    for personne in (referente, comptes.referent(ailleurs), session.demandeur):
        assert set(suivis_par(personne)) == set(Parcours.objects.visibles_pour(personne))
    assert set(suivis_par(comptes.referent(ailleurs))) == {suivi_ailleurs, d_ailleurs}
    for personne in (comptes.referent(StructureReseauFactory()), comptes.organisme(OrganismeFormationFactory())):
        assert noms(entre(personne)) == []
    for personne in (le_monde.agent, comptes.employeur()):
        assert entre(personne).get(reverse(ADRESSE)).status_code == 403


def test_liste_se_filtre_se_cherche_et_se_trie(le_monde, session, referente, entre):
    for nom, statut in (("Benali", S.POSITIONNE), ("Zidane", S.ENTRE), ("Étienne", S.POSITIONNE)):
        stagiaire = StagiaireFactory(prenom="Aïcha", nom=nom, structure=le_monde.reseau)
        parcours_de(session, statut, stagiaire=stagiaire, structure=le_monde.reseau)
    client = entre(referente)
    assert noms(client) == ["Aïcha Étienne", "Aïcha Zidane", "Aïcha Benali"]
    assert noms(client, tri="nom") == ["Aïcha Benali", "Aïcha Étienne", "Aïcha Zidane"]
    assert noms(client, q="aicha etien") == ["Aïcha Étienne"]
    assert noms(client, q=session.numero, etape="en-formation") == ["Aïcha Zidane"]
    assert noms(client, session=session.pk, etape="candidats", tri="-nom") == ["Aïcha Étienne", "Aïcha Benali"]
    assert noms(client, session=session.pk + 1) == []
    assert len(noms(client, session="²", structure="x", etape="x", tri="x", page="x")) == 3


@pytest.mark.parametrize("nombre", [1, 3])
def test_liste_a_un_cout_constant(le_monde, session, referente, entre, django_assert_num_queries, nombre):
    for _ in range(nombre):
        parcours_de(session, structure=le_monde.reseau)
    client = entre(referente)
    with django_assert_num_queries(5):
        assert len(noms(client)) == nombre


def test_liste_dit_qui_est_efface(le_monde, session, referente, entre):
    effacee = StagiaireFactory(structure=le_monde.reseau)
    parcours_de(session, S.TERMINE, stagiaire=effacee, structure=le_monde.reseau)
    vider(effacee)
    assert "Données effacées" in texte(entre(referente).get(reverse(ADRESSE)))


def vider(stagiaire):
    for nom in ("nom", "prenom", "courriel", "telephone", "identifiant_ft"):
        setattr(stagiaire, nom, "")
    stagiaire.date_naissance, stagiaire.efface_le = None, stagiaire.cree_le
    stagiaire.save()


@pytest.mark.parametrize("nombre", [1, 3])
def test_administration_liste_les_personnes_en_huit_requetes(
    le_monde, session, entre, nombre, django_assert_max_num_queries
):
    for _ in range(nombre):
        parcours_de(session, structure=le_monde.reseau)
    client = entre(le_monde.agent)
    for modele in ("sessions_formation_parcours", "stagiaires_stagiaire"):
        with django_assert_max_num_queries(8):
            assert client.get(reverse(f"admin:{modele}_changelist")).status_code == 200


def test_administration_cherche_par_nom_et_filtre(le_monde, session, entre):
    for nom in ("Benali", "Zidane"):
        parcours_de(session, stagiaire=StagiaireFactory(prenom="Aïcha", nom=nom), structure=le_monde.reseau)
    client = entre(le_monde.agent)
    liste = reverse("admin:sessions_formation_parcours_changelist")

    def trouves(adresse=liste, **criteres):
        return textes(lire(client.get(adresse, criteres).content.decode()), "#result_list tbody th a")

    assert len(trouves()) == 2
    assert len(trouves(q="aicha zid")) == 1
    assert len(trouves(q=session.numero)) == 2
    assert len(trouves(lot=session.lot_id, structure=le_monde.reseau.pk, statut__exact=S.POSITIONNE)) == 2
    assert trouves(lot=session.lot_id + 1) == []
    assert trouves(reverse("admin:stagiaires_stagiaire_changelist"), q="benali") == ["Aïcha Benali"]


def test_administration_montre_la_liste_d_attente_dans_son_ordre(le_monde, session, entre):
    parcours_de(session, structure=le_monde.reseau)
    for nom in ("Première", "Seconde"):
        parcours_de(session, stagiaire=StagiaireFactory(prenom="Aïcha", nom=nom), en_attente=True)
    client = entre(le_monde.agent)
    liste = reverse("admin:sessions_formation_parcours_changelist")

    def trouves(poste):
        return textes(lire(client.get(liste, {"poste": poste}).content.decode()), "#result_list tbody th a")

    assert [ligne.split(" (")[0] for ligne in trouves("attente")] == ["Aïcha Première", "Aïcha Seconde"]
    assert len(trouves("garde")) == 1


def test_administration_garde_qui_a_ouvert_une_fiche(le_monde, session, entre):
    parcours = parcours_de(session, structure=le_monde.reseau)
    pages = [
        reverse("admin:sessions_formation_parcours_change", args=[parcours.pk]),
        reverse("admin:stagiaires_stagiaire_change", args=[parcours.stagiaire_id]),
    ]
    client = entre(le_monde.agent)
    for page in pages:
        assert reverse("parcours:fiche", args=[parcours.pk]) in client.get(page).content.decode()
    assert Consultation.objects.get().par == le_monde.agent
    # Nothing to edit there, whoever one is.
    assert client.post(pages[1], {"nom": "X"}).status_code == 403
    sans_droit = Utilisateur.objects.get(pk=comptes.agent(is_superuser=False).pk)
    assert entre(sans_droit).get(pages[0]).status_code == 403
    assert Consultation.objects.count() == 1

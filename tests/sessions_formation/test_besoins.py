"""The needs of a territory, as its referents read them."""

from datetime import date

import pytest
from django.db import connection
from django.urls import reverse

from comptes.models import Role
from intentions.models import IntentionEmbauche
from sessions_formation.models import MembreGroupement
from sessions_formation.queries.besoins import besoins_du_territoire
from tests.factories import comptes
from tests.factories.besoins import besoin_libre, commune, epci, interet
from tests.factories.referentiels import DepartementFactory, MetierFactory, SecteurFactory
from tests.factories.scenario import LE
from tests.factories.sessions import autre_lot

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

LISTE = reverse("besoins:liste")


@pytest.fixture
def nadia(client, le_monde):
    """The browser of a referent of Maine-et-Loire, signed in."""
    client.force_login(comptes.referent(le_monde.reseau, prenom="Nadia", nom="Le Goff"))
    return client


def employeurs(page) -> list[str]:
    return [ligne["intention"].employeur.nom for ligne in page.context["lignes"]]


def adresse(intention: IntentionEmbauche) -> str:
    return reverse("besoins:detail", args=[intention.pk])


def test_la_liste_montre_les_besoins_libres_du_territoire_le_plus_ancien_d_abord(nadia, le_monde):
    besoin_libre(le_monde, nom="Récente", anciennete=1)
    besoin_libre(le_monde, nom="Ancienne", anciennete=40)
    besoin_libre(le_monde, nom="Réservée", organisme_choisi=le_monde.cotraitant)
    besoin_libre(le_monde, nom="Engagée", recevable=False, engagee=True)
    ailleurs = commune(le_monde, "Saint-Nazaire", departement=DepartementFactory(code="44"), epci=None)
    besoin_libre(le_monde, nom="Ailleurs", commune=ailleurs)

    assert employeurs(nadia.get(LISTE)) == ["Ancienne", "Récente"]


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        ({}, ["Tôlerie", "Boulangerie", "Charpente"]),
        ({"secteur": "construction"}, ["Charpente"]),
        ({"metier": "Soudeur / Soudeuse (H2913)"}, ["Tôlerie"]),
        ({"metier": "SOUDEUR"}, ["Tôlerie"]),
        ({"metier": "boulangère"}, ["Boulangerie"]),
        ({"departement": "49"}, ["Tôlerie", "Boulangerie", "Charpente"]),
        ({"epci": "AILLEURS"}, ["Tôlerie", "Boulangerie", "Charpente"]),
        ({"du": "01/06/2027"}, ["Boulangerie"]),
        ({"au": "31/05/2027"}, ["Tôlerie"]),
        ({"du": "2027-13-45"}, ["Tôlerie", "Boulangerie", "Charpente"]),
        ({"sans_interet": "on"}, ["Boulangerie", "Charpente"]),
        ({"tri": "-deposee"}, ["Charpente", "Boulangerie", "Tôlerie"]),
        ({"tri": "employeur"}, ["Boulangerie", "Charpente", "Tôlerie"]),
    ],
)
def test_filtres_et_tri_sont_dans_l_adresse(nadia, le_monde, filtre, attendus):
    tolerie = besoin_libre(le_monde, nom="Tôlerie", anciennete=30)
    fournil = MetierFactory(code_rome="D1102", libelle="Boulanger / Boulangère")
    besoin_libre(
        le_monde,
        nom="Boulangerie",
        anciennete=20,
        metier=fournil,
        embauche_souhaitee=date(2027, 6, 15),
    )
    besoin_libre(
        le_monde,
        nom="Charpente",
        secteur=SecteurFactory(code="construction"),
        metier=MetierFactory(code_rome="F1501", libelle="Charpentier / Charpentière"),
        embauche_souhaitee=None,
    )
    interet(tolerie, le_monde.au_cotraitant)

    assert employeurs(nadia.get(LISTE, filtre)) == attendus


def test_le_filtre_par_intercommunalite(nadia, le_monde):
    besoin_libre(le_monde, nom="Des Mauges")
    besoin_libre(le_monde, nom="De Cholet", commune=commune(le_monde, "Cholet-Est", epci=epci("CA Cholet")))

    commune(le_monde, "Saint-Nazaire", departement=DepartementFactory(code="44"), epci=epci("CA de l’Estuaire"))

    page = nadia.get(LISTE, {"epci": epci("CA Cholet").pk})

    assert employeurs(page) == ["De Cholet"]
    offertes = [nom for _, nom in page.context["filtre"].fields["epci"].choices]
    assert offertes == ["Toutes", "CA Cholet", "CA Mauges Communauté"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_la_liste_a_un_cout_constant_filtres_compris(nadia, le_monde, django_assert_num_queries, nombre):
    for rang in range(nombre):
        besoin_libre(le_monde, nom=f"Tôlerie {rang}")
    filtres = {"secteur": le_monde.lot.secteur_id, "departement": "49", "epci": epci().pk, "metier": "H2913"}

    # session, person, areas; filters; territory, count, rows
    with django_assert_num_queries(7):
        page = nadia.get(LISTE, {**filtres, "sans_interet": "on", "du": "01/01/2027"})

    assert len(page.context["lignes"]) == nombre


def test_la_recherche_passe_par_un_index(le_monde):
    besoin_libre(le_monde, nom="Tôlerie")
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL enable_seqscan = off")
    plan = besoins_du_territoire(comptes.referent(le_monde.reseau), le=LE)[:25].explain()

    assert "Index" in plan
    assert "Seq Scan" not in plan


def test_le_detail_dit_l_offre_qui_appeler_et_les_organismes_du_lot(nadia, le_monde):
    besoin = besoin_libre(le_monde, nom="Tôlerie Heulin", precisions="À dix minutes de la gare.")
    interet(besoin, le_monde.au_cotraitant)

    page = nadia.get(adresse(besoin))

    assert page.context["intention"].interesses == 1
    assert [organisme.nom for organisme in page.context["organismes"]] == ["Compétences Ouest", "Formaloire Métiers"]
    texte = page.content.decode()
    assert 'href="tel:0241000001"' in texte
    assert "À dix minutes de la gare." in texte


def test_un_cotraitant_retenu_pour_d_autres_lots_n_est_pas_a_appeler(nadia, le_monde):
    besoin = besoin_libre(le_monde, nom="Tôlerie Heulin")
    autre = autre_lot(le_monde, secteur=besoin.secteur_id, departements=("85",))
    MembreGroupement.objects.get(organisme=le_monde.cotraitant).lots.set([autre])

    page = nadia.get(adresse(besoin))

    assert [organisme.nom for organisme in page.context["organismes"]] == ["Compétences Ouest"]
    MembreGroupement.objects.get(organisme=le_monde.cotraitant).lots.add(le_monde.lot)
    assert len(nadia.get(adresse(besoin)).context["organismes"]) == 2


def test_sans_lot_le_detail_dit_a_qui_en_parler(nadia, le_monde):
    besoin = besoin_libre(le_monde, nom="Charpente", secteur=SecteurFactory(code="construction"))

    assert "parlez-en à la Région" in nadia.get(adresse(besoin)).content.decode()


def test_l_adaptation_pour_handicap_n_est_nulle_part(nadia, le_monde):
    besoin = besoin_libre(le_monde, nom="Tôlerie", heures_hebdo=18, adaptation_boe=True, motif_derogation="Handicap.")

    for page in (nadia.get(LISTE), nadia.get(adresse(besoin))):
        texte = page.content.decode().lower()
        assert [mot for mot in ("handicap", "adapt", "obligation d’emploi", "18 h") if mot in texte] == []


def test_un_besoin_hors_du_territoire_ou_pris_est_introuvable(nadia, le_monde):
    ailleurs = commune(le_monde, "Saint-Nazaire", departement=DepartementFactory(code="44"), epci=None)
    for besoin in (
        besoin_libre(le_monde, nom="Ailleurs", commune=ailleurs),
        besoin_libre(le_monde, nom="Réservée", organisme_choisi=le_monde.cotraitant),
    ):
        assert nadia.get(adresse(besoin)).status_code == 404


def test_un_organisme_est_conduit_a_sa_liste_et_n_ouvre_pas_le_detail(odile, le_monde):
    besoin = besoin_libre(le_monde, nom="Tôlerie")

    assert odile.get(LISTE).headers["Location"] == reverse("sessions:intentions")
    assert odile.get(adresse(besoin)).status_code == 403


def test_qui_est_des_deux_cotes_choisit_par_son_espace(client, le_monde):
    personne = comptes.referent(le_monde.reseau)
    comptes.RattachementFactory(utilisateur=personne, pour_organisme=True, organisme=le_monde.cotraitant)
    client.force_login(personne)
    besoin_libre(le_monde, nom="Tôlerie")

    assert client.get(LISTE).status_code == 302
    client.post(reverse("comptes:choisir_espace"), {"espace": Role.REFERENT})
    assert employeurs(client.get(LISTE)) == ["Tôlerie"]


def test_sans_besoin_la_page_dit_quoi_faire(nadia, le_monde):
    assert "Aucune intention libre dans vos départements" in nadia.get(LISTE).content.decode()
    besoin_libre(le_monde, nom="Tôlerie")
    assert "Aucun besoin ne répond à ces filtres" in nadia.get(LISTE, {"metier": "Boulanger"}).content.decode()

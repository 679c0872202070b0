"""The list a training body picks from: what is in it, what is not, and how a request starts from it."""

import pytest
from django.db import connection
from django.urls import reverse

from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.models import IntentionRetenue, Session
from sessions_formation.queries.intentions import intentions_a_prendre
from tests.factories import comptes
from tests.factories.referentiels import OrganismeFormationFactory
from tests.factories.scenario import LE, demande, intention_deposee
from tests.factories.sessions import autre_lot, concurrent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

LISTE = reverse("sessions:intentions")
NOUVELLE = reverse("sessions:nouvelle")


def employeurs(page) -> list[str]:
    return [ligne["intention"].employeur.nom for ligne in page.context["lignes"]]


def test_la_liste_montre_les_adressees_et_les_libres_du_lot_la_plus_ancienne_d_abord(odile, le_monde):
    lui = concurrent(le_monde)
    intention_deposee(le_monde, nom="Libre")
    intention_deposee(le_monde, nom="Adressée", organisme_choisi=le_monde.cotraitant)
    intention_deposee(le_monde, nom="À un autre", organisme_choisi=lui.rattachements.get().organisme)
    intention_deposee(le_monde, nom="Brouillon refusé", heures_hebdo=12)
    prise = intention_deposee(le_monde, nom="Prise", nombre_postes=5)
    demander_ouverture(session_id=demande(le_monde, [prise]).pk, par=le_monde.au_cotraitant, le=LE)

    page = odile.get(LISTE)

    assert employeurs(page) == ["Libre", "Adressée"]
    assert [ligne["pour"] for ligne in page.context["lignes"]] == ["sans organisme", "vous a choisi"]


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        pytest.param({"q": "soudeur"}, ["Libre", "Adressée"], id="metier"),
        pytest.param({"q": "cholét"}, ["Libre", "Adressée"], id="commune-sans-accent"),
        pytest.param({"q": "adress"}, ["Adressée"], id="employeur"),
        pytest.param({"adressees": "on"}, ["Adressée"], id="adressees-a-nous"),
        pytest.param({"departement": "85"}, [], id="autre-departement"),
        pytest.param({"lot": "999999"}, ["Libre", "Adressée"], id="lot-inconnu-ignore"),
        pytest.param({"tri": "-deposee"}, ["Adressée", "Libre"], id="plus-recente-d-abord"),
        pytest.param({"tri": "mot_de_passe"}, ["Libre", "Adressée"], id="tri-inconnu-ignore"),
        pytest.param({"tri": "postes"}, ["Adressée", "Libre"], id="par-postes"),
    ],
)
def test_les_filtres_et_le_tri_sont_dans_l_adresse(odile, le_monde, filtre, attendus):
    intention_deposee(le_monde, nom="Libre", nombre_postes=3)
    intention_deposee(le_monde, nom="Adressée", organisme_choisi=le_monde.cotraitant)

    assert employeurs(odile.get(LISTE, filtre)) == attendus


@pytest.mark.parametrize("nombre", [1, 3])
def test_la_liste_a_un_cout_constant(odile, le_monde, django_assert_num_queries, nombre):
    for rang in range(nombre):
        intention_deposee(le_monde, nom=f"Tôlerie {rang}")

    # session, person, what they act for; places, lots (filters); perimeters, count, rows, new messages
    with django_assert_num_queries(9):
        page = odile.get(LISTE)

    assert len(page.context["lignes"]) == nombre


def test_la_recherche_des_intentions_passe_par_un_index(le_monde):
    """Measured on 60 000 intentions: 1.3 ms by ``intention_par_statut``, read in the order of the page."""
    intention_deposee(le_monde)
    with connection.cursor() as curseur:
        curseur.execute("SET LOCAL enable_seqscan = off")
    plan = intentions_a_prendre(le_monde.au_cotraitant, le=LE)[:25].explain()

    assert "Index" in plan
    assert "Seq Scan" not in plan


def test_sans_intention_la_page_dit_quoi_faire(odile):
    page = odile.get(LISTE)

    assert "Aucune intention à prendre pour l’instant" in page.content.decode()


def test_l_adaptation_pour_handicap_n_est_nulle_part(odile, le_monde):
    intention = intention_deposee(
        le_monde, heures_hebdo=18, adaptation_boe=True, motif_derogation="Reconnaissance de handicap."
    )
    type(intention).objects.filter(pk=intention.pk).update(statut="recevable")

    liste, detail = odile.get(LISTE), odile.get(reverse("sessions:intention", args=[intention.pk]))

    assert employeurs(liste) == [intention.employeur.nom]
    for page in (liste, detail):
        texte = page.content.decode().lower()
        assert [mot for mot in ("handicap", "boe", "adapt", "obligation d’emploi") if mot in texte] == []


def test_qui_n_agit_pour_aucun_organisme_n_entre_pas(client, le_monde):
    for personne in (comptes.employeur(), le_monde.agent):
        client.force_login(personne)
        assert client.get(LISTE).status_code == 403


def test_une_intention_se_lit_tant_qu_elle_est_a_prendre_adressee_ou_tenue(client, le_monde):
    libre = intention_deposee(le_monde, nombre_postes=5)
    adresse = reverse("sessions:intention", args=[libre.pk])
    lui = concurrent(le_monde)

    def vue_par(personne):
        client.force_login(personne)
        return client.get(adresse).status_code

    assert (vue_par(lui), vue_par(le_monde.au_cotraitant), vue_par(comptes.employeur())) == (200, 200, 404)

    demander_ouverture(session_id=demande(le_monde, [libre]).pk, par=le_monde.au_cotraitant, le=LE)

    assert (vue_par(lui), vue_par(le_monde.au_cotraitant)) == (404, 200)


def test_reunir_des_intentions_ouvre_un_brouillon_sur_le_seul_lot_possible(odile, le_monde):
    choisies = [intention_deposee(le_monde, nombre_postes=postes) for postes in (2, 3)]

    reponse = odile.post(NOUVELLE, {"i": [intention.pk for intention in choisies]})

    session = Session.objects.get()
    assert reponse.headers["Location"] == reverse("sessions:modifier", args=[session.pk])
    assert (session.lot, session.organisme, session.effectif) == (le_monde.lot, le_monde.cotraitant, 5)
    assert str(session.prix_heure) == "9.50"
    assert set(session.retenues.values_list("intention", flat=True)) == {intention.pk for intention in choisies}


def test_deux_lots_possibles_la_page_demande_lequel(odile, le_monde):
    second = autre_lot(le_monde, secteur="inter-industrie", departements=("49",))
    intention = intention_deposee(le_monde)

    page = odile.post(NOUVELLE, {"i": [intention.pk]})

    assert page.status_code == 200
    places = [cle for cle, _ in page.context["form"].fields["place"].choices]
    assert places == [f"{lot.pk}-{le_monde.cotraitant.pk}" for lot in (le_monde.lot, second)]
    assert not Session.objects.exists()

    odile.post(NOUVELLE, {"i": [intention.pk], "place": places[1]})

    assert Session.objects.get().lot == second


def test_entre_deux_lots_du_secteur_celui_qui_couvre_le_departement_est_choisi(odile, le_monde):
    autre_lot(le_monde, secteur="inter-industrie", departements=("44",))
    intention = intention_deposee(le_monde)

    odile.post(NOUVELLE, {"i": [intention.pk]})

    assert Session.objects.get().lot == le_monde.lot


def test_deux_secteurs_ne_tiennent_pas_dans_une_session(odile, le_monde):
    lot = autre_lot(le_monde, secteur="construction")
    choisies = [intention_deposee(le_monde), intention_deposee(le_monde, secteur=lot.secteur)]

    page = odile.post(NOUVELLE, {"i": [intention.pk for intention in choisies]})

    assert "Ces intentions ne tiennent pas dans une même session" in page.content.decode()
    assert not Session.objects.exists()


def test_une_intention_prise_entre_temps_n_empeche_pas_les_autres(odile, le_monde):
    prise, libre = intention_deposee(le_monde, nombre_postes=5), intention_deposee(le_monde)
    demander_ouverture(
        session_id=demande(le_monde, [prise], par=le_monde.au_mandataire).pk, par=le_monde.au_mandataire, le=LE
    )

    odile.post(NOUVELLE, {"i": [prise.pk, libre.pk]})

    brouillon = Session.objects.get(organisme=le_monde.cotraitant)
    assert list(IntentionRetenue.objects.filter(session=brouillon).values_list("intention", flat=True)) == [libre.pk]


def test_on_ne_demande_pas_sous_le_nom_d_un_autre(odile, le_monde):
    place = f"{le_monde.lot.pk}-{le_monde.mandataire.pk}"

    page = odile.post(NOUVELLE, {"place": place})

    assert list(page.context["form"].errors) == ["place"]
    assert not Session.objects.exists()


def test_sans_lot_ouvert_la_page_le_dit(client, le_monde):
    client.force_login(comptes.organisme(OrganismeFormationFactory()))

    page = client.get(NOUVELLE)

    assert "Vous n’avez pas de lot ouvert" in page.content.decode()

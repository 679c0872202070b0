"""The lists of a training body: its sessions, its groupement's as mandataire, the orders it receives."""

import pytest
from django.urls import reverse

from sessions_formation.actions.decider import demander_complement
from sessions_formation.actions.demander import demander_ouverture
from sessions_formation.models import BonDeCommande
from tests.factories import comptes
from tests.factories.scenario import LE, autoriser, demande, intention_deposee, session_demandee
from tests.factories.sessions import concurrent, sous_traitant

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

LISTE = reverse("sessions:liste")
BONS = reverse("sessions:bons")


def adresse(nom, objet):
    return reverse(f"sessions:{nom}", args=[objet.pk])


@pytest.mark.parametrize(
    ("filtre", "attendus"),
    [
        pytest.param({}, ["Brouillon", "Seconde", "Première"], id="toutes"),
        pytest.param({"etape": "brouillons"}, ["Brouillon"], id="brouillons"),
        pytest.param({"etape": "en-cours"}, ["Seconde"], id="en-cours"),
        pytest.param({"etape": "autorisees"}, ["Première"], id="autorisees"),
        pytest.param({"etape": "closes"}, [], id="closes"),
        pytest.param({"q": "première"}, ["Première"], id="intitule"),
        pytest.param({"q": "SE-2026-00002"}, ["Seconde"], id="numero"),
        pytest.param({"tri": "intitule"}, ["Brouillon", "Première", "Seconde"], id="par-intitule"),
        pytest.param({"tri": "-montant"}, ["Seconde", "Brouillon", "Première"], id="par-montant"),
    ],
)
def test_la_liste_se_filtre_et_se_trie_par_l_adresse(odile, le_monde, filtre, attendus):
    premiere = session_demandee(le_monde, intitule="Première")
    session_demandee(le_monde, intitule="Seconde", heures=500)
    demande(le_monde, [], intitule="Brouillon")
    autoriser(premiere, le_monde.agent)

    page = odile.get(LISTE, filtre)

    assert [session.intitule for session in page.context["page"]] == attendus


def test_le_mandataire_voit_dans_sa_liste_tout_le_groupement(client, le_monde):
    session_demandee(le_monde, intitule="Du cotraitant")
    session_demandee(le_monde, par=le_monde.au_mandataire, intitule="Du mandataire")

    def liste_de(personne):
        client.force_login(personne)
        return [session.intitule for session in client.get(LISTE).context["page"]]

    assert liste_de(le_monde.au_mandataire) == ["Du mandataire", "Du cotraitant"]
    assert liste_de(le_monde.au_cotraitant) == ["Du cotraitant"]
    assert liste_de(concurrent(le_monde)) == []


@pytest.mark.parametrize("nombre", [1, 3])
def test_les_listes_ont_un_cout_constant(client, le_monde, django_assert_num_queries, nombre):
    for _ in range(nombre):
        autoriser(session_demandee(le_monde), le_monde.agent)
    client.force_login(le_monde.au_mandataire)

    # session, person, areas; perimeter; lots (filter); count, rows; unread messages; sheets to write
    with django_assert_num_queries(9):
        page = client.get(LISTE)
    assert len(page.context["page"].object_list) == nombre

    # session, person, areas; count, rows
    with django_assert_num_queries(5):
        client.get(BONS)
    bon = BonDeCommande.objects.get()
    # session, person; the order, its composantes, movements, documents, amendments; the lot’s amounts; areas
    with django_assert_num_queries(9):
        page = client.get(adresse("bon", bon))
    assert len(page.context["lignes"]) == nombre


def test_le_bon_de_commande_n_est_lu_que_du_mandataire(client, le_monde):
    session = session_demandee(le_monde)
    autoriser(session, le_monde.agent)
    bon = BonDeCommande.objects.get()

    client.force_login(le_monde.au_mandataire)
    assert [b.numero for b in client.get(BONS).context["page"]] == ["BC-2026-00001"]
    page = client.get(adresse("bon", bon))
    assert str(page.context["total"]) == "19950.00"
    assert [document.modele for document in page.context["documents"]] == ["bon_commande"]

    client.force_login(le_monde.au_cotraitant)
    assert list(client.get(BONS).context["page"]) == []
    assert client.get(adresse("bon", bon)).status_code == 404


def test_qui_n_agit_pour_aucun_organisme_n_entre_pas_dans_les_listes(client, le_monde):
    client.force_login(comptes.employeur())

    assert [client.get(url).status_code for url in (LISTE, BONS, reverse("sessions:nouvelle"))] == [403] * 3


def test_ce_qui_attend_une_reponse_est_en_tete_et_se_filtre(client, le_monde):
    a_completer = session_demandee(le_monde, intitule="À compléter")
    demander_complement(session_id=a_completer.pk, par=le_monde.agent, motif="", precisions="Qui ?", le=LE)
    yann = sous_traitant(le_monde)
    intentions = [intention_deposee(le_monde, nombre_postes=5)]
    accord = demande(le_monde, intentions, par=yann, groupement_capable=False, intitule="Accord à donner")
    demander_ouverture(session_id=accord.pk, par=yann, le=LE)
    session_demandee(le_monde, intitule="La dernière")

    def liste_de(personne, **parametres):
        client.force_login(personne)
        return [session.intitule for session in client.get(LISTE, parametres).context["page"]]

    assert liste_de(le_monde.au_cotraitant) == ["À compléter", "La dernière"]
    assert liste_de(le_monde.au_cotraitant, etape="a-faire") == ["À compléter"]
    assert liste_de(le_monde.au_mandataire) == ["Accord à donner", "La dernière", "À compléter"]
    assert liste_de(le_monde.au_mandataire, etape="a-faire") == ["Accord à donner"]
    assert liste_de(yann, etape="a-faire") == []
    assert liste_de(le_monde.au_cotraitant, tri="intitule") == ["La dernière", "À compléter"]

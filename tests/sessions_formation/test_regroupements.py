"""Groups as people read them: what they come to, whom to call, one click to start a session."""

from datetime import timedelta

import pytest
from django.urls import reverse

from sessions_formation.models import Session
from sessions_formation.queries import regroupements
from sessions_formation.queries.intentions import intentions_a_prendre
from sessions_formation.queries.regroupements import regroupements_de
from tests.factories import comptes
from tests.factories.besoins import EMBAUCHE, besoin_libre, commune, epci
from tests.factories.referentiels import DepartementFactory, MetierFactory, ParametreFactory, SecteurFactory
from tests.factories.scenario import LE
from tests.factories.sessions import autre_lot, concurrent

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

PAGE = reverse("besoins:regroupements")


@pytest.fixture
def trois(le_monde):
    """Three employers, four posts, one missing."""
    return [
        besoin_libre(le_monde, nom=nom, nombre_postes=postes, anciennete=38 + postes)
        for nom, postes in (("Heulin", 2), ("Lathan", 1), ("Gaborit", 1))
    ]


@pytest.fixture
def nadia(client, le_monde):
    client.force_login(comptes.referent(le_monde.reseau))
    return client


def cartes(page) -> list[tuple[str, list[str]]]:
    return [
        (carte["phrase"].replace("\N{NO-BREAK SPACE}", " "), [m["intention"].employeur.nom for m in carte["membres"]])
        for carte in page.context["cartes"]
    ]


def test_la_carte_dit_le_compte_pourquoi_et_qui_appeler(odile, trois):
    page = odile.get(PAGE)

    assert cartes(page) == [("3 employeurs, 4 postes : il en manque 1", ["Heulin", "Lathan", "Gaborit"])]
    [carte] = page.context["cartes"]
    assert (carte["titre"], carte["lieu"]) == ("Soudeur / Soudeuse", "CA Mauges Communauté")
    assert carte["raisons"] == "même métier, dans la même intercommunalité et embauches le même jour"
    assert carte["manques"] == ("il manque 1\N{NO-BREAK SPACE}poste",)
    assert (carte["postes"], carte["manque"]) == (["Heulin", "Heulin", "Lathan", "Gaborit"], 1)
    assert page.content.decode().count('href="tel:0241000001"') == 3


def test_un_clic_ouvre_la_demande_avec_ces_intentions(odile, le_monde, trois):
    reponse = odile.post(reverse("sessions:nouvelle"), {"i": [besoin.pk for besoin in trois]})

    session = Session.objects.get()
    assert reponse.headers["Location"] == reverse("sessions:modifier", args=[session.pk])
    assert (session.organisme, session.effectif) == (le_monde.cotraitant, 4)
    assert set(session.retenues.values_list("intention", flat=True)) == {besoin.pk for besoin in trois}


def test_ce_qui_est_juste_a_cote_se_voit_et_s_ajoute(odile, le_monde, trois):
    vendee = DepartementFactory(code="85")
    besoin_libre(
        le_monde,
        nom="Plus loin",
        commune=commune(le_monde, "Mortagne-sur-Sèvre", departement=vendee, epci=epci("CC Mortagne")),
    )
    besoin_libre(le_monde, nom="Plus tard", embauche_souhaitee=EMBAUCHE + timedelta(days=83))

    [carte] = odile.get(PAGE).context["cartes"]

    proches = [(proche["intention"].employeur.nom, proche["ecart"]) for proche in carte["proches"]]
    assert proches == [
        ("Plus loin", "même métier, plus loin"),
        ("Plus tard", "même métier, date à rapprocher de 23\N{NO-BREAK SPACE}jours"),
    ]
    assert carte["manques"] == ("il manque 1\N{NO-BREAK SPACE}poste", "dates à rapprocher")


def test_chacun_ne_voit_que_son_perimetre(client, le_monde, trois):
    lui = concurrent(le_monde)
    besoin_libre(le_monde, nom="Réservée", organisme_choisi=le_monde.cotraitant)
    besoin_libre(le_monde, nom="Charpente", secteur=SecteurFactory(code="construction"), nombre_postes=6)

    def vues_par(personne):
        client.force_login(personne)
        return sorted(nom for _, noms in cartes(client.get(PAGE)) for nom in noms)

    assert vues_par(le_monde.au_cotraitant) == ["Gaborit", "Heulin", "Lathan", "Réservée"]
    assert vues_par(lui) == ["Gaborit", "Heulin", "Lathan"]
    assert vues_par(comptes.organisme()) == []
    assert vues_par(comptes.referent(le_monde.reseau)) == ["Charpente", "Gaborit", "Heulin", "Lathan"]


def test_pour_deux_organismes_on_choisit_celui_qui_demande(client, le_monde, trois):
    """What an employer keeps for one training body is not pooled for another of the same person (FAQ §6)."""
    personne = le_monde.au_cotraitant
    comptes.RattachementFactory(utilisateur=personne, pour_organisme=True, organisme=le_monde.mandataire)
    besoin_libre(le_monde, nom="Réservée", organisme_choisi=le_monde.cotraitant)
    client.force_login(personne)

    def noms(**filtre):
        return [nom for _, membres in cartes(client.get(PAGE, filtre)) for nom in membres]

    assert "Réservée" not in noms()
    assert "Réservée" in noms(organisme=le_monde.cotraitant.pk)


def test_le_referent_lit_qui_appeler_et_n_ouvre_pas_de_session(nadia, trois):
    page = nadia.get(PAGE)

    [carte] = page.context["cartes"]
    assert [organisme.nom for organisme in carte["organismes"]] == ["Compétences Ouest", "Formaloire Métiers"]
    assert "Demander une session" not in page.content.decode()


def test_filtres_par_secteur_et_departement(nadia, le_monde, trois):
    besoin_libre(le_monde, nom="Charpente", secteur=SecteurFactory(code="construction"), nombre_postes=6)

    assert len(cartes(nadia.get(PAGE))) == 2
    assert [noms for _, noms in cartes(nadia.get(PAGE, {"secteur": "construction"}))] == [["Charpente"]]
    assert len(cartes(nadia.get(PAGE, {"departement": "49"}))) == 2
    vide = nadia.get(PAGE, {"secteur": "numerique"}).content.decode()
    assert "Aucun regroupement sous ces filtres" in vide


def test_les_plus_pretes_d_abord_et_les_pages_se_tournent(odile, le_monde, trois, monkeypatch):
    monkeypatch.setattr("sessions_formation.views.regroupements.PAR_PAGE", 1)
    autre_lot(le_monde, secteur="construction")
    metier = MetierFactory(code_rome="F1501", libelle="Charpentier / Charpentière")
    besoin_libre(le_monde, nom="Charpente", secteur_id="construction", secteur=None, metier=metier, nombre_postes=6)

    assert cartes(odile.get(PAGE)) == [("1 employeur, 6 postes : le compte y est", ["Charpente"])]
    assert cartes(odile.get(PAGE, {"page": 2}))[0][1] == ["Heulin", "Lathan", "Gaborit"]


@pytest.mark.parametrize("nombre", [1, 3])
def test_la_page_a_un_cout_constant(odile, le_monde, django_assert_num_queries, nombre):
    for rang in range(nombre):
        metier = MetierFactory(code_rome=f"A110{rang}")
        metier.domaine = f"A{rang}0"
        metier.save()
        for nom in ("a", "b"):
            besoin_libre(le_monde, nom=f"{nom}{rang}", metier=metier)

    # session, person, what they act for; filters; perimeters, needs, law (2), rows
    with django_assert_num_queries(9):
        page = odile.get(PAGE)

    assert len(page.context["cartes"]) == nombre


def test_au_dela_de_ce_qui_s_examine_la_page_le_dit(odile, trois, monkeypatch):
    monkeypatch.setattr(regroupements, "EXAMINEES_MAX", 2)

    page = odile.get(PAGE)

    assert (page.context["regroupements"].examinees, page.context["regroupements"].deborde) == (2, True)
    assert "celles qui attendent depuis le plus longtemps" in page.content.decode()


def test_les_mesures_sont_celles_du_jour(le_monde, trois):
    ParametreFactory(code="effectif_min", depuis=LE, valeur=4)
    besoins = intentions_a_prendre(le_monde.au_cotraitant, le=LE)

    assert [groupe.manque for groupe in regroupements_de(besoins, le=LE).groupes] == [0]
    assert [groupe.manque for groupe in regroupements_de(besoins, le=LE - timedelta(days=1)).groupes] == [1]


def test_l_adaptation_pour_handicap_n_est_nulle_part(odile, le_monde):
    for nom in ("a", "b"):
        besoin_libre(le_monde, nom=nom, heures_hebdo=18, adaptation_boe=True, motif_derogation="Handicap.")

    texte = odile.get(PAGE).content.decode().lower()

    assert [mot for mot in ("handicap", "adapt", "obligation d’emploi", "18 h") if mot in texte] == []


def test_sans_regroupement_la_page_dit_quoi_faire(odile, le_monde):
    besoin_libre(le_monde, nom="Seule")

    assert "Aucun regroupement pour l’instant" in odile.get(PAGE).content.decode()


def test_un_employeur_et_un_agent_n_entrent_pas(client, le_monde):
    for personne in (comptes.employeur(), le_monde.agent):
        client.force_login(personne)
        assert client.get(PAGE).status_code == 403

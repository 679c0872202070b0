"""The public pages of the sessions: what is shown, to whom, found by which words, and what is never said."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from sessions_formation.actions.decider import autoriser_session, refuser_session
from sessions_formation.enums import TransitionSession
from sessions_formation.models import Session
from tests.admin.gestes import arbre
from tests.factories.referentiels import CommuneFactory, DepartementFactory, EpciFactory
from tests.factories.scenario import LE, Monde, session_demandee
from tests.html import texte, textes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

LISTE = reverse("formations")


def publiee(monde: Monde, **champs) -> Session:
    session = session_demandee(monde, **champs)
    return autoriser_session(session_id=session.pk, par=monde.agent, motif="besoin_avere", precisions="", le=LE)


def demarrer(session: Session) -> None:
    session.franchir(TransitionSession.DEMARRER, par=None)


def titres(client, **criteres) -> list[str]:
    return [ligne.session.intitule for ligne in client.get(LISTE, criteres).context["lignes"]]


def page_de(client, session: Session):
    return client.get(reverse("formation", args=[session.numero]))


def test_une_session_est_publique_des_son_autorisation(client, le_monde):
    session = session_demandee(le_monde)
    assert titres(client) == []

    autoriser_session(session_id=session.pk, par=le_monde.agent, motif="besoin_avere", precisions="", le=LE)

    assert titres(client) == ["Soudeur assembleur industriel"]


def test_la_liste_montre_ce_ou_l_on_peut_encore_entrer(client, le_monde):
    publiee(le_monde, intitule="À venir")
    for intitule, continu in (("Commencée", False), ("En continu", True)):
        demarrer(publiee(le_monde, intitule=intitule, entrees_sorties_permanentes=continu))
    session_demandee(le_monde, intitule="Pas décidée")

    with time_machine.travel("2027-01-10"):
        assert titres(client, tri="intitule") == ["À venir", "En continu"]
    with time_machine.travel("2027-02-01"):
        assert titres(client) == ["En continu"]
    with time_machine.travel("2027-05-01"):
        assert titres(client) == []


@pytest.mark.parametrize(
    ("intitule", "mots", "trouvee"),
    [
        pytest.param("Soudeur assembleur", "soudeurs", True, id="au-pluriel"),
        pytest.param("Soudeurs assembleurs", "SOUDEUR", True, id="au-singulier"),
        pytest.param("Soudeur assembleur", "SOUDEUSE assembleur", True, id="metier-et-intitule"),
        pytest.param("Électricien du bâtiment", "electricien", True, id="sans-accent"),
        pytest.param("Électricien du bâtiment", "électriciens", True, id="avec-accent-au-pluriel"),
        pytest.param("Aide à domicile", "aide à domicile", True, id="mots-vides"),
        pytest.param("Aide à domicile", "aides domicile", True, id="sans-mot-vide"),
        pytest.param("Ouvrier boulanger", "boulangerie", True, id="de-la-famille"),
        pytest.param("Boulangerie-pâtisserie", "boulanger", True, id="de-la-famille-a-l-envers"),
        pytest.param("Commis de cuisine", "cuisinier", False, id="une-autre-famille"),
        pytest.param("Cuisinier", "cuisine", True, id="du-meme-radical"),
        pytest.param("Ventilation", "vente", False, id="un-mot-court-n-en-commence-pas-un-autre"),
        pytest.param("Soudeur/tuyauteur", "tuyauteur", True, id="barre"),
        pytest.param("Conduite d’engins", "l’engin", True, id="apostrophe"),
        pytest.param("Conduite d’engins", "formaloire", True, id="organisme"),
        pytest.param("Conduite d’engins", "eng", True, id="debut-de-mot"),
        pytest.param("Conduite d’engins", "inter-industrie", True, id="secteur"),
        pytest.param("Soudeur assembleur", "soudeur cuisine", False, id="un-mot-de-trop"),
        pytest.param("Soudeur assembleur", "%", True, id="rien-a-chercher"),
        pytest.param("Soudeur assembleur", "soudeur' | !(:*", True, id="ponctuation"),
    ],
)
def test_la_recherche_lit_les_mots_comme_on_les_ecrit(client, le_monde, intitule, mots, trouvee):
    publiee(le_monde, intitule=intitule)
    if "Soudeur" in intitule:
        Session.objects.update(metier=le_monde.metier)

    assert bool(titres(client, q=mots)) is trouvee


def test_les_criteres_restreignent_et_restent_dans_l_adresse(client, le_monde):
    epci = EpciFactory(nom="CA Mauges Communauté")
    ailleurs = CommuneFactory(
        nom="Beaupréau", codes_postaux="49600", departement=le_monde.commune.departement, epci=epci
    )
    publiee(le_monde, intitule="À Cholet")
    publiee(le_monde, intitule="À Beaupréau", debut=date(2027, 3, 1), fin=date(2027, 6, 1))
    Session.objects.filter(intitule="À Beaupréau").update(commune=ailleurs, type="socle")

    assert titres(client, epci=epci.pk) == ["À Beaupréau"]
    assert titres(client, commune="Cholet") == ["À Cholet"]
    assert titres(client, mois="2027-03") == ["À Beaupréau"]
    assert titres(client, type="intention") == ["À Cholet"]
    assert titres(client, secteur=le_monde.lot.secteur_id, departement="49") == ["À Cholet", "À Beaupréau"]
    assert titres(client, departement=DepartementFactory(code="44").pk) == []
    page = client.get(LISTE, {"departement": "49", "tri": "debut"})
    assert "?departement=49&amp;tri=-debut" in page.content.decode()


def test_une_reponse_illisible_se_dit_et_ne_restreint_rien(client, le_monde):
    publiee(le_monde)

    page = client.get(LISTE, {"commune": "Brigadoon", "mois": "1999-13", "page": "zero"})

    assert "Cette commune n’est pas en Pays de la Loire" in texte(page)
    assert page.context["filtre"].plus
    assert list(page.context["page"]) == [Session.objects.get().pk]


def test_les_criteres_se_replient_une_fois_lus(client, le_monde):
    page = client.get(LISTE, {"commune": "Cholet", "type": "socle"})

    assert len(page.context["actifs"]) == 2
    assert not page.context["filtre"].plus


@pytest.mark.parametrize("nombre", [1, 3])
def test_la_liste_coute_toujours_pareil(client, le_monde, nombre, django_assert_num_queries):
    for rang in range(nombre):
        publiee(le_monde, intitule=f"Session {rang}")

    with django_assert_num_queries(3):  # options, keys, page
        client.get(LISTE)


def test_la_page_dit_tout_sauf_le_nom_des_employeurs(client, le_monde):
    session = publiee(le_monde)
    le_monde.cotraitant.telephone = "02 41 00 00 00"
    le_monde.cotraitant.save()

    page = page_de(client, session)

    lu = texte(page)
    assert "5 emplois : Cholet" in lu
    assert "du 11 janvier au 30 avril 2027" in lu
    assert "02 41 00 00 00" in lu
    assert "Parlez-en à votre conseiller" in lu
    assert "Tôlerie d’essai" not in lu
    assert textes(arbre(page), "title") == [
        "Soudeur assembleur industriel, Cholet, janvier 2027 · 1 emploi = 1 formation"
    ]


def test_la_page_coute_toujours_pareil(client, le_monde, django_assert_num_queries):
    session = publiee(le_monde)

    with django_assert_num_queries(4):  # session, posts by commune, information meetings, similar sessions
        page_de(client, session)


def test_ce_qui_n_a_pas_ete_publie_n_existe_pas(client, le_monde):
    demandee, refusee = session_demandee(le_monde), session_demandee(le_monde)
    refuser_session(session_id=refusee.pk, par=le_monde.agent, motif="autre", precisions="Trop loin.", le=LE)
    retiree = session_demandee(le_monde)
    retiree.franchir(TransitionSession.RETIRER, par=None)

    assert [page_de(client, session).status_code for session in (demandee, refusee, retiree)] == [404, 404, 404]
    assert client.get(reverse("formation", args=["SE-1999-00001"])).status_code == 404
    assert [client.get(f"{LISTE}%00{fin}").status_code for fin in ("/", "/agenda.ics")] == [404, 404]


def test_une_session_fermee_a_une_page_qui_mene_ailleurs(client, le_monde):
    annulee, commencee = publiee(le_monde), publiee(le_monde)
    annulee.franchir(TransitionSession.ANNULER, par=None)

    page = page_de(client, annulee)

    assert page.status_code == 410
    assert "Cette formation a été annulée." in texte(page)
    assert f"{LISTE}?secteur=inter-industrie" in page.content.decode()
    with time_machine.travel("2027-02-01"):
        assert "a commencé le 11 janvier 2027" in texte(page_de(client, commencee))
    with time_machine.travel("2027-06-01"):
        assert "est terminée depuis le 30 avril 2027" in texte(page_de(client, commencee))


def test_l_accueil_et_la_navigation_y_menent(client, le_monde):
    page = client.get(reverse("accueil"))

    assert f'<a href="{LISTE}">Formations</a>' in page.content.decode()
    assert "Les formations ouvertes" in texte(page)

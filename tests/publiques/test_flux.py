"""The feed and the calendars of new sessions: what they hold, what narrows them, told once."""

from xml.etree import ElementTree as ET

import pytest
from django.urls import reverse
from icalendar import Calendar

from sessions_formation.enums import TransitionSession
from sessions_formation.models import Session
from tests.factories.referentiels import CommuneFactory, DepartementFactory
from tests.sessions_formation.test_formations import publiee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("ce_jour")]

FLUX, AGENDA = reverse("formations_flux"), reverse("formations_agenda")


def titres(reponse) -> list[str]:
    return [titre.text for titre in ET.fromstring(reponse.content).findall("channel/item/title")]


def jours(reponse) -> list[tuple[str, str]]:
    evenements = Calendar.from_ical(reponse.content).walk("VEVENT")
    return [(str(evenement["summary"]), evenement.decoded("dtstart").isoformat()) for evenement in evenements]


@pytest.fixture
def deux(le_monde) -> tuple[Session, Session]:
    """One at Cholet, the other, published after it, in Sarthe."""
    premiere, seconde = publiee(le_monde), publiee(le_monde, intitule="Conducteur de ligne")
    le_mans = CommuneFactory(nom="Le Mans", departement=DepartementFactory(code="72", nom="Sarthe"))
    Session.objects.filter(pk=seconde.pk).update(commune=le_mans, lieu=None)
    return premiere, seconde


def test_le_flux_dit_les_dernieres_publiees_d_abord(client, deux):
    reponse = client.get(FLUX)

    assert reponse["Content-Type"] == "application/rss+xml; charset=utf-8"
    assert titres(reponse) == [
        "Conducteur de ligne, Le Mans, janvier 2027",
        "Soudeur assembleur industriel, Cholet, janvier 2027",
    ]
    annonce = ET.fromstring(reponse.content).find("channel/item")
    assert annonce.findtext("link").endswith(reverse("formation", args=[deux[1].numero]))
    assert "Du 11 janvier au 30 avril 2027" in annonce.findtext("description")


def test_flux_et_agenda_suivent_un_secteur_et_un_departement(client, deux):
    secteur = deux[0].lot.secteur_id

    assert titres(client.get(FLUX, {"departement": "72"})) == ["Conducteur de ligne, Le Mans, janvier 2027"]
    assert len(titres(client.get(FLUX, {"secteur": secteur}))) == 2
    assert jours(client.get(AGENDA, {"departement": "49", "secteur": secteur})) == [
        ("Début de la formation : Soudeur assembleur industriel", "2027-01-11")
    ]
    titre = ET.fromstring(client.get(FLUX, {"departement": "72"}).content).findtext("channel/title")
    assert titre == "Nouvelles formations\u00a0: Sarthe"


@pytest.mark.parametrize("adresse", [FLUX, AGENDA])
@pytest.mark.parametrize("code", ["999", "\0", "x" * 500])
def test_un_code_inconnu_n_est_pas_un_flux_de_tout(client, deux, adresse, code):
    assert client.get(adresse, {"secteur": code}).status_code == 404


@pytest.mark.parametrize("adresse", [FLUX, AGENDA])
def test_qui_a_deja_lu_ne_relit_pas(client, deux, adresse):
    lu = client.get(adresse)

    assert client.get(adresse, headers={"If-None-Match": lu["ETag"]}).status_code == 304
    deux[0].franchir(TransitionSession.ANNULER, par=None)
    assert client.get(adresse, headers={"If-None-Match": lu["ETag"]}).status_code == 200


def test_ce_qui_n_est_plus_ouvert_ne_s_annonce_plus(client, deux):
    for session in deux:
        session.franchir(TransitionSession.ANNULER, par=None)

    assert (titres(client.get(FLUX)), jours(client.get(AGENDA))) == ([], [])


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize("adresse", [FLUX, AGENDA])
def test_un_flux_coute_toujours_pareil(client, le_monde, nombre, adresse, django_assert_num_queries):
    for rang in range(nombre):
        publiee(le_monde, intitule=f"Session {rang}")

    with django_assert_num_queries(1):
        client.get(adresse)


def test_une_formation_se_note_dans_un_agenda(client, deux):
    fichier = client.get(reverse("formation_agenda", args=[deux[0].numero]))

    (evenement,) = Calendar.from_ical(fichier.content).walk("VEVENT")
    assert evenement.decoded("dtend").isoformat() == "2027-01-12"
    assert evenement["transp"] == "TRANSPARENT"
    assert str(evenement["url"]).endswith(reverse("formation", args=[deux[0].numero]))
    deux[0].franchir(TransitionSession.ANNULER, par=None)
    assert client.get(reverse("formation_agenda", args=[deux[0].numero])).status_code == 404


def test_la_liste_mene_au_flux_de_ce_qu_elle_montre(client, deux):
    page = client.get(reverse("formations"), {"departement": "72", "q": "ligne"}).content.decode()

    assert page.count(f'href="{FLUX}?departement=72"') == 2
    assert page.count(f'href="{AGENDA}?departement=72"') == 2

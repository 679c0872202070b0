"""The record of an employer: counted from what happened, read by itself and by officers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from intentions.enums import StatutIntention
from sessions_formation.enums import Presence
from sessions_formation.models import EtapeSession, InvitationEtape
from sessions_formation.queries.bilan_employeur import Etapes, bilan_de
from tests.factories.comptes import RattachementFactory, agent
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import EmployeurFactory
from tests.factories.scenario import demande, monde

pytestmark = pytest.mark.django_db
LE = date(2026, 11, 23)
LE_MATIN = datetime(2026, 11, 20, 9, tzinfo=ZoneInfo("Europe/Paris"))


def etape(session, intention, presence, *, annulee=False):
    rendez_vous = EtapeSession.objects.create(
        session=session,
        nature="jury",
        debut=LE_MATIN,
        fin=LE_MATIN + timedelta(hours=2),
        lieu="Angers",
        creee_par=session.demandeur,
        creee_le=LE_MATIN,
        annoncee_le=LE_MATIN,
        annulee_le=LE_MATIN if annulee else None,
    )
    InvitationEtape.objects.create(
        etape=rendez_vous,
        intention=intention,
        presence=presence,
        presence_notee_le=LE_MATIN if presence else None,
    )


def test_le_bilan_compte_ce_qui_s_est_passe():
    employeur = EmployeurFactory()
    deposee = {"employeur": employeur, "deposee_le": LE_MATIN, "nombre_postes": 2}
    suivie = IntentionFactory(engagee=True, **deposee)
    IntentionFactory(engagee=True, statut=StatutIntention.SATISFAITE, postes_pourvus=2, **deposee)
    IntentionFactory(deposee=True, statut=StatutIntention.DESISTEE, **deposee)
    IntentionFactory(employeur=employeur)
    IntentionFactory(recevable=True, employeur=employeur, deposee_le=LE_MATIN - timedelta(days=731))
    IntentionFactory(recevable=True, deposee_le=LE_MATIN)
    session = demande(monde(), [])
    etape(session, suivie, Presence.PRESENT)
    etape(session, suivie, Presence.EXCUSE)
    etape(session, suivie, Presence.ABSENT)
    etape(session, suivie, "")
    etape(session, suivie, Presence.ABSENT, annulee=True)

    bilan = bilan_de(employeur.pk, le=LE)

    assert (bilan.intentions, bilan.postes, bilan.engagees, bilan.retirees, bilan.embauches) == (3, 6, 2, 1, 2)
    assert bilan.etapes == Etapes(venues=1, excusees=1, notees=3)


def test_le_bilan_d_un_nouvel_employeur_est_vide(client):
    rattachement = RattachementFactory()
    client.force_login(rattachement.utilisateur)

    page = client.get(reverse("bilan:employeur", args=[rattachement.employeur_id])).content.decode()

    assert "Rien encore à compter" in page


def test_l_employeur_et_l_agent_lisent_les_memes_nombres(client):
    rattachement = RattachementFactory()
    IntentionFactory(recevable=True, employeur=rattachement.employeur, nombre_postes=7)
    url = reverse("bilan:employeur", args=[rattachement.employeur_id])
    pages = []
    for personne in (rattachement.utilisateur, agent()):
        client.force_login(personne)
        pages.append(client.get(url))

    assert [page.context["bilan"].postes for page in pages] == [7, 7]
    assert "Un nombre vous paraît faux" in pages[0].content.decode()
    assert "Un nombre vous paraît faux" not in pages[1].content.decode()


def test_le_bilan_d_un_autre_est_introuvable(client):
    client.force_login(RattachementFactory().utilisateur)

    assert client.get(reverse("bilan:employeur", args=[EmployeurFactory().pk])).status_code == 404


def test_le_bilan_se_lit_en_deux_requetes(django_assert_num_queries):
    employeur = EmployeurFactory()

    with django_assert_num_queries(2):
        bilan_de(employeur.pk, le=LE)

"""What the Réseau pour l'emploi reads: agendas once settled, records once closed, of its own territory alone."""

import pytest
from django.test import Client
from django.urls import reverse
from icalendar import Calendar

from comites.actions.convoquer import convoquer
from comites.actions.executer import executer_decisions
from comites.actions.noter import Note, noter_point
from comites.actions.ordre import ajouter_point, preparer_ordre, rouvrir_ordre
from comites.actions.tenir import clore_comite
from comites.models import PointComite
from comites.queries.execution import Lu
from noyau.courriers import Document
from tests.factories import comptes
from tests.factories.comites import DEBUT, comite_local, en_seance, groupe_technique, prepare
from tests.factories.referentiels import DepartementFactory, StructureReseauFactory
from tests.factories.scenario import LE, intention_deposee, session_demandee
from tests.html import texte

pytestmark = pytest.mark.django_db


def entrer(personne) -> Client:
    client = Client()
    client.force_login(personne)
    return client


@pytest.fixture
def referent(le_monde) -> Client:
    return entrer(comptes.referent(le_monde.reseau))


@pytest.fixture
def ailleurs(le_monde) -> Client:
    """A referent of another département."""
    return entrer(comptes.referent(StructureReseauFactory(departements=[DepartementFactory(code="72")])))


def lire(client, comite):
    return client.get(reverse("comites:detail", args=[comite.pk]))


def test_comite_n_est_lu_qu_une_fois_l_ordre_du_jour_arrete(le_monde, referent, ailleurs):
    comite = comite_local(le_monde)
    ajouter_point(comite_id=comite.pk, par=le_monde.agent, titre="Sourcing des soudeurs", texte="")
    assert lire(referent, comite).status_code == 404
    prepare(comite, le_monde)

    page = lire(referent, comite)

    assert "Sourcing des soudeurs" in texte(page)
    assert texte(referent.get(reverse("comites:liste"))).count("Comité local formation, Mauges") == 1
    assert lire(ailleurs, comite).status_code == 404
    assert "Aucun comité pour l’instant" in texte(ailleurs.get(reverse("comites:liste")))


def test_ce_qui_est_reserve_ne_sort_ni_par_la_page_ni_par_le_document(le_monde, referent):
    session_demandee(le_monde)
    intention_deposee(le_monde, nom="Scierie", heures_hebdo=20, adaptation_boe=True, motif_derogation="Adaptation.")
    comite = en_seance(groupe_technique(le_monde), le_monde)
    for point in PointComite.objects.order_by("pk"):
        note = Note("favorable", "besoin_avere" if point.nature == "demande" else "", "Oui, cinq candidats.")
        noter_point(point_id=point.pk, par=le_monde.agent, note=note, version=0)
    executer_decisions(
        comite_id=comite.pk,
        par=le_monde.agent,
        le=LE,
        lus={point.pk: Lu(None, point.version) for point in PointComite.objects.order_by("pk")},
    )
    clore_comite(comite_id=comite.pk, par=le_monde.agent, compte_rendu="Prochaine rencontre en janvier.")

    lu = texte(lire(referent, comite))

    assert "Relevé de décisions" in lu
    assert "Favorable, besoin avéré, conditions remplies" in lu
    assert "Prochaine rencontre en janvier." in lu
    figes = str(list(Document.objects.filter(modele__startswith="comite_").order_by("pk").values_list("contexte")))
    for secret in ("Scierie", "€", "Première de la file", "Lot 12", "Adaptation", "obligation d’emploi"):
        assert secret not in lu
        assert secret not in figes


def test_issue_notee_ne_se_lit_qu_une_fois_le_comite_clos(le_monde, referent):
    session_demandee(le_monde)
    comite = en_seance(groupe_technique(le_monde), le_monde)
    point = PointComite.objects.get(nature="demande")
    noter_point(point_id=point.pk, par=le_monde.agent, note=Note("ajourne", precisions="À revoir."), version=0)

    assert "À revoir." not in texte(lire(referent, comite))
    clore_comite(comite_id=comite.pk, par=le_monde.agent, compte_rendu="")
    assert "À revoir." in texte(lire(referent, comite))


def test_ordre_rouvert_apres_la_convocation_le_dit(le_monde, referent):

    session_demandee(le_monde)
    comite = prepare(groupe_technique(le_monde), le_monde)
    convoquer(comite_id=comite.pk, par=le_monde.agent)
    rouvrir_ordre(comite_id=comite.pk, par=le_monde.agent)

    page = texte(lire(referent, comite))

    assert "en cours de modification" in page
    assert "Soudeur" not in page


def test_document_et_agenda_sont_ceux_du_comite(le_monde, referent, ailleurs):
    session_demandee(le_monde)
    comite, autre = prepare(groupe_technique(le_monde), le_monde), comite_local(le_monde)
    document = Document.objects.get(modele="comite_ordre_du_jour")
    intrus = Document.objects.filter(modele="accuse_intention").order_by("pk")[0]
    adresse = reverse("comites:document", args=[comite.pk, document.pk])

    assert referent.get(adresse).headers["Content-Type"] == "application/pdf"
    assert ailleurs.get(adresse).status_code == 404
    assert referent.get(reverse("comites:document", args=[comite.pk, intrus.pk])).status_code == 404
    assert referent.get(reverse("comites:agenda", args=[autre.pk])).status_code == 404
    calendrier = Calendar.from_ical(referent.get(reverse("comites:agenda", args=[comite.pk])).content)
    [evenement] = calendrier.walk("VEVENT")
    assert str(evenement["summary"]) == "Groupe technique formation, Maine-et-Loire"


def test_page_coute_autant_pour_un_point_que_pour_trois(le_monde, referent, django_assert_max_num_queries):
    couts = []
    for nombre in (1, 3):
        comite = groupe_technique(le_monde, lieu=f"Salle {nombre}", debut=_heure(nombre))
        for rang in range(nombre):
            session_demandee(le_monde, intitule=f"Session {nombre} {rang}")
        preparer_ordre(comite_id=comite.pk, par=le_monde.agent, le=LE)
        prepare(comite, le_monde)
        with django_assert_max_num_queries(15) as requetes:
            lire(referent, comite)
        couts.append(len(requetes))

    assert couts[0] == couts[1]


def _heure(rang):

    return DEBUT.replace(hour=9 + rang)

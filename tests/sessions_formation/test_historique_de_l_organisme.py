"""What officers say to each other about a request is not read by the training body nor by the mandataire."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from config.groupes import CHEFS
from sessions_formation.actions.attribuer import reaffecter
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.valider import contresigner, renvoyer
from tests.factories import comptes
from tests.factories.scenario import LE, session_demandee

pytestmark = pytest.mark.django_db


@pytest.fixture
def chef(le_monde):
    personne = comptes.agent(is_superuser=False, prenom="Yann", nom="Tessier")
    personne.groups.set(Group.objects.filter(name=CHEFS))
    return personne


def signer(session, par):
    return autoriser_session(
        session_id=session.pk,
        par=par,
        motif="besoin_avere",
        precisions="Besoin du bassin.",
        le=LE,
        hors_tour="Celle de l’autre groupement est moins urgente.",
    )


def lu_par(client, personne, session) -> str:
    client.force_login(personne)
    return client.get(reverse("sessions:demande", args=[session.pk])).content.decode()


def test_l_instruction_interne_ne_se_lit_pas(client, le_monde, chef):
    devant = session_demandee(le_monde)
    grande = session_demandee(le_monde, postes=30, effectif=30)
    signer(grande, le_monde.agent)
    reaffecter(sessions=[grande.pk], vers=chef.pk, par=chef, motif="Absence d’Hélène.")
    renvoyer(session_id=grande.pk, par=chef, motif="Ce prix me surprend.")
    signer(grande, le_monde.agent)
    contresigner(session_id=grande.pk, par=chef, precisions="", le=LE)

    for personne in (le_monde.au_cotraitant, le_monde.au_mandataire):
        page = lu_par(client, personne, grande)
        assert "Besoin du bassin." in page
        for interne in ("Première signature", "Absence", "Ce prix me surprend", "autre groupement", "Confiée à"):
            assert interne not in page
    client.force_login(le_monde.agent)
    dossier = client.get(reverse("admin:sessions_formation_session_historique", args=[grande.pk])).content.decode()
    for interne in ("Première signature", "Absence", "Ce prix me surprend", "autre groupement"):
        assert interne in dossier
    assert "Confiée" not in lu_par(client, le_monde.au_cotraitant, devant)

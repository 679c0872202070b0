"""An employer, its establishment, a request that lacks nothing, and a hire at the end of a session."""

from datetime import date

import pytest
from django.contrib.auth.models import Group

from insertion.actions.embaucher import declarer_embauche
from insertion.queries.embauche import promesse_de
from tests.factories import aides, comptes
from tests.factories.parcours import parcours_de, session_publiee
from tests.factories.referentiels import EmployeurFactory, loi_en_vigueur
from tests.sessions_formation.conftest import ce_jour, le_monde

__all__ = ["ce_jour", "le_monde"]


@pytest.fixture
def maison(db):
    """The establishment that asks, by the law in force."""
    loi_en_vigueur()
    return EmployeurFactory(nom="Toitures du Bocage", departement_id="85", effectif=12)


@pytest.fixture
def claire(maison):
    """Who asks for it."""
    return comptes.employeur(maison)


@pytest.fixture
def chez_claire(client, claire):
    """A browser in which she is signed in."""
    client.force_login(claire)
    return client


@pytest.fixture
def prete(claire, maison):
    """A draft that lacks nothing: answers, plan, proofs."""
    demande = aides.demande(employeur=maison, par=claire)
    aides.plan(demande, 100, 40)
    aides.pieces(demande, par=claire)
    return demande


@pytest.fixture
def embauche(le_monde):
    """A hire declared at the end of a session."""
    parcours = parcours_de(session_publiee(le_monde, 1), "termine", structure=le_monde.reseau)
    par = parcours.intention.employeur.rattachements.get().utilisateur
    return declarer_embauche(parcours_id=parcours.pk, contrat=promesse_de(parcours), par=par, le=date(2027, 5, 10))


@pytest.fixture
def chez(client, db):
    """A browser in which somebody of a group of the Région is signed in."""
    loi_en_vigueur()

    def _chez(groupe, **champs):
        membre = comptes.UtilisateurFactory(is_staff=True, **champs)
        membre.groups.add(Group.objects.get(name=groupe))
        client.force_login(membre)
        return client

    return _chez

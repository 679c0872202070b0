from datetime import date

import pytest

from intentions.actions.corriger import corriger_intention
from intentions.actions.decider import trancher_derogation
from intentions.actions.deposer import deposer_intention
from referentiels.models import Commune
from tests.factories import comptes
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import (
    CommuneFactory,
    EmployeurFactory,
    MetierFactory,
    OrganismeFormationFactory,
    loi_en_vigueur,
)
from tests.factories.transmissions import transmise


@pytest.fixture
def monde(db):
    """The law, an establishment, a commune of the region, a job of one sector, a training body."""
    loi_en_vigueur()
    CommuneFactory(nom="Pouzauges", codes_postaux="85700", departement_id="85")
    MetierFactory(code_rome="H2913", libelle="Soudeur / Soudeuse", secteurs=["inter-industrie"])
    OrganismeFormationFactory(nom="Formaloire Métiers")


@pytest.fixture
def etablissement(monde):
    return EmployeurFactory(nom="Tôlerie Heulin", ville="Pouzauges", departement_id="85", siae=None, etti=None)


@pytest.fixture
def claire(etablissement):
    return comptes.employeur(etablissement, prenom="Claire", nom="Heulin", email="claire@exemple.fr")


@pytest.fixture
def chez_claire(client, claire):
    """A browser in which Claire is signed in."""
    client.force_login(claire)
    return client


@pytest.fixture
def brouillon(claire, etablissement):
    """A draft that only names its establishment."""
    return IntentionFactory(vide=True, deposant=claire, employeur=etablissement)


@pytest.fixture
def deposee(claire, etablissement):
    """Claire files an intention, in Pouzauges, on 2 March 2026; its state is the one its answers lead to."""
    etablissement.siae = etablissement.etti = False
    etablissement.save()

    def deposer(**champs):
        pouzauges = Commune.objects.get(nom="Pouzauges")
        lieu = {"commune": pouzauges, "departement": pouzauges.departement}
        intention = IntentionFactory(**{"deposant": claire, "employeur": etablissement, **lieu, **champs})
        return deposer_intention(intention_id=intention.pk, par=claire, le=date(2026, 3, 2))

    return deposer


@pytest.fixture
def corriger(claire):
    """Claire corrects, the same day; gives the names of what really changed."""

    def agir(intention, **reponses):
        ecarts = corriger_intention(intention_id=intention.pk, reponses=reponses, par=claire, le=date(2026, 3, 2))
        intention.refresh_from_db()
        return [ecart.champ for ecart in ecarts]

    return agir


@pytest.fixture
def accordee(deposee):
    """An intention of four months, recevable by a granted derogation."""
    intention = deposee(duree_mois=4, motif_derogation="La saison.")
    trancher_derogation(
        intention_id=intention.pk, accordee=True, motif="Oui.", par=comptes.agent(), le=date(2026, 3, 2)
    )
    intention.refresh_from_db()
    return intention


@pytest.fixture
def lea(monde):
    """A conseillère of France Travail."""
    return comptes.referent(prenom="Léa", nom="Morin", email="lea@reseau.example")


@pytest.fixture
def en_attente(lea, etablissement):
    """Transmitted by Léa, waiting for its employer."""
    etablissement.siae = False
    etablissement.save()
    return transmise(lea, etablissement)

"""What a person may reach is read once on a page that only reads, and each time everywhere else."""

import pytest

from comptes import acces
from tests.factories.comptes import RattachementFactory

pytestmark = pytest.mark.django_db


def lire(utilisateur):
    return acces.constantes(acces.organismes_de(utilisateur)), acces.roles_de(utilisateur)


def test_une_page_qui_lit_ne_demande_les_rattachements_qu_une_fois(django_assert_num_queries):
    rattachement = RattachementFactory(pour_organisme=True)
    personne = rattachement.utilisateur
    acces.retenir(personne)

    with django_assert_num_queries(1):
        assert lire(personne) == lire(personne) == ([rattachement.organisme_id], ["organisme"])


def test_ailleurs_un_rattachement_retire_ne_vaut_plus_aussitot():
    rattachement = RattachementFactory(pour_organisme=True)
    personne = rattachement.utilisateur
    assert lire(personne) == ([rattachement.organisme_id], ["organisme"])

    rattachement.delete()
    assert lire(personne) == ([], [])

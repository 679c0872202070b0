"""What is due is done one by one, and one that fails neither stops nor spoils the others."""

import logging

import pytest

from noyau.courriers import Courrier, deposer
from noyau.relances import RIEN, Bilan, un_par_un
from tests.factories.comptes import agent
from tests.noyau.exemples import INTENTION

pytestmark = pytest.mark.django_db


def test_ce_qui_echoue_n_arrete_ni_ne_defait_les_autres(caplog):
    def ecrire(rang: int) -> int:
        deposer(modele="accuse", cle=str(rang), destinataire=f"{rang}@exemple.fr", contexte=INTENTION)
        return 1 // (rang - 2) ** 2

    with caplog.at_level(logging.ERROR):
        bilan = un_par_un("essai", [1, 2, 3], ecrire)

    assert bilan == Bilan(faites=2, echouees=1)
    assert sorted(Courrier.objects.values_list("destinataire", flat=True)) == ["1@exemple.fr", "3@exemple.fr"]
    assert caplog.messages == ["« essai », 2 : cela a échoué."]


def test_le_journal_technique_ne_nomme_personne(caplog):
    personne = agent(prenom="Hélène", nom="Pasquier")

    with caplog.at_level(logging.ERROR):
        un_par_un("essai", [(personne, ["Nadia Benali"])], lambda _: 1 // 0)

    assert caplog.messages == [f"« essai », {personne.pk} : cela a échoué."]


def test_sans_rien_de_du():
    assert un_par_un("essai", [], lambda _: 1) == RIEN

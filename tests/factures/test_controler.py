"""Who answers for the lines of a draft, and until when: its own mandataire, before it is issued, on its own lines."""

import pytest

from factures.actions.avoir import preparer_avoir
from factures.actions.controler import confirmer, contester, ses_factures
from factures.enums import Controle
from factures.models import Facture, LigneFacture
from noyau.erreurs import RegleViolee, TransitionImpossible
from tests.factories import comptes
from tests.factories.emission import projet
from tests.factories.factures import bon_de_commande, emettre_nue


@pytest.fixture
def brouillon(le_monde) -> Facture:
    return projet(bon_de_commande(le_monde), controle=Controle.A_VERIFIER)


def test_seul_son_mandataire_repond_d_un_projet(le_monde, brouillon):
    ligne = brouillon.lignes.get()
    for autre in (le_monde.au_cotraitant, le_monde.agent, comptes.agent()):
        assert list(ses_factures(autre)) == []
        with pytest.raises(Facture.DoesNotExist):
            confirmer(facture_id=brouillon.pk, par=autre)
        with pytest.raises(Facture.DoesNotExist):
            contester(facture_id=brouillon.pk, ligne_id=ligne.pk, motif="Trop.", par=autre)

    assert confirmer(facture_id=brouillon.pk, par=le_monde.au_mandataire) == 1


def test_une_fois_emise_ses_lignes_ne_se_confirment_ni_ne_se_contestent(le_monde, brouillon):
    emettre_nue(brouillon)

    with pytest.raises(TransitionImpossible, match="est émise"):
        confirmer(facture_id=brouillon.pk, par=le_monde.au_mandataire)


def test_on_conteste_avec_une_raison_une_ligne_du_projet_qu_on_lit_mais_pas_son_propre_avoir(le_monde, brouillon):
    autre = projet(bon_de_commande(le_monde, annee=2027))
    with pytest.raises(LigneFacture.DoesNotExist):
        contester(facture_id=brouillon.pk, ligne_id=autre.lignes.get().pk, motif="Trop.", par=le_monde.au_mandataire)

    with pytest.raises(RegleViolee, match="Écrivez ce qui ne va pas"):
        contester(facture_id=brouillon.pk, ligne_id=brouillon.lignes.get().pk, motif=" ", par=le_monde.au_mandataire)

    avoir = preparer_avoir(facture_id=emettre_nue(autre).pk, motif="Essai.", par=le_monde.au_mandataire)
    with pytest.raises(RegleViolee, match="abandonnez-le"):
        contester(facture_id=avoir.pk, ligne_id=avoir.lignes.get().pk, motif="Trop.", par=le_monde.au_mandataire)

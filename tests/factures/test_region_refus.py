"""What the Région's acts refuse, and what each leaves alone: rights, order of days, lines and pieces of others."""

from datetime import date, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied

from config.groupes import ACHAT, FINANCES
from factures.actions.certifier import controler_service_fait, revenir_sur_le_service_fait
from factures.actions.mandater import mandater_facture, payer_facture
from factures.actions.rejeter import rejeter_facture
from factures.actions.suspendre import suspendre_facture
from factures.enums import StatutFacture
from factures.models import Facture
from factures.queries.delais import limite_de, retard_de
from factures.queries.file import a_controler, a_envoyer
from noyau.courriers import Courrier
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.horloge import maintenant
from tests.factories.emission import projet
from tests.factories.envois import certifiee, envoyee, lancer
from tests.factories.factures import LE, MOIS, avoir_entier_nu, bon_de_commande, emettre_nue
from tests.factures.officier import officier

UN_JOUR = timedelta(days=1)


def autre(le_monde) -> Facture:
    return emettre_nue(projet(bon_de_commande(le_monde, annee=2027)))


def avoir_d_une_ligne(facture: Facture) -> Facture:
    """An avoir that leaves the rest of its invoice alive."""
    avoir = avoir_entier_nu(facture)
    Facture.objects.filter(pk=facture.pk).update(annulee_le=None)
    facture.refresh_from_db()
    return avoir


def test_un_projet_n_est_pas_encore_a_la_region(le_monde):
    brouillon = projet(bon_de_commande(le_monde))

    with pytest.raises(Facture.DoesNotExist):
        suspendre_facture(facture_id=brouillon.pk, motif="RIB.", par=le_monde.agent, le=LE)


def test_qui_certifie_ne_paie_pas_et_qui_paie_ne_certifie_pas(facture):
    achat, finances = officier(ACHAT), officier(FINANCES)
    avis = dict.fromkeys(facture.lignes.values_list("pk", flat=True), "")

    with pytest.raises(PermissionDenied):
        controler_service_fait(facture_id=facture.pk, avis=avis, par=finances, le=LE)
    certifiee(facture, achat)
    with pytest.raises(PermissionDenied):
        lancer(facture, par=achat)
    lancer(facture, par=finances)
    for acte, dit in ((mandater_facture, {"mandat": "M"}), (payer_facture, {"montant": facture.montant_ttc})):
        with pytest.raises(PermissionDenied):
            acte(facture_id=facture.pk, par=achat, le=LE, **dit)
        acte(facture_id=facture.pk, par=finances, le=LE, **dit)


def test_controler_ne_touche_que_les_lignes_de_la_facture(le_monde, facture):
    etrangere = autre(le_monde).lignes.get()

    with pytest.raises(RegleViolee, match="Dites d’abord"):
        controler_service_fait(facture_id=facture.pk, avis={etrangere.pk: "Non."}, par=le_monde.agent, le=LE)
    facture.refresh_from_db()
    assert facture.statut == StatutFacture.EMISE


def test_ce_qui_est_deja_certifie_est_dit_avant_ce_qui_est_suspendu(le_monde, facture):
    certifiee(facture, le_monde.agent)
    suspendre_facture(facture_id=facture.pk, motif="RIB.", par=le_monde.agent, le=LE)

    with pytest.raises(TransitionImpossible):
        certifiee(facture, le_monde.agent)


def test_revenir_demande_sa_raison(le_monde, facture):
    certifiee(facture, le_monde.agent)

    with pytest.raises(RegleViolee, match="Dites pourquoi"):
        revenir_sur_le_service_fait(facture_id=facture.pk, motif=" ", par=le_monde.agent)


def test_ni_un_avoir_ni_ce_qui_est_envoye_ou_rejete_ne_se_suspend(le_monde, facture):
    suspendue = autre(le_monde)
    suspendre_facture(facture_id=suspendue.pk, motif="RIB.", par=le_monde.agent, le=LE)
    rejeter_facture(facture_id=suspendue.pk, motif="Non.", par=le_monde.agent, le=LE + UN_JOUR)
    # What is sent back waits for nothing any more.
    assert suspendue.suspensions.get().fin == LE + UN_JOUR

    envoyee(facture, le_monde.agent)
    for finie in (facture, suspendue):
        with pytest.raises(TransitionImpossible):
            suspendre_facture(facture_id=finie.pk, motif="RIB.", par=le_monde.agent, le=LE)
    with pytest.raises(RegleViolee, match="avoir"):
        suspendre_facture(facture_id=avoir_entier_nu(facture).pk, motif="RIB.", par=le_monde.agent, le=LE)


def test_un_avoir_se_paie_en_negatif_sans_lettre_et_rien_avant_son_mandat(le_monde, facture):
    avoir = avoir_d_une_ligne(facture)
    lancer(certifiee(facture, le_monde.agent), certifiee(avoir, le_monde.agent), par=le_monde.agent)
    mandater_facture(facture_id=avoir.pk, mandat="M", par=le_monde.agent, le=LE + 2 * UN_JOUR)

    with pytest.raises(RegleViolee, match="avant d’être mandatée"):
        payer_facture(facture_id=avoir.pk, montant=avoir.montant_ttc, par=le_monde.agent, le=LE + UN_JOUR)
    with pytest.raises(RegleViolee, match="négatif pour un avoir"):
        payer_facture(facture_id=avoir.pk, montant=-avoir.montant_ttc, par=le_monde.agent, le=LE + 2 * UN_JOUR)
    payer_facture(facture_id=avoir.pk, montant=avoir.montant_ttc, par=le_monde.agent, le=LE + 2 * UN_JOUR)

    assert not Courrier.objects.filter(modele="facture_payee").exists()


def test_le_meme_envoi_deux_fois_est_le_premier(le_monde, facture):
    certifiee(facture, le_monde.agent)
    envoi = uuid4()

    assert lancer(facture, par=le_monde.agent, envoi=envoi) == lancer(facture, par=le_monde.agent, envoi=envoi)


def test_ce_qui_attend_un_autre_mois_ou_une_facture_suspendue_ne_part_pas(le_monde, facture):
    fevrier = certifiee(emettre_nue(projet(facture.bon, mois=date(2027, 2, 1))), le_monde.agent)
    avoir = certifiee(avoir_d_une_ligne(facture), le_monde.agent)
    certifiee(facture, le_monde.agent)
    assert set(a_envoyer(MOIS)) == {facture, avoir}

    suspendre_facture(facture_id=facture.pk, motif="RIB.", par=le_monde.agent, le=LE)

    assert set(a_envoyer(MOIS)) == set()
    assert set(a_envoyer(fevrier.mois)) == {fevrier}


def test_ce_qui_est_repris_ou_rejete_avant_de_partir_ne_part_jamais_ni_son_avoir(le_monde, facture):
    certifiee(facture, le_monde.agent)
    certifiee(avoir_d_une_ligne(facture), le_monde.agent)
    Facture.objects.filter(pk=facture.pk).update(annulee_le=maintenant())
    rejetee = autre(le_monde)
    avoir = avoir_d_une_ligne(rejetee)
    assert set(a_controler()) == {rejetee, avoir}
    rejeter_facture(facture_id=rejetee.pk, motif="Non.", par=le_monde.agent, le=LE)

    assert (list(a_controler()), list(a_envoyer(MOIS))) == ([], [])


def test_rien_n_est_a_payer_d_un_avoir_d_une_rejetee_ni_d_une_reprise(le_monde, facture):
    avoir = avoir_d_une_ligne(facture)
    rejetee = autre(le_monde)
    rejeter_facture(facture_id=rejetee.pk, motif="Non.", par=le_monde.agent, le=LE)
    rejetee.refresh_from_db()
    assert [limite_de(une) for une in (facture, avoir, rejetee)] == [facture.echeance, None, None]

    facture.annulee_le = maintenant()

    assert (limite_de(facture), retard_de(facture, le=LE + 90 * UN_JOUR)) == (None, None)


def test_le_taux_est_celui_du_lendemain_du_terme(le_monde):
    """Due on the last day of June 2023: interest runs from July, at July's rate."""
    facture = emettre_nue(projet(bon_de_commande(le_monde)), date(2023, 5, 31))

    assert facture.echeance == date(2023, 6, 30)
    assert retard_de(facture, le=date(2023, 7, 10)).taux == Decimal("0.1200")

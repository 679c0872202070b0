"""What the Région does of an invoice: certify line by line, suspend, reject, note what the finance department says."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from factures.actions.certifier import controler_service_fait, revenir_sur_le_service_fait
from factures.actions.mandater import mandater_facture, payer_facture
from factures.actions.region import version_de
from factures.actions.rejeter import rejeter_facture
from factures.actions.suspendre import reprendre_le_delai, suspendre_facture
from factures.enums import StatutFacture
from factures.models import Facture
from factures.queries.delais import limite_de, retard_de
from noyau.courriers import Courrier
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from tests.factories.envois import certifiee, envoyee
from tests.factories.factures import LE, avoir_entier_nu

UN_JOUR = timedelta(days=1)


def controler(facture, par, *raisons, **champs) -> Facture:
    lignes = facture.lignes.order_by("rang").values_list("pk", flat=True)
    avis = dict(zip(lignes, raisons, strict=False))
    return controler_service_fait(facture_id=facture.pk, avis=avis, par=par, le=LE, **champs)


def test_toutes_les_lignes_faites_certifient_la_facture(le_monde, facture):
    controler(facture, le_monde.agent, "", "")

    facture.refresh_from_db()
    assert (facture.statut, facture.service_fait_le) == (StatutFacture.SERVICE_FAIT, LE)
    assert set(facture.lignes.values_list("service_fait", flat=True)) == {"accepte"}
    assert facture.historique.first().libelle == "Service fait certifié"


def test_une_ligne_faite_et_l_autre_a_voir_laissent_la_facture_a_controler(le_monde, facture):
    controler(facture, le_monde.agent, "")

    facture.refresh_from_db()
    assert facture.statut == StatutFacture.EMISE
    assert list(facture.lignes.values_list("service_fait", flat=True)) == ["accepte", "attente"]


def test_une_ligne_non_faite_rejette_la_facture_entiere_avec_sa_raison(le_monde, facture):
    controler(facture, le_monde.agent, "", "Douze heures de trop.")

    facture.refresh_from_db()
    assert (facture.statut, facture.motif_rejet) == (StatutFacture.REJETEE, "Ligne 2 : Douze heures de trop.")
    assert list(facture.lignes.values_list("service_fait", "motif_rejet")) == [
        ("accepte", ""),
        ("rejete", "Douze heures de trop."),
    ]
    courrier = Courrier.objects.get(modele="facture_rejetee")
    assert courrier.destinataire == "factures@organisme.example"
    assert courrier.contexte["motif"] == facture.motif_rejet


def test_sans_rien_dire_rien_n_est_certifie(le_monde, facture):
    with pytest.raises(RegleViolee):
        controler(facture, le_monde.agent)


def test_controler_sans_le_droit_est_refuse(le_monde, facture):
    with pytest.raises(PermissionDenied):
        controler(facture, le_monde.au_mandataire, "", "")


def test_ce_qui_a_change_depuis_la_lecture_se_relit(le_monde, facture):
    lue = version_de(facture)
    suspendre_facture(facture_id=facture.pk, motif="Le relevé signé.", par=le_monde.agent, le=LE)
    reprendre_le_delai(facture_id=facture.pk, recu_le=LE, par=le_monde.agent, le=LE)

    with pytest.raises(DossierModifie):
        controler(facture, le_monde.agent, "", "", version=lue)


def test_controler_deux_fois_est_dit(le_monde, facture):
    controler(facture, le_monde.agent, "", "")

    with pytest.raises(TransitionImpossible):
        controler(facture, le_monde.agent, "", "")


def test_une_facture_que_des_avoirs_ont_reprise_ne_se_certifie_pas(le_monde, facture):
    avoir_entier_nu(facture)

    with pytest.raises(RegleViolee):
        controler(facture, le_monde.agent, "", "")


def test_un_avoir_ne_se_rejette_pas(le_monde, facture):
    avoir = avoir_entier_nu(facture)

    with pytest.raises(RegleViolee):
        controler(avoir, le_monde.agent, "", "Non.")
    avoir.refresh_from_db()
    assert avoir.statut == StatutFacture.EMISE


def test_revenir_sur_le_service_fait_remet_les_lignes_a_controler(le_monde, facture):
    controler(facture, le_monde.agent, "", "")

    revenir_sur_le_service_fait(facture_id=facture.pk, motif="Mauvaise facture.", par=le_monde.agent)

    facture.refresh_from_db()
    assert (facture.statut, facture.service_fait_le) == (StatutFacture.EMISE, None)
    assert set(facture.lignes.values_list("service_fait", flat=True)) == {"attente"}


def test_apres_l_envoi_on_ne_revient_plus(le_monde, facture):
    envoyee(facture, le_monde.agent)

    with pytest.raises(RegleViolee):
        revenir_sur_le_service_fait(facture_id=facture.pk, motif="Trop tard.", par=le_monde.agent)


def test_suspendre_arrete_le_delai_et_empeche_de_certifier(le_monde, facture):
    suspendre_facture(facture_id=facture.pk, motif="Le relevé signé.", par=le_monde.agent, le=LE)

    assert Courrier.objects.get(modele="facture_suspendue").contexte["motif"] == "Le relevé signé."
    assert limite_de(facture) is None
    assert retard_de(facture, le=LE + 90 * UN_JOUR) is None
    with pytest.raises(RegleViolee):
        controler(facture, le_monde.agent, "", "")

    for recu_le in (LE - UN_JOUR, LE + 6 * UN_JOUR):
        with pytest.raises(RegleViolee, match="va du 1er\xa0février 2027"):
            reprendre(facture, recu_le, par=le_monde.agent)
    reprendre(facture, LE + 3 * UN_JOUR, par=le_monde.agent)
    facture.refresh_from_db()
    assert limite_de(facture) == LE + 33 * UN_JOUR
    with pytest.raises(RegleViolee):
        reprendre(facture, LE + 4 * UN_JOUR, par=le_monde.agent)


def reprendre(facture: Facture, recu_le: date, *, par) -> Facture:
    """Five days after it was suspended."""
    return reprendre_le_delai(facture_id=facture.pk, recu_le=recu_le, par=par, le=LE + 5 * UN_JOUR)


def test_suspendre_sans_raison_est_refuse(le_monde, facture):
    with pytest.raises(RegleViolee, match="Dites ce qui manque"):
        suspendre_facture(facture_id=facture.pk, motif=" ", par=le_monde.agent, le=LE)


def test_un_delai_ne_se_suspend_qu_une_fois(le_monde, facture):
    """CCP R2192-27."""
    suspendre_facture(facture_id=facture.pk, motif="Le relevé signé.", par=le_monde.agent, le=LE)
    reprendre(facture, LE, par=le_monde.agent)

    with pytest.raises(RegleViolee, match="qu’une fois"):
        suspendre_facture(facture_id=facture.pk, motif="Le RIB.", par=le_monde.agent, le=LE + UN_JOUR)


def test_un_delai_passe_ne_se_suspend_plus(le_monde, facture):
    with pytest.raises(RegleViolee, match="Le délai est passé"):
        suspendre_facture(
            facture_id=facture.pk, motif="Le relevé signé.", par=le_monde.agent, le=facture.echeance + UN_JOUR
        )

    suspendre_facture(facture_id=facture.pk, motif="Le relevé signé.", par=le_monde.agent, le=facture.echeance)


def test_rejeter_une_facture_envoyee_la_rend_a_l_organisme(le_monde, facture):
    envoyee(facture, le_monde.agent)

    rejeter_facture(facture_id=facture.pk, motif="RIB clos.", par=le_monde.agent, le=LE)

    facture.refresh_from_db()
    assert (facture.statut, facture.motif_rejet) == (StatutFacture.REJETEE, "RIB clos.")


def test_une_facture_qui_n_est_pas_partie_ne_se_paie_pas(le_monde, facture):
    certifiee(facture, le_monde.agent)

    with pytest.raises(RegleViolee):
        mandater_facture(facture_id=facture.pk, mandat="1", par=le_monde.agent, le=LE)


def test_payer_en_retard_dit_les_interets(le_monde, facture):
    envoyee(facture, le_monde.agent)
    limite = limite_de(facture)
    paye_le = limite + 10 * UN_JOUR

    mandater_facture(facture_id=facture.pk, mandat="2027-12", par=le_monde.agent, le=LE)
    payer_facture(facture_id=facture.pk, montant=facture.montant_ttc, par=le_monde.agent, le=paye_le)

    facture.refresh_from_db()
    assert (facture.statut, facture.mandat, facture.payee_le) == (StatutFacture.PAYEE, "2027-12", paye_le)
    retard = retard_de(facture, le=date(2028, 1, 1))
    assert (retard.jours, retard.indemnite) == (10, Decimal(40))
    contexte = Courrier.objects.get(modele="facture_payee").contexte
    assert (contexte["retard_jours"], contexte["interets"]) == (10, str(retard.interets))


def test_payer_sans_mandat_connu_note_les_deux(le_monde, facture):
    envoyee(facture, le_monde.agent)

    payer_facture(facture_id=facture.pk, montant=facture.montant_ttc, par=le_monde.agent, le=LE, mandat="M1")

    facture.refresh_from_db()
    assert (facture.statut, facture.mandatee_le, facture.mandat) == (StatutFacture.PAYEE, LE, "M1")


def test_un_jour_avant_l_emission_ou_un_montant_a_l_envers_sont_refuses(le_monde, facture):
    envoyee(facture, le_monde.agent)

    with pytest.raises(RegleViolee):
        mandater_facture(facture_id=facture.pk, mandat="M", par=le_monde.agent, le=LE - UN_JOUR)
    with pytest.raises(RegleViolee):
        payer_facture(facture_id=facture.pk, montant=Decimal(-1), par=le_monde.agent, le=LE)
    facture.refresh_from_db()
    assert facture.statut == StatutFacture.SERVICE_FAIT

"""What the purchase shows and forbids once hours are declared and invoiced."""

from datetime import date
from decimal import Decimal

import pytest

from factures.actions.preparer import preparer_factures
from factures.models import Facture
from noyau.erreurs import RegleViolee
from sessions_formation.actions.avenants import Ligne, prendre_avenant
from sessions_formation.actions.fongibilite import deplacer_heures
from sessions_formation.queries.lecture import lecture_de, lire
from sessions_formation.queries.lots import montants_du_lot
from tests.factories.factures import (
    MOIS,
    Voulue,
    amender,
    avoir_entier_nu,
    bon_de_commande,
    declarer_heures,
    emettre_nue,
)
from tests.factories.scenario import LE, monde, session_demandee

pytestmark = pytest.mark.django_db

FEVRIER = date(2027, 2, 1)


@pytest.fixture
def le_monde():
    return monde()


def facturer(mois: date = MOIS) -> Facture:
    preparer_factures(mois=mois, le=date(2027, 4, 1))
    return emettre_nue(Facture.objects.get(statut="projet"))


def realise(le_monde) -> tuple[Decimal, Decimal]:
    montants = montants_du_lot(le_monde.lot, le=LE)
    return montants.fait, montants.facture


def test_fait_et_facture_suivent_les_heures_et_les_factures(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    assert realise(le_monde) == (0, 0)

    declarer_heures(composante.session, MOIS, [Decimal("98.50"), Decimal(100)])
    preparer_factures(mois=MOIS, le=FEVRIER)
    assert realise(le_monde) == (Decimal("1885.75"), 0)

    emise = emettre_nue(Facture.objects.get())
    assert realise(le_monde) == (Decimal("1885.75"), Decimal("1885.75"))

    avoir_entier_nu(emise)
    assert realise(le_monde) == (Decimal("1885.75"), 0)


def test_ce_qui_est_fait_prend_le_prix_des_avenants_et_ne_depasse_jamais_la_commande(le_monde):
    composante = bon_de_commande(le_monde, Voulue(1, 100)).composantes.get()
    amender(le_monde, composante, 20, Decimal("11.00"))

    declarer_heures(composante.session, MOIS, [Decimal(110)])
    assert realise(le_monde)[0] == Decimal("1060.00")

    declarer_heures(composante.session, MOIS, [Decimal(140)])
    montants = montants_du_lot(le_monde.lot, le=LE)
    assert montants.fait == montants.commande == Decimal("1170.00")


def test_la_page_d_une_decision_lit_ce_qui_est_fait_et_facture(le_monde):
    composante = bon_de_commande(le_monde).composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(100)])
    facturer()
    session = session_demandee(le_monde)

    montants = lecture_de(lire(session.pk, utilisateur=le_monde.agent, le=LE).get(), le=LE).faits.montants

    assert montants == montants_du_lot(le_monde.lot, le=LE)
    assert (montants.fait, montants.facture) == (Decimal("950.00"), Decimal("950.00"))


def test_des_heures_facturees_ne_changent_plus_de_session(le_monde):
    donne, recoit = bon_de_commande(le_monde, Voulue(1, 100), Voulue(1, 100)).composantes.order_by("rang")
    declarer_heures(donne.session, MOIS, [Decimal("70.50")])
    facturer()
    arguments = {"de": donne.pk, "vers": recoit.pk, "motif": "Essai", "par": le_monde.agent, "le": LE}

    with pytest.raises(RegleViolee, match="n’a que 29 heures commandées qui ne sont pas facturées"):
        deplacer_heures(heures=30, **arguments)

    deplacer_heures(heures=29, **arguments)
    assert realise(le_monde) == (Decimal("669.75"), Decimal("669.75"))


def test_un_avenant_ne_descend_jamais_sous_ce_qui_est_facture(le_monde):
    bon = bon_de_commande(le_monde, Voulue(1, 100))
    composante = bon.composantes.get()
    declarer_heures(composante.session, MOIS, [Decimal(70)])
    facturer()

    with pytest.raises(RegleViolee, match="70 heures facturées"):
        prendre_avenant(
            bon=bon,
            nature="annulation",
            lignes=[Ligne(composante, -1, -100, composante.prix_heure)],
            motif="La session est annulée.",
            par=le_monde.agent,
            le=LE,
        )


def test_une_fois_recues_les_heures_en_trop_se_facturent(le_monde):
    """Fongibilité is followed: what exceeded one composante is invoiced once another one gave it hours."""
    donne, recoit = bon_de_commande(le_monde, Voulue(1, 100), Voulue(1, 100)).composantes.order_by("rang")
    declarer_heures(recoit.session, MOIS, [Decimal(110)])
    facturer()
    assert Facture.objects.get().montant_ht == Decimal("950.00")

    deplacer_heures(de=donne.pk, vers=recoit.pk, heures=10, motif="Essai", par=le_monde.agent, le=LE)

    assert facturer(FEVRIER).montant_ht == Decimal("95.00")

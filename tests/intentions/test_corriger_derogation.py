"""Whether a granted derogation stands once the offer is corrected."""

from datetime import date
from decimal import Decimal

from intentions.enums import StatutIntention


def test_une_derogation_accordee_tient_si_ce_qui_la_motive_n_a_pas_change(accordee, corriger):
    corriger(accordee, nombre_postes=5)

    assert accordee.statut == StatutIntention.RECEVABLE
    assert accordee.derogations.get().caduque_le is None
    assert "tient toujours" in accordee.historique.first().motif


def test_une_derogation_tombe_quand_ce_qui_la_motive_change(accordee, corriger):
    corriger(accordee, duree_mois=3)

    assert accordee.statut == StatutIntention.DEROGATION_DEMANDEE
    assert accordee.derogations.get().caduque_le is not None


def test_une_derogation_tombee_ne_revient_pas(accordee, corriger):
    corriger(accordee, duree_mois=3)
    corriger(accordee, nombre_postes=5)

    assert accordee.statut == StatutIntention.DEROGATION_DEMANDEE


def test_une_autre_derogation_se_demande(accordee, corriger):
    corriger(accordee, heures_hebdo=Decimal(20), adaptation_boe=True)

    assert accordee.statut == StatutIntention.DEROGATION_DEMANDEE


def test_plus_besoin_de_derogation_elle_ne_borne_plus(accordee, corriger):
    accordee.derogations.update(fin=date(2026, 6, 1))
    corriger(accordee, duree_mois=8)

    assert (accordee.statut, accordee.verdict, accordee.derogation_fin) == (
        StatutIntention.RECEVABLE,
        "eligible",
        None,
    )


def test_une_derogation_finie_se_redemande(accordee, corriger):
    accordee.derogations.update(fin=date(2026, 3, 1))

    corriger(accordee, nombre_postes=5)

    assert accordee.statut == StatutIntention.DEROGATION_DEMANDEE

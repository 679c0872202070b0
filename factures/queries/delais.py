"""When an invoice is to be paid now, and what its lateness costs. Shown, never paid here."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

from factures.enums import StatutFacture
from factures.models import Facture, Suspension
from factures.regles import delais
from factures.regles.delais import Arret, Retard
from referentiels.queries.reglement import valeurs_au

REJETEE = StatutFacture.REJETEE


def limite_de(facture: Facture) -> date | None:
    """Give the last day to pay an issued invoice, its suspension counted (1 query when not prefetched).

    None while it is suspended, and where nothing is to be paid: a draft, an avoir, what was rejected or taken back.
    """
    if facture.echeance is None or facture.corrige_id or facture.annulee_le or facture.statut == REJETEE:
        return None
    arret = next((Arret(suspension.debut, suspension.fin) for suspension in facture.suspensions.all()), None)
    return delais.a_payer_le(facture.echeance, arret)


def retard_de(facture: Facture, *, le: date, valeurs: Callable[..., list[Decimal]] = valeurs_au) -> Retard | None:
    """Give what the lateness of an invoice costs: to its payment, or to ``le`` while it waits (3 queries at most).

    None when it is not late, or nothing is to be paid. ``valeurs``: ``valeurs_au``, remembered by who reads many.
    """
    limite = limite_de(facture)
    if limite is None:
        return None
    jours = delais.jours_de_retard(limite, facture.payee_le or le)
    if not jours:
        return None
    (taux,) = valeurs(delais.debut_du_semestre(limite), "interets_moratoires_taux")
    (indemnite,) = valeurs(limite + timedelta(days=1), "recouvrement_indemnite")
    return delais.retard(facture.montant_ttc, jours, taux=taux, indemnite=indemnite)


def suspension_en_cours(facture: Facture) -> Suspension | None:
    """Give the suspension that lasts, if any (1 query when not prefetched)."""
    return next((suspension for suspension in facture.suspensions.all() if suspension.fin is None), None)

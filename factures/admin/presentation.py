"""What the officers' pages of an invoice say: its facts, how long it has waited, what its lateness costs."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.utils.formats import date_format

from factures.enums import NatureFacture, StatutFacture
from factures.models import Facture
from factures.queries.delais import limite_de, retard_de, suspension_en_cours
from noyau.templatetags.maison import jour, montant, pourcent, siret
from referentiels.feries import FERIES
from referentiels.queries.reglement import valeurs_au
from referentiels.regles.jours_ouvres import jours_ouvres_ecoules
from referentiels.regles.typographie import composer, compter


class Delais(NamedTuple):
    """After how many working days at the Région an invoice is late, then very late."""

    relance: int
    alerte: int


class Attente(NamedTuple):
    phrase: str
    niveau: str


def delais_au(le: date) -> Delais:
    """Read both delays of the day (1 query)."""
    relance, alerte = valeurs_au(le, "relance_service_fait_jours", "alerte_service_fait_jours")
    return Delais(int(relance), int(alerte))


def attente_de(facture: Facture, *, delais: Delais, le: date) -> Attente | None:
    """Give how long an invoice read ``avec_leur_suite`` has waited for the service fait, in working days."""
    if facture.statut != StatutFacture.EMISE or facture.suspendue or facture.est_sans_suite:
        return None
    jours = jours_ouvres_ecoules(facture.emise_le, le, feries=FERIES)
    niveau = "depasse" if jours >= delais.alerte else ("proche" if jours >= delais.relance else "")
    return Attente(compter(jours, "jour ouvré", "jours ouvrés") if jours > 0 else "arrivée aujourd’hui", niveau)


def faits_de_la_facture(facture: Facture) -> list[dict[str, Any]]:
    """Give the facts at the head of the page, the payment term and lateness included."""
    limite = limite_de(facture)
    reporte = limite and facture.echeance and limite != facture.echeance
    faits = [
        ("Émise par", facture.emetteur.nom, f"SIRET {siret(facture.emetteur.siret)}"),
        ("Mois", date_format(facture.mois, "F Y"), ""),
        ("Lot", f"{facture.bon.lot.numero}, {facture.bon.lot.intitule}", facture.bon.lot.marche),
        ("Montant", montant(facture.montant_ttc), _tva(facture)),
        ("Émise le", jour(facture.emise_le), ""),
    ]
    if limite:
        note = composer(f"d’abord le {jour(facture.echeance)}, avant suspension") if reporte else ""
        faits.append(("À payer au plus tard le", jour(limite), note))
    faits += [
        ("Service fait le", jour(facture.service_fait_le), ""),
        ("Envoyée aux finances", f"le {jour(facture.envoi.lance_le)}" if facture.envoi else "", ""),
        ("Mandatée le", jour(facture.mandatee_le), facture.mandat),
        ("Payée le", jour(facture.payee_le), montant(facture.montant_paye)),
    ]
    return [{"nom": nom, "valeur": valeur, "note": note} for nom, valeur, note in faits if valeur]


def phrase_du_retard(facture: Facture, *, le: date) -> str:
    """Say what lateness costs; empty when there is none."""
    du = retard_de(facture, le=le)
    if du is None:
        return ""
    return composer(
        f"{compter(du.jours, 'jour')} de retard : {montant(du.interets)} d’intérêts moratoires au taux de "
        f"{pourcent(du.taux * 100, 2)}, et {montant(du.indemnite)} d’indemnité. Montants indiqués, non payés ici."
    )


def phrase_de_la_suspension(facture: Facture) -> str:
    """Say since when the term stands still, and what is missing; empty when it runs."""
    suspension = suspension_en_cours(facture)
    return composer(f"Délai suspendu depuis le {jour(suspension.debut)} : {suspension.motif}") if suspension else ""


def titre_de(facture: Facture) -> str:
    """Name an invoice, an avoir, a draft."""
    if facture.numero is None:
        return str(facture)
    return f"{NatureFacture(facture.nature).label} {facture.numero}"


def dans_la_phrase(facture: Facture) -> str:
    """Name an issued invoice, or an avoir, within a sentence."""
    return f"l’avoir {facture.numero}" if facture.corrige_id else f"la facture {facture.numero}"


def _tva(facture: Facture) -> str:
    if facture.montant_tva == Decimal(0):
        return "exonérée de TVA"
    return composer(f"dont {montant(facture.montant_tva)} de TVA")

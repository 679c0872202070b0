"""One neutral file per invoice, for the Région's own tool: documented in docs/finances.md, no trainee in it."""

from datetime import date
from typing import Any

from django.utils import timezone

from factures.models import Facture
from factures.queries.delais import limite_de

FORMAT, VERSION = "emploi-formation/facture", 1
# What the facts hold that this file repeats as it was frozen.
FIGES = ("vendeur", "acheteur", "marche", "lot", "lot_intitule", "bon", "bon_emis_le", "periode", "lignes", "montants")


def neutre_de(facture: Facture) -> dict[str, Any]:
    """Give the neutral file of an issued piece: its frozen facts, and where it stands.

    Amounts and hours are strings with two decimals, days are ISO. Those of an avoir are positive, as on its Factur-X:
    ``nature`` says which way they count.
    """
    faits = facture.faits
    limite = limite_de(facture)
    return {
        "format": FORMAT,
        "version": VERSION,
        "numero": facture.numero,
        "nature": facture.nature,
        "emise_le": _iso(facture.emise_le),
        "mois": f"{facture.mois:%Y-%m}",
        "corrige": faits.get("corrige") or None,
        "motif": facture.motif,
        **{nom: faits.get(nom) for nom in FIGES},
        "suivi": {
            "etat": facture.statut,
            "a_payer_le": _iso(limite),
            "service_fait_le": _iso(facture.service_fait_le),
            "envoyee_le": _iso(timezone.localtime(facture.envoi.lance_le).date()) if facture.envoi else None,
            "mandatee_le": _iso(facture.mandatee_le),
            "mandat": facture.mandat,
            "payee_le": _iso(facture.payee_le),
            "montant_paye": None if facture.montant_paye is None else f"{facture.montant_paye:f}",
        },
    }


def _iso(jour: date | None) -> str | None:
    return jour.isoformat() if jour else None

"""What the public page of verification tells of an invoice: its number, its order, its amount, and what came after.

Neither the training body's name nor its bank account is told.
"""

from datetime import date
from decimal import Decimal

from factures.enums import NatureFacture
from factures.models import Facture
from noyau.authenticite import Faits
from noyau.lettres import Document
from referentiels.regles.typographie import composer, jour, montant


def raconter_facture(document: Document, _le: date) -> Faits:
    """Tell an invoice or an avoir; the avoirs that correct it since."""
    faits = document.contexte
    montants = faits["montants"]
    lignes: tuple[tuple[str, str], ...] = (
        ("Marché, lot", f"{faits['marche']}, lot {faits['lot']}"),
        ("Bon de commande", faits["bon"]),
        ("Période", f"du {_jour(faits['periode']['debut'])} au {_jour(faits['periode']['fin'])}"),
        ("Total hors taxe", composer(montant(Decimal(montants["ht"])))),
        ("Total de l’avoir" if faits["nature"] == NatureFacture.AVOIR else "Net à payer",
         composer(montant(Decimal(montants["ttc"])))),
    )  # fmt: skip
    if faits["corrige"]:
        lignes = (*lignes, ("Facture corrigée", faits["corrige"]["numero"]))
    facture = Facture.objects.get(pk=document.objet_id)
    avoirs = facture.avoirs.emises().order_by("emise_le", "pk")
    suites = tuple(
        f"L’avoir {avoir.numero} du {jour(avoir.emise_le)} la corrige." for avoir in avoirs if avoir.emise_le
    )
    return Faits(lignes, suites, caduc=facture.annulee_le is not None)


def _jour(texte: str) -> str:
    return jour(date.fromisoformat(texte))

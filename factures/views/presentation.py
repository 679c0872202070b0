"""Where an issued invoice stands, said in words."""

from datetime import date
from typing import Any, NamedTuple

from factures.enums import NatureFacture, StatutFacture
from factures.models import Facture, Suspension
from factures.queries.delais import limite_de, retard_de, suspension_en_cours
from factures.queries.file import sans_suite
from factures.regles.delais import Retard
from referentiels.regles.typographie import composer, compter, jour, montant


class Situation(NamedTuple):
    """A title, one sentence on what happens next; the last day to pay, what stops the payment, what lateness costs."""

    titre: str
    texte: str
    limite: date | None
    suspension: Suspension | None
    retard: Retard | None


def situation_de(facture: Facture, *, le: date) -> Situation:
    """Say where an issued invoice stands on the day ``le`` (3 queries at most, suspensions prefetched)."""
    limite, suspension = limite_de(facture), suspension_en_cours(facture)
    retard = retard_de(facture, le=le)
    titre, texte = _dire(facture, suspension, limite, retard)
    return Situation(composer(titre), composer(texte), limite, suspension, retard)


def _dire(
    facture: Facture, suspension: Suspension | None, limite: date | None, retard: Retard | None
) -> tuple[str, str]:
    if facture.annulee_le is not None:
        return "Reprise par un avoir", (
            "Cette facture ne compte plus : des avoirs l’ont reprise en entier. Ses heures sont de nouveau à facturer."
        )
    if facture.statut == StatutFacture.REJETEE:
        return "Rejetée par la Région", (
            "Reprenez-la par un avoir, en un clic. Une fois les heures corrigées par l’organisme, "
            "un nouveau projet se prépare de lui-même."
        )
    if suspension is not None:
        return "Paiement suspendu", (
            "La Région attend une réponse de vous. Le délai de paiement est arrêté ; un nouveau délai de trente jours "
            "s’ouvre le jour où elle a tout reçu."
        )
    if facture.nature == NatureFacture.AVOIR:
        if sans_suite().filter(pk=facture.pk).exists():
            return (
                "Avoir émis",
                "Rien n’est à payer ni à déduire : la facture qu’il reprend n’est pas partie en paiement.",
            )
        return _AVOIRS[StatutFacture(facture.statut)]
    return _en_cours(facture, limite, retard)


_AVOIRS = {
    StatutFacture.EMISE: ("Avoir émis", "La Région le contrôle, puis le déduit de ce qu’elle vous doit."),
    StatutFacture.SERVICE_FAIT: ("Avoir accepté", "La Région le déduit de ce qu’elle vous doit."),
    StatutFacture.MANDATEE: ("Avoir mandaté", "La paierie le déduit de ce qui vous est versé."),
    StatutFacture.PAYEE: ("Avoir soldé", "Il est déduit de ce qui vous a été versé."),
}


def _en_cours(facture: Facture, limite: date | None, retard: Retard | None) -> tuple[str, str]:
    if facture.statut == StatutFacture.PAYEE and facture.payee_le and facture.montant_paye is not None:
        return "Payée", f"Vous avez reçu {montant(facture.montant_paye)} le {jour(facture.payee_le)}."
    if retard is not None and limite:
        jours = compter(retard.jours, "jour")
        return "En retard de paiement", f"Elle était à payer au plus tard le {jour(limite)} : {jours} de retard."
    au_plus_tard = f"Elle est à payer au plus tard le {jour(limite)}." if limite else ""
    if facture.statut == StatutFacture.MANDATEE:
        return "Mandatée", f"La Région a donné l’ordre de payer. {au_plus_tard}"
    if facture.statut == StatutFacture.SERVICE_FAIT:
        return "Service fait certifié", f"La Région l’a contrôlée et l’envoie en paiement. {au_plus_tard}"
    return "Émise", f"La Région contrôle le service fait, ligne par ligne. {au_plus_tard}"


def frise(facture: Facture) -> list[dict[str, Any]]:
    """Give the stages of an issued invoice, dated."""
    moments: list[tuple[str, date | None]] = [
        ("Émise", facture.emise_le),
        ("Service fait", facture.service_fait_le),
        ("Mandatée", facture.mandatee_le),
        ("Payée", facture.payee_le),
    ]
    derniere = max((rang for rang, (_, le) in enumerate(moments) if le is not None), default=0)
    return [
        {"titre": titre, "le": le, "note": "à venir" if le is None else "", "etat": _etat(rang, derniere, le)}
        for rang, (titre, le) in enumerate(moments)
    ]


def _etat(rang: int, derniere: int, le: date | None) -> str:
    if rang == derniere:
        return "ici"
    return "fait" if le else ""

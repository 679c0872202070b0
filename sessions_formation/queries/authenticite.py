"""What the public page of verification tells of our letters: facts to compare with the paper, and what came after.

No name of a person, of an employer or of a training body is told.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from noyau.authenticite import Conteur, Faits
from noyau.lettres import Document
from referentiels.regles.typographie import composer, jour, montant
from sessions_formation.enums import NatureAvenant, StatutSession
from sessions_formation.models import Avenant, Session


def raconter_session(document: Document, _le: date) -> Faits:
    """Tell an authorisation, or a composante of an order: what is bought, when, for how much; amendments since."""
    contexte = document.contexte
    session = Session.objects.get(numero=contexte["numero"])
    avenants = Avenant.objects.filter(mouvements__composante__session=session)
    commande = composer(montant(Decimal(contexte["montant"])))
    lignes = (
        *_marche(contexte),
        ("Bon de commande", f"{contexte['bon']}, composante {contexte['composante']}"),
        *_formation(contexte),
        ("Montant commandé", commande),
    )
    return Faits(lignes, *_suites(avenants, annulee=session.statut == StatutSession.ANNULEE))


def raconter_refus(document: Document, _le: date) -> Faits:
    """Tell a refusal: which request, on which lot."""
    return Faits((*_marche(document.contexte), *_formation(document.contexte)))


def raconter_refus_d_avenant(document: Document, _le: date) -> Faits:
    """Tell the refusal of what was asked on a session already ordered."""
    contexte = document.contexte
    demande = ("Ce qui était demandé", contexte["nature_affichee"])
    return Faits((*_marche(contexte), *_formation(contexte), demande))


def raconter_avenant(document: Document, _le: date) -> Faits:
    """Tell an amendment: which order it changes, by how much; the amendments that came after it on the same lines."""
    contexte = document.contexte
    avenant = Avenant.objects.get(numero=contexte["avenant"])
    suivants = Avenant.objects.filter(
        mouvements__composante__in=avenant.mouvements.values("composante"), pk__gt=avenant.pk
    )
    lignes = (
        *_marche(contexte),
        ("Bon de commande", contexte["bon"]),
        ("Ce qui change", contexte["nature_affichee"]),
        ("Montant de l’avenant", montant(Decimal(contexte["change"]))),
        ("Commandé sur ce bon", montant(Decimal(contexte["bon_total"]))),
    )
    return Faits(lignes, *_suites(suivants))


CONTEURS: dict[str, Conteur] = {
    "autorisation": raconter_session,
    "bon_commande": raconter_session,
    "refus_session": raconter_refus,
    "refus_avenant": raconter_refus_d_avenant,
    "avenant": raconter_avenant,
}


def _marche(contexte: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    return (("Marché, lot", f"{contexte['marche']}, lot {contexte['lot']}"),)


def _formation(contexte: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    debut, fin = contexte["debut"], contexte["fin"]
    dates = f"du {jour(date.fromisoformat(debut))} au {jour(date.fromisoformat(fin))}" if debut and fin else ""
    lignes = (("Formation", contexte["intitule"]), ("Dates", dates))
    return tuple((nom, valeur) for nom, valeur in lignes if valeur)


def _suites(avenants: QuerySet[Avenant], *, annulee: bool = False) -> tuple[tuple[str, ...], bool]:
    """Give the amendments in words, oldest first, and whether nothing is ordered any more (1 query)."""
    phrases = []
    for avenant in avenants.order_by("pris_le", "pk").distinct():
        quand = jour(timezone.localtime(avenant.pris_le).date())
        if avenant.nature == NatureAvenant.ANNULATION:
            annulee = True
            phrases.append(f"Un avenant du {quand} ({avenant.numero}) annule la commande de cette session.")
        else:
            quoi = avenant.get_nature_display().lower()
            phrases.append(composer(f"Un avenant du {quand} ({avenant.numero}) le modifie : {quoi}."))
    if annulee and not phrases:
        phrases.append("La session a été annulée.")
    return tuple(phrases), annulee

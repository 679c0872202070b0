"""Which attestation of a person holds, and what its verification page tells: nothing that names it."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from noyau.authenticite import Faits
from noyau.lettres import Document
from referentiels.regles.typographie import composer, jour
from sessions_formation.automates import SORTI
from sessions_formation.models import Parcours

MODELE = "attestation"


def attestations_de(parcours: Parcours) -> QuerySet[Document]:
    """Give the attestations made for a parcours, newest first, erased ones among them."""
    return Document.objects.de(parcours).filter(modele=MODELE)


def attestation_de(parcours: Parcours) -> Document | None:
    """Give the attestation that holds; None before the exit, once it is taken back, or erased (1 query at most)."""
    if parcours.statut not in SORTI:
        return None
    derniere = attestations_de(parcours).first()
    return derniere if derniere and not derniere.efface_le else None


def raconter_attestation(document: Document, _le: date) -> Faits:
    """Tell an attestation: which training, when, how long; whether another replaces it, or the exit was taken back."""
    contexte = document.contexte
    entree, sortie = (date.fromisoformat(contexte[nom]) for nom in ("entre_le", "sorti_le"))
    lignes = (
        ("Formation", contexte["intitule"]),
        ("Dates", f"du {jour(entree)} au {jour(sortie)}"),
        ("Durée prévue", composer(f"{contexte['heures']} heures")),
        ("Formation suivie", "en partie, jusqu’à l’emploi" if contexte["partielle"] else "jusqu’à sa fin"),
    )
    siennes = Document.objects.filter(objet_type=document.objet_type, objet_id=document.objet_id, modele=MODELE)
    suivante = siennes.filter(pk__gt=document.pk).order_by("-pk").first()
    if suivante:
        quand = jour(timezone.localtime(suivante.cree_le).date())
        return Faits(lignes, (f"Remplacée le {quand} par l’attestation {suivante.reference}.",), caduc=True)
    if not Parcours.objects.filter(pk=document.objet_id, statut__in=SORTI).exists():
        return Faits(lignes, ("La sortie déclarée a été annulée : cette attestation ne vaut plus.",), caduc=True)
    return Faits(lignes)

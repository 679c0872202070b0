"""Drafts whose lines are confirmed, ready to be issued for good: what tests of Factur-X start from."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from factures.enums import Controle
from factures.models import DetailFacture, EmetteurFactures, Facture, LigneFacture
from referentiels.models import OrganismeFormation
from referentiels.regles.montants import arrondir
from sessions_formation.models import BonDeCommande
from tests.factories.factures import MOIS

IBAN = "FR7630006000011234567890189"


def fiche(organisme: OrganismeFormation, **champs) -> EmetteurFactures:
    """How a body invoices: exempt, with a bank account, unless told otherwise."""
    defauts = {"iban": IBAN, "titulaire": organisme.nom, "courriel": "factures@organisme.example", "telephone": ""}
    return EmetteurFactures.objects.create(organisme=organisme, **{**defauts, **champs})


def projet(
    bon: BonDeCommande,
    heures: Sequence[str] = ("35.50", "28"),
    mois: date = MOIS,
    *,
    controle: str = Controle.CONFIRMEE,
) -> Facture:
    """A draft with, on each composante of the order, ``heures`` for each of its people in turn: written as it is,
    without hours declared, so that issuing it does not prepare it again."""
    facture = Facture.objects.create(emetteur=bon.mandataire, bon=bon, mois=mois)
    total = Decimal("0.00")
    for composante in bon.composantes.order_by("rang"):
        faites = [Decimal(nombre) for nombre in heures]
        ligne = LigneFacture.objects.create(
            facture=facture,
            composante=composante,
            rang=composante.rang,
            libelle=f"Formation « {composante.session.intitule} »",
            quantite=sum(faites),
            prix_heure=composante.prix_heure,
            montant=arrondir(sum(faites) * composante.prix_heure),
            controle=controle,
        )
        parcours = composante.session.parcours.order_by("pk")
        DetailFacture.objects.bulk_create(
            DetailFacture(ligne=ligne, parcours=lui, mois=mois, heures=nombre)
            for lui, nombre in zip(parcours, faites, strict=False)
        )
        total += ligne.montant
    facture.montant_ht = facture.montant_ttc = total
    facture.save()
    return facture

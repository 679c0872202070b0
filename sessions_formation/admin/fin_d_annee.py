"""The end-of-year page of the lots, and its file for a spreadsheet."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse

from noyau.listes import adresse, identifiant
from noyau.tableur import fichier
from sessions_formation.queries.fin_d_annee import BilanDuLot, fin_d_annee
from sessions_formation.queries.lots import ZERO
from sessions_formation.templatetags.jauge import mini_jauge

ANNEE_MIN, ANNEES_PROPOSEES = 2000, 3
COLONNES = (
    "marché",
    "lot",
    "intitulé",
    "groupement",
    "fin du lot",
    "minimum",
    "maximum",
    "commandé dans l’année",
    "commandé depuis le début",
    "manque au minimum",
    "demandes en attente",
    "manquerait encore si tout est accordé",
)


def page_fin_d_annee(request: HttpRequest, *, le: date) -> dict[str, Any]:
    """Give the context of the page for the year of the address, this one unless asked otherwise."""
    annee = annee_demandee(request, le=le)
    bilans = fin_d_annee(annee, le=le)
    return {
        "title": f"Fin d’année {annee}",
        "annee": annee,
        "annees": [
            {"texte": str(an), "url": adresse(request, annee=an), "courant": an == annee}
            for an in range(le.year - ANNEES_PROPOSEES + 1, le.year + 1)
        ],
        "lignes": [{"bilan": bilan, "jauge": mini_jauge(bilan.jauge)} for bilan in bilans],
        "manque": sum((bilan.manque for bilan in bilans), ZERO),
        "comblerait": sum((bilan.comblerait for bilan in bilans), ZERO),
        "sous_le_minimum": sum(bilan.manque > ZERO for bilan in bilans),
        "csv": adresse(request, annee=annee, format="csv"),
        "finie": annee < le.year,
    }


def annee_demandee(request: HttpRequest, *, le: date) -> int:
    """The year of the address; this year when it is missing, unreadable or to come."""
    annee = identifiant(request.GET.get("annee", "")) or le.year
    return annee if ANNEE_MIN <= annee <= le.year else le.year


def tableau_fin_d_annee(request: HttpRequest, *, le: date) -> HttpResponse:
    """Give the same figures as a file."""
    annee = annee_demandee(request, le=le)
    return fichier(f"fin-d-annee-{annee}.csv", [COLONNES, *map(_ligne, fin_d_annee(annee, le=le))])


def _ligne(bilan: BilanDuLot) -> list[str]:
    lot = bilan.lot
    montants = (
        bilan.minimum,
        bilan.maximum,
        bilan.dans_l_annee,
        bilan.depuis_le_debut,
        bilan.manque,
        bilan.en_attente,
        bilan.resterait,
    )
    textes = [lot.marche, lot.numero, lot.intitule, lot.groupement.nom]
    return [
        *textes,
        f"{lot.fin:%d/%m/%Y}",
        *(f"{montant:.2f}".replace(".", ",") for montant in montants),
    ]

"""Which invoice a page is about, and what is said when somebody, or another tab, was quicker."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.dateparse import parse_datetime

from factures.actions.controler import ses_factures
from factures.enums import StatutFacture
from factures.models import Facture


def sa_facture(request: HttpRequest, pk: int) -> Facture:
    """Give an invoice the person issues; 404 for any other."""
    return get_object_or_404(ses_factures(request.user).pour_liste(), pk=pk)


def lu_de(request: HttpRequest) -> datetime | None:
    """Give when the draft its reader saw was prepared, as the page wrote it; None when it says nothing readable."""
    try:
        return parse_datetime(request.POST.get("lu", ""))
    except ValueError:
        return None


def deja_emise(request: HttpRequest, facture: Facture) -> HttpResponse:
    """Lead to an invoice issued meanwhile: nothing was done twice."""
    messages.info(request, f"{facture.get_nature_display()} {facture.numero} : c’est déjà émis. Voici où elle en est.")
    return redirect("factures:facture", pk=facture.pk)


def est_un_projet(facture: Facture) -> bool:
    """Tell whether an invoice is still a draft."""
    return facture.statut == StatutFacture.PROJET

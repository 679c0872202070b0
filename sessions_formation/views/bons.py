"""Bons de commande, always addressed to the mandataire, and the documents of the area."""

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from noyau.courriers import Document
from noyau.documents import reponse_pdf
from noyau.listes import page_de, pages
from sessions_formation.models import BonDeCommande, Session
from sessions_formation.queries.commandes import avec_total, contenu_du_bon
from sessions_formation.queries.lots import montants_du_lot
from sessions_formation.views.acces import pour_organisme


@require_safe
@pour_organisme
def liste(request: HttpRequest) -> HttpResponse:
    """The orders addressed to the person's training bodies as mandataires, the latest first."""
    bons = (
        avec_total(BonDeCommande.objects.visibles_pour(request.user))
        .select_related("lot", "mandataire")
        .order_by("-annee", "-rang")
    )
    page = page_de(request, bons)
    return render(request, "sessions/bons.html", {"page": page, "pages": pages(request, page)})


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: its composantes, a session each, as ordered first and now, and its amendments."""
    bons = BonDeCommande.objects.visibles_pour(request.user).select_related("lot__groupement", "mandataire")
    bon = get_object_or_404(bons, pk=pk)
    contexte = {
        "bon": bon,
        **contenu_du_bon(bon),
        "lot": montants_du_lot(bon.lot, le=timezone.localdate()),
    }
    return render(request, "sessions/bon.html", contexte)


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the PDF of a letter or an order to who may see the session or the order it belongs to."""
    sessions = Session.objects.visibles_pour(request.user).values("pk")
    bons = BonDeCommande.objects.visibles_pour(request.user).values("pk")
    documents = Document.objects.filter(
        Q(objet_type=Session._meta.label_lower, objet_id__in=sessions)
        | Q(objet_type=BonDeCommande._meta.label_lower, objet_id__in=bons)
    )
    trouve = get_object_or_404(documents, pk=pk)
    return reponse_pdf(trouve, sort="attachment")

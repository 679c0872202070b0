"""The accounts of an order, for the mandataire who receives it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from factures.queries import rapprochement as lecture
from noyau.listes import page_de, pages
from sessions_formation.models import BonDeCommande


def rapprochement(request: HttpRequest, bon: int) -> HttpResponse:
    """Ordered, done, invoiced, paid, left, by composante; 404 for who does not see the order."""
    visibles = BonDeCommande.objects.visibles_pour(request.user).select_related("lot", "mandataire")
    le_bon = get_object_or_404(visibles, pk=bon)
    lu = lecture.rapprochement_du_bon(le_bon)
    page = page_de(request, lu.lignes, par_page=lecture.PAR_PAGE)
    contexte = {"bon": le_bon, "lu": lu, "page": page, "pages": pages(request, page)}
    return render(request, "factures/rapprochement.html", contexte)

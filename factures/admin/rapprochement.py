"""The reconciliation of an order for officers: from intention to payment in three clicks."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path

from factures.queries import rapprochement as lecture
from noyau.listes import page_de, pages
from sessions_formation.models import BonDeCommande


class Rapprochement:
    """What the administration of invoices gains: the accounts of one order."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view(self.rapprochement)
        return [path("bons/<int:bon_id>/", vue, name="factures_facture_rapprochement"), *super().get_urls()]

    def rapprochement(self, request: HttpRequest, bon_id: int) -> HttpResponse:
        """Ordered, done, invoiced, paid, left, by composante."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        bons = BonDeCommande.objects.visibles_pour(request.user).select_related("lot", "mandataire")
        bon = get_object_or_404(bons, pk=bon_id)
        lu = lecture.rapprochement_du_bon(bon)
        page = page_de(request, lu.lignes, par_page=lecture.PAR_PAGE)
        lecture.lire_les_intentions(page)
        contexte = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": f"Rapprochement du bon {bon.numero}",
            "bon": bon,
            "lu": lu,
            "page": page,
            "pages": pages(request, page),
        }
        return render(request, "admin/factures/facture/rapprochement.html", contexte)

"""What was sent to the finance department: each sending, its pieces, its files."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from factures.models import EnvoiFinances, Facture
from factures.queries.file import par_lot_puis_numero
from noyau.admin.lecture import LectureSeule
from noyau.listes import identifiant
from noyau.templatetags.maison import montant


@admin.register(EnvoiFinances)
class EnvoiAdmin(LectureSeule):
    list_display = ["__str__", "lance_le", "lance_par", "nombre", "montant_affiche"]
    list_select_related = ["lance_par"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-lance_le", "-pk"]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """The totals as they were, and the pieces with where each stands now."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        envoi = get_object_or_404(EnvoiFinances.objects.select_related("lance_par"), pk=identifiant(object_id))
        pieces = Facture.objects.visibles_pour(request.user).filter(envoi=envoi)
        contexte = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": str(envoi),
            "envoi": envoi,
            "pieces": list(par_lot_puis_numero(pieces.pour_liste())),
        }
        return render(request, "admin/factures/envoifinances/fiche.html", contexte)

    @admin.display(description="montant")
    def montant_affiche(self, envoi: EnvoiFinances) -> str:
        return montant(envoi.montant)

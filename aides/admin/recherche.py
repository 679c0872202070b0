"""An officer looks for the requests of one person. The name travels in the form, never in an address."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path

from aides.actions.region import INSTRUIRE
from aides.forms.decision import PersonneForm
from aides.models import DemandeAide

TROUVEES_MAX = 50


class RechercheDePersonne:
    """What the administration of aids gains: one page, for who instructs."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view(self.chercher)
        return [path("chercher/", vue, name="aides_demandeaide_chercher"), *super().get_urls()]

    def chercher(self, request: HttpRequest) -> HttpResponse:
        """Ask for a name, then show the requests that bear it, accents and case aside."""
        if not request.user.has_perm(INSTRUIRE):
            raise PermissionDenied
        form, trouvees = PersonneForm(request.POST or None), None
        if request.method == "POST" and form.is_valid():
            lu = form.cleaned_data
            voulues = DemandeAide.objects.visibles_pour(request.user).filter(nom__unaccent__icontains=lu["nom"])
            if lu["prenom"]:
                voulues = voulues.filter(prenom__unaccent__icontains=lu["prenom"])
            trouvees = voulues.select_related("employeur").order_by("-deposee_le", "-pk")[:TROUVEES_MAX]
        contexte = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Chercher une personne",
            "form": form,
            "trouvees": trouvees,
        }
        return render(request, "admin/aides/demandeaide/chercher.html", contexte)

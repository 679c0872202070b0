"""The floor: the smallest Django page of each kind, on the same tables, in the same process."""

from functools import cache

from django.contrib import admin
from django.http import HttpResponse
from django.template import engines
from django.urls import include, path

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche

PAGE = (
    "<!doctype html><html lang=fr><title>Plancher</title><body><p>{{ request.user.email }}, {{ total }}</p><table>"
    "{% for i in intentions %}<tr><td>{{ i.numero }}</td><td>{{ i.intitule }}</td><td>{{ i.contrat_type }}</td>"
    "<td>{{ i.nombre_postes }}</td><td>{{ i.statut }}</td><td>{{ i.deposee_le|date }}</td></tr>{% endfor %}</table>"
)


@cache
def _gabarit():
    return engines["django"].from_string(PAGE)


def liste(request):
    """25 rows of one's own, with their count, signed in."""
    intentions = IntentionEmbauche.objects.filter(deposant=request.user).order_by("-cree_le", "-pk")
    return HttpResponse(_gabarit().render({"intentions": list(intentions[:25]), "total": intentions.count()}, request))


def vide(request):
    """Nothing at all: what the machine takes for a page, by which the same page of two moments is compared."""
    return HttpResponse("")


class SiteNu(admin.AdminSite):
    """Django's own administration, without anything of ours."""


site = SiteNu(name="nu")


@admin.register(IntentionEmbauche, site=site)
class IntentionNue(admin.ModelAdmin):
    list_display = ["numero", "intitule", "contrat_type", "statut", "deposee_le"]
    list_per_page = 50
    raw_id_fields = ["deposant", "employeur", "metier", "commune", "organisme_choisi", "organisme_engage"]
    show_full_result_count = False
    ordering = ["-deposee_le", "-pk"]

    def get_queryset(self, request):
        return super().get_queryset(request).exclude(statut=StatutIntention.BROUILLON)


urlpatterns = [
    path("plancher/liste/", liste),
    path("plancher/vide/", vide),
    path("nu/", site.urls),
    path("", include("config.urls")),
]

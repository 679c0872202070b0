"""Who transmits, the keys of its machines, and what was posted to them."""

import rest_framework_api_key.admin  # noqa: F401 — registers the package's own keys, which open nothing here
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from rest_framework_api_key.models import APIKey

from intentions.actions.cles import creer_cle, revoquer_cle
from intentions.forms.cles import CleForm
from intentions.models import Abonnement, CleApi, EnvoiWebhook, Partenaire
from intentions.queries.cles import droits_en_mots, etat_de_la_cle
from noyau.admin.lecture import LectureSeule
from noyau.erreurs import RegleViolee
from noyau.journal import LigneJournal
from referentiels.admin.base import AdminReferentiel

admin.site.unregister(APIKey)

PAGES = "admin/intentions/partenaire"
LIGNES_MONTREES = 20


@admin.register(Partenaire)
class PartenaireAdmin(AdminReferentiel):
    list_display = ["nom", "canal", "courriel", "cles_actives", "actif"]
    list_filter = ["canal", "actif"]
    search_fields = ["nom__unaccent__icontains"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["nom", "pk"]
    actions = None
    fields = ["nom", "canal", "organisme", "structure", "opco", "courriel", "actif"]
    raw_id_fields = ["organisme", "structure"]
    change_form_template = f"{PAGES}/change_form.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Partenaire]:
        vivantes = Q(cles__revoked=False) & (Q(cles__expiry_date=None) | Q(cles__expiry_date__gte=timezone.now()))
        return super().get_queryset(request).annotate(nombre_de_cles=Count("cles", filter=vivantes))

    def has_delete_permission(self, request: HttpRequest, obj: Partenaire | None = None) -> bool:
        return False

    @admin.display(description="clés actives")
    def cles_actives(self, partenaire: Partenaire) -> int:
        return partenaire.nombre_de_cles  # type: ignore[attr-defined]

    def get_urls(self) -> list:
        vue = self.admin_site.admin_view
        return [
            path("<int:pk>/cle/", vue(self.nouvelle_cle), name="intentions_partenaire_cle"),
            path("<int:pk>/cle/<slug:prefixe>/revoquer/", vue(self.revoquer), name="intentions_partenaire_revoquer"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        partenaire = self.get_object(request, object_id)
        contexte = {}
        if partenaire and self.has_view_permission(request, partenaire):
            contexte = {
                "cles": [_presenter(cle) for cle in partenaire.cles.order_by("-created", "pk")],
                "lignes": LigneJournal.objects.de(partenaire)[:LIGNES_MONTREES],
                "peut_creer": request.user.has_perm("intentions.add_cleapi"),
                "peut_revoquer": request.user.has_perm("intentions.change_cleapi"),
            }
        return super().change_view(request, object_id, form_url, {**contexte, **(extra_context or {})})

    def nouvelle_cle(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Describe a key, then read it: this once."""
        partenaire = self._partenaire(request, pk, "intentions.add_cleapi")
        form = CleForm(request.POST or None, le=timezone.localdate())
        if request.method == "POST" and form.is_valid():
            try:
                cle, valeur = creer_cle(
                    partenaire_id=pk,
                    nom=form.cleaned_data["nom"],
                    droits=form.cleaned_data["droits"],
                    jusqu_au=form.cleaned_data["jusqu_au"],
                    par=request.user,
                )
            except RegleViolee as refus:
                form.add_error(None, list(refus.motifs))
            else:
                contexte = {"title": "Clé créée", "cle": _presenter(cle), "valeur": valeur}
                # The administration forbids caches to keep any of its pages.
                return self._rendre(request, "cle_creee", partenaire, contexte)
        return self._rendre(request, "cle", partenaire, {"title": "Créer une clé d’API", "form": form})

    def revoquer(self, request: HttpRequest, pk: int, prefixe: str) -> HttpResponse:
        """Ask, then close a key for good (POST)."""
        partenaire = self._partenaire(request, pk, "intentions.change_cleapi")
        cle = get_object_or_404(CleApi, partenaire=pk, prefix=prefixe)
        if request.method != "POST":
            contexte = {"title": "Révoquer une clé d’API", "cle": _presenter(cle)}
            return self._rendre(request, "revoquer", partenaire, contexte)
        revoquer_cle(prefixe=prefixe, partenaire_id=pk, par=request.user)
        messages.success(request, f"La clé {cle.name} n’ouvre plus rien.")
        return redirect("admin:intentions_partenaire_change", pk)

    def _partenaire(self, request: HttpRequest, pk: int, droit: str) -> Partenaire:
        if not request.user.has_perm(droit):
            raise PermissionDenied
        return get_object_or_404(Partenaire, pk=pk)

    def _rendre(self, request: HttpRequest, page: str, partenaire: Partenaire, contexte: dict) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "original": partenaire}
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})


def _presenter(cle: CleApi) -> dict[str, object]:
    return {
        "nom": cle.name,
        "prefixe": cle.prefix,
        "droits": droits_en_mots(cle),
        "utilisee_le": cle.utilisee_le,
        "etat": etat_de_la_cle(cle, maintenant=timezone.now()),
        "revocable": not cle.revoked,
    }


@admin.register(Abonnement)
class AbonnementAdmin(LectureSeule):
    list_display = ["url", "partenaire", "cree_le", "actif"]
    list_filter = ["actif", "partenaire"]
    list_select_related = ["partenaire"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-pk"]
    fields = ["url", "partenaire", "cree_le", "actif"]


@admin.register(EnvoiWebhook)
class EnvoiWebhookAdmin(LectureSeule):
    list_display = ["cree_le", "evenement", "abonnement", "tentatives", "derniere_reponse", "statut"]
    list_filter = ["statut", "abonnement__partenaire"]
    list_select_related = ["abonnement"]
    search_fields = ["=identifiant", "=charge__numero"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-pk"]
    exclude = ["ligne_journal"]

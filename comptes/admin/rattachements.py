from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone

from comptes.actions.fermer import suspendre_rattachement
from comptes.actions.inviter import inviter
from comptes.actions.rattacher import accepter_rattachement, refuser_rattachement
from comptes.forms.invitation import ORGANISATIONS, InvitationForm
from comptes.models import Rattachement
from noyau.erreurs import RegleViolee


class EnAttente(admin.SimpleListFilter):
    title = "demande"
    parameter_name = "attente"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("oui", "En attente d’une réponse")]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        return queryset.en_attente() if self.value() else queryset


@admin.register(Rattachement)
class RattachementAdmin(admin.ModelAdmin):
    """Adding one is inviting somebody; afterwards nothing is edited, acts have their buttons."""

    list_display = ["utilisateur", "role", "organisation", "actif", "en_attente_depuis", "depuis"]
    list_filter = ["role", "actif", EnAttente]
    list_select_related = ["utilisateur", "employeur", *ORGANISATIONS]
    search_fields = [
        "utilisateur__email",
        "utilisateur__nom__unaccent__icontains",
        "employeur__nom__unaccent__icontains",
        "organisme__nom__unaccent__icontains",
        "structure__nom__unaccent__icontains",
    ]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["-depuis", "-pk"]
    actions = None
    readonly_fields = ["utilisateur", "role", "organisation", "actif", "en_attente_depuis", "depuis"]
    change_form_template = "admin/comptes/rattachement_change_form.html"

    def get_form(self, request: HttpRequest, obj=None, change: bool = False, **kwargs):
        return super().get_form(request, obj, change, **({} if obj else {"form": InvitationForm}), **kwargs)

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context=None) -> HttpResponse:
        return super().add_view(request, form_url, {"title": "Inviter une personne", **(extra_context or {})})

    def get_fieldsets(self, request: HttpRequest, obj=None):
        if obj is None:
            return [
                ("La personne", {"fields": ["courriel", "prenom", "nom"]}),
                ("Agit pour", {"fields": ORGANISATIONS, "description": "Une organisation : elle donne le rôle."}),
            ]
        return [(None, {"fields": self.readonly_fields})]

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        return self.readonly_fields if obj else []

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Rattachement, form, change: bool) -> None:
        if change:
            return
        rattachement = inviter(invite=form.invite, organisation=form.organisation, par=request.user)
        obj.__dict__.update(rattachement.__dict__)
        messages.info(request, f"L’invitation part à {rattachement.utilisateur.email}.")

    def get_urls(self) -> list:
        acte = path("<int:pk>/repondre/", self.admin_site.admin_view(self.repondre), name="comptes_rattachement_acte")
        return [acte, *super().get_urls()]

    def repondre(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept, refuse or suspend: a page that asks, then a POST that does."""
        rattachement = get_object_or_404(
            Rattachement.objects.select_related("utilisateur", "employeur", *ORGANISATIONS), pk=pk
        )
        if not self.has_change_permission(request, rattachement):
            raise PermissionDenied
        retour = reverse("admin:comptes_rattachement_change", args=[pk])
        acte = request.POST.get("acte")
        if acte not in ("accepter", "refuser", "suspendre"):
            contexte = {**self.admin_site.each_context(request), "title": str(rattachement), "original": rattachement}
            return render(request, "admin/comptes/rattachement_acte.html", {**contexte, "opts": self.opts})
        try:
            if acte == "accepter":
                accepter_rattachement(rattachement_id=pk, par=request.user, maintenant=timezone.now())
            elif acte == "refuser":
                refuser_rattachement(rattachement_id=pk, par=request.user)
            else:
                suspendre_rattachement(rattachement_id=pk, par=request.user)
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "C’est fait, et noté au journal.")
        return redirect(retour)

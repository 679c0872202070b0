from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import ManyToManyField
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join

from comptes.actions.fermer import ouvrir_ou_fermer_compte, retirer_second_facteur
from comptes.models import Utilisateur
from comptes.queries.rattachements import organisations_de

DROITS = ["is_staff", "is_superuser", "groups"]


class NouvelUtilisateurForm(forms.ModelForm):
    """An officer's account: the others are opened by an invitation. It enters by code, then sets its second factor."""

    class Meta:
        model = Utilisateur
        fields = ["email", "prenom", "nom", "telephone", "is_staff"]

    def clean_email(self) -> str:
        return self.cleaned_data["email"].lower()


@admin.register(Utilisateur)
class UtilisateurAdmin(admin.ModelAdmin):
    list_display = ["email", "nom", "prenom", "is_staff", "is_active", "last_login"]
    list_filter = ["is_staff", "is_active", ("rattachements__role", admin.ChoicesFieldListFilter)]
    search_fields = ["email", "nom__unaccent__icontains", "prenom__unaccent__icontains"]
    list_per_page = 50
    show_full_result_count = False
    ordering = ["nom", "prenom", "pk"]
    actions = None
    # Two lists with arrows are drawn by a script that our policy on styles refuses; there are few groups.
    formfield_overrides = {ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}
    fieldsets = [
        (None, {"fields": ["email", "prenom", "nom", "telephone", "is_active", "agit_pour"]}),
        ("Droits", {"fields": DROITS}),
        ("Dates", {"fields": ["last_login", "date_joined"]}),
    ]

    change_form_template = "admin/comptes/utilisateur_change_form.html"

    def get_urls(self) -> list:
        acte = path(
            "<int:pk>/second-facteur/",
            self.admin_site.admin_view(self.second_facteur),
            name="comptes_utilisateur_second_facteur",
        )
        return [acte, *super().get_urls()]

    def second_facteur(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then take away the second factor of someone who lost it (POST)."""
        if not request.user.is_superuser or pk == request.user.pk:
            raise PermissionDenied
        personne = get_object_or_404(Utilisateur, pk=pk)
        if request.method != "POST":
            contexte = {"title": "Retirer le second facteur", "original": personne, "opts": self.opts}
            page = "admin/comptes/utilisateur_second_facteur.html"
            return render(request, page, {**self.admin_site.each_context(request), **contexte})
        retirer_second_facteur(utilisateur_id=pk, par=request.user)
        messages.success(request, f"{personne} installera un autre second facteur à sa prochaine connexion.")
        return redirect("admin:comptes_utilisateur_change", pk)

    def get_form(self, request: HttpRequest, obj=None, change: bool = False, **kwargs):
        if obj is None:
            kwargs = {**kwargs, "form": NouvelUtilisateurForm, "fields": NouvelUtilisateurForm.Meta.fields}
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj=None):
        return self.fieldsets if obj else [(None, {"fields": NouvelUtilisateurForm.Meta.fields})]

    @admin.display(description="agit pour")
    def agit_pour(self, personne: Utilisateur) -> str:
        if personne.is_staff:
            return "La Région"
        rattachements = organisations_de(personne)
        lignes = [
            (
                reverse("admin:comptes_rattachement_change", args=[rattachement.pk]),
                rattachement.organisation,
                rattachement.get_role_display(),
                "" if rattachement.actif else ", en attente",
            )
            for rattachement in rattachements
        ]
        return format_html_join(format_html("<br>"), '<a href="{}">{}</a> ({}{})', lignes) if lignes else "Personne"

    def get_readonly_fields(self, request: HttpRequest, obj=None) -> list[str]:
        """The address changes by its owner's hand; rights are given by those who have them all."""
        if obj is None:
            return [] if request.user.is_superuser else ["is_staff"]
        fixes = ["email", "agit_pour", "last_login", "date_joined"]
        if obj == request.user:
            fixes.append("is_active")
        return fixes if request.user.is_superuser else [*fixes, *DROITS]

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        """Who has all rights is changed only by another who has."""
        permis = super().has_change_permission(request, obj)
        return permis and (request.user.is_superuser or not (obj and obj.is_superuser))

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Utilisateur, form, change: bool) -> None:
        if not change:
            nouveau = Utilisateur.objects.create_user(**form.cleaned_data)
            obj.pk = nouveau.pk
            return
        actif = obj.is_active
        if "is_active" in form.changed_data:
            obj.is_active = not actif
        super().save_model(request, obj, form, change)
        if "is_active" in form.changed_data:
            ouvrir_ou_fermer_compte(utilisateur_id=obj.pk, actif=actif, par=request.user)

"""Lots in the administration: what each has ordered, left and owes to its minimum; its page; acts on its money."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import F, ForeignKey, ManyToManyField, Q, QuerySet
from django.forms import BaseModelFormSet, CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

from comptes.models import Utilisateur
from noyau.listes import PaginateurBorne
from noyau.templatetags.maison import montant
from referentiels.admin import affichage
from referentiels.admin.base import AdminReferentiel
from referentiels.models import Departement
from sessions_formation.actions.bornes import fixer_bornes
from sessions_formation.admin.fiche_lot import fiche
from sessions_formation.admin.filtres_lots import FiltreDepartementDuLot, FiltreMinimum, FiltreOuvert
from sessions_formation.admin.fin_d_annee import page_fin_d_annee, tableau_fin_d_annee
from sessions_formation.admin.fongibilite import page_fongibilite
from sessions_formation.admin.prix import BornesLotForm, PrixLotForm
from sessions_formation.admin.simulation import page_simulation
from sessions_formation.enums import StatutSession
from sessions_formation.models import BornesLot, LieuLot, Lot, PrixLot, Session
from sessions_formation.queries.lots import ZERO, avec_montants
from sessions_formation.templatetags.jauge import exact, mini_jauge

PAGES = "admin/sessions_formation/lot"


class AjouteSeulement(admin.StackedInline):
    """Added, never changed: the database itself refuses to touch what is in force."""

    extra = 0
    can_delete = False
    ordering = ["-depuis"]

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class PrixEnLigne(AjouteSeulement):
    model = PrixLot
    form = PrixLotForm


class BornesEnLigne(AjouteSeulement):
    model = BornesLot
    form = BornesLotForm


class LieuxEnLigne(admin.StackedInline):
    model = LieuLot
    extra = 0
    autocomplete_fields = ["commune"]


@admin.register(Lot)
class LotAdmin(AdminReferentiel):
    list_display = ["lot", "jauge", "commande", "maximum", "reste", "manque", "validite"]
    list_display_links = ["lot"]
    list_filter = ["marche", "secteur", FiltreDepartementDuLot, FiltreOuvert, FiltreMinimum]
    list_select_related = ["groupement", "secteur"]
    search_fields = ["numero", "intitule__unaccent__icontains", "groupement__nom__unaccent__icontains"]
    search_help_text = "Un numéro, un intitulé, un groupement."
    show_facets = admin.ShowFacets.NEVER
    ordering = ["marche", "numero", "pk"]
    paginator = PaginateurBorne
    raw_id_fields = ["certifications"]
    inlines = [BornesEnLigne, PrixEnLigne, LieuxEnLigne]
    actions = None
    change_form_template = f"{PAGES}/change_form.html"
    change_list_template = f"{PAGES}/change_list.html"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Lot]:
        lots = Lot.objects.visibles_pour(request.user).select_related("groupement", "secteur")
        return avec_montants(lots, le=timezone.localdate())

    def get_urls(self) -> list[URLPattern]:
        nom, vue = "sessions_formation_lot", self.admin_site.admin_view
        return [
            path("simulation/", vue(self.simulation), name=f"{nom}_simulations"),
            path("fin-d-annee/", vue(self.fin_d_annee), name=f"{nom}_fin_d_annee"),
            path("<int:pk>/simulation/", vue(self.simulation), name=f"{nom}_simulation"),
            path("<int:pk>/fongibilite/", vue(self.fongibilite), name=f"{nom}_fongibilite"),
            *super().get_urls(),
        ]

    def simulation(self, request: HttpRequest, pk: int | None = None) -> HttpResponse:
        """What if these pending requests were ordered: one lot, or those of the address."""
        if pk is None:
            self._exiger_lecture(request)
        else:
            self._lot(request, pk)
        return self._rendre(request, "simulation", page_simulation(request.GET, pk, le=timezone.localdate()))

    def fin_d_annee(self, request: HttpRequest) -> HttpResponse:
        """Where the lots end the year; ``?format=csv`` gives the file."""
        self._exiger_lecture(request)
        if request.GET.get("format") == "csv":
            return tableau_fin_d_annee(request, le=timezone.localdate())
        return self._rendre(request, "fin_d_annee", page_fin_d_annee(request, le=timezone.localdate()))

    def fongibilite(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Move hours between two sessions of the lot; a POST, confirmed."""
        lot = self._lot(request, pk)
        return page_fongibilite(request, lot, partial(self._rendre_lot, request, lot))

    def _lot(self, request: HttpRequest, pk: int) -> Lot:
        self._exiger_lecture(request)
        return get_object_or_404(Lot.objects.visibles_pour(request.user).select_related("secteur"), pk=pk)

    def _exiger_lecture(self, request: HttpRequest) -> None:
        if not self.has_view_permission(request):
            raise PermissionDenied

    def _rendre_lot(self, request: HttpRequest, lot: Lot, page: str, contexte: dict[str, Any]) -> HttpResponse:
        return self._rendre(request, page, {"lot": lot, **contexte})

    def _rendre(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Lot | None:
        """Locked while what is posted is checked: a maximum is compared with what is ordered at that moment."""
        if request.method != "POST":
            return self._lot_affiche(request, object_id, from_field)
        lot = super().get_object(request, object_id, from_field)
        return Lot.objects.select_for_update(of=("self",)).select_related("secteur").get(pk=lot.pk) if lot else None

    def _lot_affiche(self, request: HttpRequest, object_id: str, from_field: str | None) -> Lot | None:
        """Read once for the page and for its form."""
        if not hasattr(request, "lot_affiche"):
            request.lot_affiche = super().get_object(request, object_id, from_field)
        return request.lot_affiche

    def get_readonly_fields(self, request: HttpRequest, obj: Lot | None = None) -> list[str]:
        """Once something was asked for on a lot, its amounts change by dated bounds only: they are read in words."""
        return ["minimum_du_depart", "maximum_du_depart"] if self._montants_fixes(request, obj) else []

    def get_exclude(self, request: HttpRequest, obj: Lot | None = None) -> list[str]:
        return ["montant_min", "montant_max"] if self._montants_fixes(request, obj) else []

    def _montants_fixes(self, request: HttpRequest, obj: Lot | None) -> bool:
        """Tell whether something was asked for on a lot, or nothing may be changed here (one query a page)."""
        if obj is None:
            return False
        if not hasattr(obj, "montants_fixes"):
            demandees = Session.objects.filter(lot=obj).exclude(statut=StatutSession.BROUILLON)
            obj.montants_fixes = demandees.exists() or not self.has_change_permission(request, obj)
        return obj.montants_fixes

    @admin.display(description="montant minimum")
    def minimum_du_depart(self, lot: Lot) -> str:
        return montant(lot.montant_min)

    @admin.display(description="montant maximum")
    def maximum_du_depart(self, lot: Lot) -> str:
        return montant(lot.montant_max)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        contexte = {}
        if request.method != "POST":
            lot = self.get_object(request, object_id)
            if lot and self.has_view_permission(request, lot):
                contexte = fiche(lot, le=timezone.localdate())
                contexte["peut_acheter"] = request.user.has_perm("sessions_formation.acheter_session")
        return super().change_view(request, object_id, form_url, {**contexte, **(extra_context or {})})

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        """New bounds are an act, with its line in the lot's journal."""
        if formset.model is not BornesLot:
            super().save_formset(request, form, formset, change)
            return
        for bornes in formset.save(commit=False):
            fixer_bornes(bornes, par=request.user, le=timezone.localdate())

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **options: Any):
        """A handful of boxes rather than the list of all France."""
        if db_field.name == "departements":
            options["queryset"] = Departement.objects.filter(Q(dans_region=True) | Q(limitrophe=True)).order_by(
                "-dans_region", "code"
            )
            options["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **options)

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **options: Any):
        """Only officers follow lots: a short list, not every account."""
        if db_field.name == "agent":
            agents = Utilisateur.objects.filter(is_staff=True, is_active=True)
            options["queryset"] = agents.order_by("nom", "prenom", "pk")
        return super().formfield_for_foreignkey(db_field, request, **options)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False

    @admin.display(description="lot", ordering="numero")
    def lot(self, lot: Lot) -> SafeString:
        return format_html('{}<br><span class="note">{}, {}</span>', lot, lot.groupement.nom, lot.secteur.libelle)

    @admin.display(description="consommation")
    def jauge(self, lot: Lot) -> SafeString:
        return mini_jauge(lot)

    @admin.display(description="commandé", ordering="commande")
    def commande(self, lot: Lot) -> str:
        return exact(lot.commande)

    @admin.display(description="maximum", ordering="maximum")
    def maximum(self, lot: Lot) -> str:
        return exact(lot.maximum)

    @admin.display(description="reste", ordering=F("maximum") - F("commande"))
    def reste(self, lot: Lot) -> str:
        return exact(lot.maximum - lot.commande)

    @admin.display(description="manque au minimum", ordering=F("minimum") - F("commande"))
    def manque(self, lot: Lot) -> str:
        return exact(max(lot.minimum - lot.commande, ZERO)) if lot.commande < lot.minimum else "–"

    @admin.display(description="jusqu’au", ordering="fin")
    def validite(self, lot: Lot) -> SafeString | str:
        echu = lot.fin < timezone.localdate()
        return affichage.delai(affichage.jour_court(lot.fin), "depasse" if echu else "")

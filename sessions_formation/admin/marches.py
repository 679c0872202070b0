"""The contract in the administration: groupements, lots with their gauge, prices, places, habilitations."""

from decimal import Decimal
from typing import Any

import pghistory.models
from django.contrib import admin
from django.db.models import ManyToManyField, Q
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from comptes.models import Utilisateur
from referentiels.admin.base import AdminReferentiel
from referentiels.models import Departement
from referentiels.regles.typographie import composer, nombre
from sessions_formation.admin.presentation import volume
from sessions_formation.admin.prix import PrixLotForm
from sessions_formation.models import Groupement, Habilitation, LieuLot, Lot, MembreGroupement, PrixLot, Session
from sessions_formation.queries.lots import montants_du_lot

SESSIONS_MONTREES = 50
CHANGEMENTS_MONTRES = 20


class MembresEnLigne(admin.StackedInline):
    model = MembreGroupement
    extra = 0
    autocomplete_fields = ["organisme"]


@admin.register(Groupement)
class GroupementAdmin(AdminReferentiel):
    list_display = ["nom"]
    search_fields = ["nom__unaccent__icontains", "membres__organisme__nom__unaccent__icontains"]
    inlines = [MembresEnLigne]
    actions = None


class PrixEnLigne(admin.StackedInline):
    """Added, never changed: the database itself refuses to touch a price in force."""

    model = PrixLot
    form = PrixLotForm
    extra = 0
    can_delete = False
    ordering = ["-depuis"]

    def has_change_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class LieuxEnLigne(admin.StackedInline):
    model = LieuLot
    extra = 0
    autocomplete_fields = ["commune"]


@admin.register(Lot)
class LotAdmin(AdminReferentiel):
    list_display = ["numero", "intitule", "groupement", "secteur", "debut", "fin", "montant_max"]
    list_display_links = ["numero", "intitule"]
    list_filter = ["marche", "secteur", "departements"]
    list_select_related = ["groupement", "secteur"]
    search_fields = ["numero", "intitule__unaccent__icontains", "groupement__nom__unaccent__icontains"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["marche", "numero", "pk"]
    raw_id_fields = ["certifications"]
    inlines = [PrixEnLigne, LieuxEnLigne]
    actions = None
    change_form_template = "admin/sessions_formation/lot/change_form.html"

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        lot = self.get_object(request, object_id)
        contexte = _consommation(lot) if lot and self.has_view_permission(request, lot) else {}
        return super().change_view(request, object_id, form_url, {**contexte, **(extra_context or {})})

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **options: Any):
        """A handful of boxes rather than the list of all France."""
        if db_field.name == "departements":
            options["queryset"] = Departement.objects.filter(Q(dans_region=True) | Q(limitrophe=True)).order_by(
                "-dans_region", "code"
            )
            options["widget"] = CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **options)

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


@admin.register(Habilitation)
class HabilitationAdmin(AdminReferentiel):
    list_display = ["organisme", "certification"]
    list_select_related = ["organisme", "certification"]
    search_fields = [
        "organisme__nom__unaccent__icontains",
        "certification__code",
        "certification__intitule__unaccent__icontains",
    ]
    ordering = ["organisme__nom", "certification", "pk"]
    autocomplete_fields = ["organisme", "certification"]
    actions = None


def _consommation(lot: Lot) -> dict[str, Any]:
    """What the page of a lot says beside its fields: how far it is ordered, by which sessions, and what changed."""
    montants = montants_du_lot(lot, le=timezone.localdate())
    sessions = Session.objects.exclude(statut="brouillon").filter(lot=lot).select_related("organisme")
    return {
        "jauge": {
            "minimum": montants.minimum,
            "maximum": montants.maximum,
            "facture": 0,
            "fait": 0,
            "commande": montants.commande,
            "engage": montants.engage,
        },
        "sessions": [
            (session, volume(session)) for session in sessions.order_by("-demandee_le", "-pk")[:SESSIONS_MONTREES]
        ],
        "changements": _changements(lot),
    }


def _changements(lot: Lot) -> list[dict[str, Any]]:
    """The trace kept by the database, newest first, in the form of ``composants/historique.html``."""
    traces = list(
        pghistory.models.Events.objects.tracks(lot).order_by("-pgh_created_at", "-pgh_id")[:CHANGEMENTS_MONTRES]
    )
    auteurs = Utilisateur.objects.in_bulk({_auteur(trace) for trace in traces} - {None})
    return [
        {
            "libelle": "Enregistré" if trace.pgh_label == "insert" else "Modifié",
            "par_nom": str(auteurs.get(_auteur(trace), "une commande du service")),
            "le": trace.pgh_created_at,
            "motif": _differences(trace.pgh_diff),
        }
        for trace in traces
    ]


def _auteur(trace: pghistory.models.Events) -> int | None:
    return (trace.pgh_context or {}).get("user")


def _differences(diff: dict[str, list] | None) -> str:
    """« montant maximum : 320 000, puis 400 000 », a line for each field."""
    lignes = [
        f"{Lot._meta.get_field(nom).verbose_name} : {_lisible(avant)}, puis {_lisible(apres)}"
        for nom, (avant, apres) in (diff or {}).items()
    ]
    return composer("\n".join(lignes))


def _lisible(valeur: object) -> str:
    return nombre(Decimal(str(valeur))) if isinstance(valeur, int | float) else str(valeur)

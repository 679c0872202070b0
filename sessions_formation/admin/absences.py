"""Absences of officers: each notes its own, a chef d'unité anybody's. Who replaces sees the files meanwhile."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Field, ForeignKey, QuerySet
from django.http import HttpRequest, HttpResponse

from referentiels.regles.typographie import composer, enumerer
from sessions_formation.actions.attribuer import REAFFECTER
from sessions_formation.forms.affectation import AbsenceForm
from sessions_formation.models import AbsenceAgent
from sessions_formation.queries.agents import agents


@admin.register(AbsenceAgent)
class AbsenceAgentAdmin(admin.ModelAdmin):
    form = AbsenceForm
    list_display = ["agent", "debut", "fin", "remplacant"]
    list_select_related = ["agent", "remplacant"]
    search_fields = ["agent__nom__unaccent__icontains", "agent__prenom__unaccent__icontains"]
    search_help_text = "Un nom, un prénom."
    date_hierarchy = None
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-debut", "pk"]
    actions = None

    def get_fields(self, request: HttpRequest, obj: AbsenceAgent | None = None) -> list[str]:
        champs = ["agent", "debut", "fin", "remplacant"]
        return champs if _pour_les_autres(request) or not self._modifiable(request, obj) else champs[1:]

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        return {"agent": request.user.pk, **super().get_changeform_initial_data(request)}

    def get_form(self, request: HttpRequest, obj: AbsenceAgent | None = None, change: bool = False, **options: Any):
        """One's own absence has no field for whose it is: the form still knows it."""
        formulaire = super().get_form(request, obj, change, **options)
        qui = obj.agent if obj else request.user

        class Sienne(formulaire):
            def __init__(self, *args: Any, **autres: Any) -> None:
                super().__init__(*args, **autres)
                if "agent" not in self.fields:
                    self.instance.agent = qui

        return Sienne

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        return super().add_view(request, form_url, {"title": "Noter une absence", **(extra_context or {})})

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **options: Any):
        options["queryset"] = agents()
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **options: Any):
        """People are not opened or changed from here."""
        champ = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(db_field, ForeignKey):
            champ.widget.widget.choices = champ.widget.choices
            champ.widget = champ.widget.widget
        return champ

    def has_change_permission(self, request: HttpRequest, obj: AbsenceAgent | None = None) -> bool:
        return super().has_change_permission(request, obj) and self._modifiable(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: AbsenceAgent | None = None) -> bool:
        """Noted by mistake, it may be taken off by who may change it."""
        return obj is not None and self.has_change_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: AbsenceAgent, form: AbsenceForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        pendant = _remplacees(obj)
        if pendant:
            qui = enumerer([str(absence.agent) for absence in pendant])
            messages.warning(
                request,
                composer(f"{obj.agent} devait remplacer {qui} pendant ce temps : choisissez quelqu’un d’autre."),
            )

    def _modifiable(self, request: HttpRequest, obj: AbsenceAgent | None) -> bool:
        return obj is None or obj.agent_id == request.user.pk or _pour_les_autres(request)


def _pour_les_autres(request: HttpRequest) -> bool:
    return request.user.has_perm(REAFFECTER)


def _remplacees(absence: AbsenceAgent) -> QuerySet[AbsenceAgent]:
    """The absences that who is now away had to cover meanwhile."""
    return (
        AbsenceAgent.objects.filter(remplacant=absence.agent, debut__lte=absence.fin, fin__gte=absence.debut)
        .select_related("agent")
        .order_by("debut", "pk")
    )

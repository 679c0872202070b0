"""Which structure follows a session: an officer changes it, with a reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path, reverse

from noyau.erreurs import RegleViolee
from referentiels.models import StructureReseau
from sessions_formation.actions.referent import DESIGNER, designer_la_structure
from sessions_formation.models import Session
from sessions_formation.queries.referents import referent_de, structures_du_departement

REFERENT = "sessions_formation_session_referent"


class DesignationForm(forms.Form):
    """Another structure of the département, that can be written to, and why."""

    use_required_attribute = False

    structure = forms.ModelChoiceField(
        label="Structure référente",
        queryset=StructureReseau.objects.none(),
        empty_label="Choisissez…",
        error_messages={"required": "Choisissez une structure."},
    )
    motif = forms.CharField(
        label="Pourquoi",
        help_text="L’historique de la session le garde. Ne nommez aucun stagiaire.",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Écrivez pourquoi la session change de structure."},
    )

    def __init__(self, *args: Any, session: Session, **options: Any) -> None:
        super().__init__(*args, **options)
        possibles = structures_du_departement(session).exclude(pk=session.structure_referente_id)
        self.fields["structure"].queryset = possibles.exclude(courriel="")


class ReferentDeLaSession:
    """What the administration of sessions gains: the page that says who follows a session, and changes it."""

    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view(self.page_referent)
        return [path("<int:object_id>/referent/", vue, name=REFERENT), *super().get_urls()]

    def page_referent(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """Read who follows a session; whoever buys may name another structure."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        lues = Session.objects.visibles_pour(request.user).select_related(
            "commune", "structure_referente", "referent", "organisme"
        )
        session = get_object_or_404(lues, pk=object_id)
        form = DesignationForm(request.POST or None, session=session)
        if request.method == "POST" and form.is_valid() and self._designer(request, session, form):
            return redirect(f"admin:{REFERENT}", session.pk)
        contexte = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": "Référent de la session",
            "session": session,
            "referent": referent_de(session),
            "peut_changer": request.user.has_perm(DESIGNER),
            "form": form,
            "retour": reverse("admin:sessions_formation_session_change", args=[session.pk]),
        }
        return render(request, "admin/sessions_formation/session/referent.html", contexte)

    def _designer(self, request: HttpRequest, session: Session, form: DesignationForm) -> bool:
        structure = form.cleaned_data["structure"]
        try:
            designer_la_structure(
                session_id=session.pk, structure_id=structure.pk, motif=form.cleaned_data["motif"], par=request.user
            )
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return False
        messages.success(request, f"{structure} suit désormais cette session et vient d’en être prévenue.")
        return True

"""Dated values of the rules: before one that decides verdicts is saved, what it would have changed is shown.

``referentiels`` registers the values and knows no file; here, above every application, their administration gains the
study (docs/decisions/0032).
"""

from decimal import Decimal
from typing import Any

from celery import current_app
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from noyau.listes import identifiant
from pilotage.actions.etudier_impact import demander_une_etude
from pilotage.admin.etude import page_de_l_etude
from pilotage.impact import CHANGENT_UN_VERDICT, REGLENT
from pilotage.models import EtudeImpact, StatutEtude
from referentiels.admin.parametres import ParametreAdmin
from referentiels.models import Parametre
from referentiels.regles.typographie import composer

LISTE, ETUDE = "admin:referentiels_parametre_changelist", "admin:referentiels_parametre_etude"
PAGES = "admin/referentiels/parametre"

admin.site.unregister(Parametre)


@admin.register(Parametre)
class ParametreEtudieAdmin(ParametreAdmin):
    def get_urls(self) -> list[URLPattern]:
        vue = self.admin_site.admin_view(self.etude)
        return [path("etudes/<int:pk>/", vue, name="referentiels_parametre_etude"), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """A value that decides verdicts goes through its study; the page of the study posts the same form again."""
        if request.method == "POST" and self._etudes_postees(request).exclude(enregistree_le=None).exists():
            messages.info(request, "Cette valeur est déjà enregistrée.")
            return redirect(LISTE)
        form = self._saisie(request, object_id) if request.method == "POST" else None
        if form is None or not form.is_valid() or form.instance.code not in CHANGENT_UN_VERDICT:
            return super().changeform_view(request, object_id, form_url, extra_context)
        with transaction.atomic():
            etude = self._etude_lue(request, form.instance)
            if etude is None:
                return self._etudier(request, form.instance)
            reponse = super().changeform_view(request, object_id, form_url, extra_context)
            if reponse.status_code == 302:
                EtudeImpact.objects.filter(pk=etude.pk).update(enregistree_le=timezone.now())
            return reponse

    def etude(self, request: HttpRequest, pk: int) -> HttpResponse:
        """How far a study is, or what it found, with the button that saves."""
        if not (self.has_add_permission(request) or self.has_change_permission(request)):
            raise PermissionDenied
        etude = get_object_or_404(EtudeImpact.objects.select_related("par"), pk=pk)
        en_cours = etude.statut in {StatutEtude.A_FAIRE, StatutEtude.EN_COURS}
        fragment = request.headers.get("HX-Request") == "true"
        if fragment and not en_cours:
            # It is over: the page has something else to show.
            return HttpResponse(headers={"HX-Refresh": "true"})
        contexte = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "etude": etude,
            "en_cours": en_cours,
            **page_de_l_etude(etude, lecteur=request.user),
        }
        return render(request, f"{PAGES}/{'_avancement' if fragment else 'etude'}.html", contexte)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Parametre | None:
        """The value, with what was typed of it when one comes back from a study that was not saved."""
        parametre = super().get_object(request, object_id, from_field)
        etude = self._etude_de_l_adresse(request)
        if parametre and etude and etude.parametre_id == parametre.pk:
            parametre.valeur, parametre.depuis, parametre.texte = etude.valeur, etude.depuis, etude.texte
        return parametre

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        etude = self._etude_de_l_adresse(request)
        if etude is None:
            return super().get_changeform_initial_data(request)
        valeur = Decimal(f"{etude.valeur.normalize():f}")
        return {"code": etude.code, "valeur": valeur, "depuis": etude.depuis, "texte": etude.texte}

    def response_add(self, request: HttpRequest, obj: Parametre, post_url_continue: str | None = None) -> HttpResponse:
        self._dire_ce_qu_il_regle(request, obj)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Parametre) -> HttpResponse:
        self._dire_ce_qu_il_regle(request, obj)
        return super().response_change(request, obj)

    def _dire_ce_qu_il_regle(self, request: HttpRequest, parametre: Parametre) -> None:
        if regle := REGLENT.get(parametre.code):
            messages.info(request, composer(f"Ce paramètre ne change aucun verdict. Ce qu’il règle : {regle}."))

    def _saisie(self, request: HttpRequest, object_id: str | None) -> forms.ModelForm | None:
        """The form as it was posted; None when this person may not save it, which the usual page then says."""
        parametre = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id is None:
            permis = self.has_add_permission(request)
        else:
            permis = parametre is not None and self.has_change_permission(request, parametre)
        if not permis:
            return None
        formulaire = self.get_form(request, parametre, change=parametre is not None)
        return formulaire(request.POST, instance=parametre)

    def _etude_lue(self, request: HttpRequest, parametre: Parametre) -> EtudeImpact | None:
        """The finished study of this very value, which the page that posts the form has just shown."""
        etudes = self._etudes_postees(request).select_for_update(of=("self",))
        lue = {"code": parametre.code, "valeur": parametre.valeur, "depuis": parametre.depuis}
        return etudes.filter(**lue, statut=StatutEtude.TERMINEE).order_by("pk").first()

    def _etudes_postees(self, request: HttpRequest) -> QuerySet[EtudeImpact]:
        return EtudeImpact.objects.filter(pk=identifiant(request.POST.get("_etude", "")))

    def _etude_de_l_adresse(self, request: HttpRequest) -> EtudeImpact | None:
        cle = identifiant(request.GET.get("etude", "")) if request.method == "GET" else None
        return EtudeImpact.objects.filter(pk=cle).order_by("pk").first() if cle else None

    def _etudier(self, request: HttpRequest, parametre: Parametre) -> HttpResponse:
        etude = demander_une_etude(parametre, par=request.user, maintenant=timezone.now())
        # Only a hint: the worker looks at the table by itself.
        transaction.on_commit(_signaler, robust=True)
        return redirect(ETUDE, etude.pk)


def _signaler() -> None:
    current_app.send_task("pilotage.etudier_impacts", expires=60, retry=False)

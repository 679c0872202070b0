"""Giving files to another officer: one, those ticked in the queue, or all of somebody's."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee
from noyau.listes import identifiant
from referentiels.regles.typographie import composer, compter
from sessions_formation.actions.attribuer import REAFFECTER, reaffecter
from sessions_formation.admin.cochees import mener_a
from sessions_formation.admin.presentation import suivie_par, titre_de
from sessions_formation.automates import PAS_DECIDEE
from sessions_formation.forms.affectation import AffectationForm
from sessions_formation.models import Session
from sessions_formation.queries.agents import absence_de

CONFIER = "sessions_formation_session_confier"
LISTE = "admin:sessions_formation_session_changelist"
ENSEMBLE_MAX = 200


class Affectation:
    """What the administration of sessions gains: an act on the list, and the page that confirms it."""

    def get_urls(self) -> list[URLPattern]:
        return [path("confier/", self.admin_site.admin_view(self.page_confier), name=CONFIER), *super().get_urls()]

    def has_confier_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(REAFFECTER)

    @admin.action(description="Confier à un autre agent", permissions=["confier"])
    def confier(self, request: HttpRequest, queryset: QuerySet[Session]) -> HttpResponse:
        """Lead to the page that asks to whom, and why."""
        trop = f"{ENSEMBLE_MAX} dossiers à la fois : confiez les autres ensuite."
        return mener_a(CONFIER, request, queryset, maximum=ENSEMBLE_MAX, trop=trop)

    def page_confier(self, request: HttpRequest) -> HttpResponse:
        """Name the files, ask to whom and why, then give them; the address says which: ``s`` (ids), ``de`` (whose)."""
        if not self.has_confier_permission(request):
            raise PermissionDenied
        de = identifiant(request.GET.get("de", ""))
        identifiants = [pk for pk in map(identifiant, request.GET.getlist("s")) if pk]
        if de is None and not identifiants:
            return self._rendre_affectation(request, {"charges": _charges(), "title": "Répartir les dossiers"})
        sessions = _dossiers(request.user, de=de, identifiants=identifiants[:ENSEMBLE_MAX])
        form = AffectationForm(request.POST or None, sauf=de)
        if request.method == "POST" and form.is_valid() and self._confier(request, form, sessions):
            return redirect(LISTE)
        titre = compter(len(sessions), "dossier à confier", "dossiers à confier")
        return self._rendre_affectation(request, {"title": composer(titre), "form": form, "lignes": _lignes(sessions)})

    def _confier(self, request: HttpRequest, form: AffectationForm, sessions: list[Session]) -> bool:
        agent = form.cleaned_data["vers"]
        try:
            combien = reaffecter(
                sessions=[session.pk for session in sessions],
                vers=agent.pk,
                par=request.user,
                motif=form.cleaned_data["motif"],
            )
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            return False
        phrase = compter(combien, "dossier confié", "dossiers confiés")
        messages.success(request, composer(f"{phrase} à {agent}."))
        return True

    def _rendre_affectation(self, request: HttpRequest, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "retour": reverse(LISTE)}
        return render(request, "admin/sessions_formation/session/confier.html", {**commun, **contexte})


def _dossiers(utilisateur: Utilisateur, *, de: int | None, identifiants: list[int]) -> list[Session]:
    """The files nobody has decided yet, in order of arrival: those named, or all of an officer's."""
    sessions = Session.objects.visibles_pour(utilisateur).filter(statut__in=PAS_DECIDEE)
    choisies = sessions.filter(pk__in=identifiants) if de is None else sessions.filter(agent=de)
    lues = choisies.pour_liste().select_related("agent")
    return list(lues.annotate(lu_absence=absence_de("agent", le=timezone.localdate())).order_by("complete_le", "pk"))


def _lignes(sessions: list[Session]) -> list[dict[str, Any]]:
    return [
        {"session": session, "titre": titre_de(session), "suivie_par": suivie_par(session)} for session in sessions
    ]


def _charges() -> list[dict[str, Any]]:
    """How many undecided files each officer has, the most loaded first (one query)."""
    lignes = (
        Session.objects.filter(statut__in=PAS_DECIDEE, agent__isnull=False)
        .order_by()
        .values("agent", "agent__prenom", "agent__nom")
        .annotate(combien=Count("pk"))
        .order_by("-combien", "agent__nom", "agent")
    )
    return [
        {
            "nom": f"{ligne['agent__prenom']} {ligne['agent__nom']}".strip(),
            "combien": ligne["combien"],
            "url": f"{reverse(f'admin:{CONFIER}')}?de={ligne['agent']}",
        }
        for ligne in lignes
    ]

"""« Décider ensemble »: tick requests in the queue, read what they come to, decide once, follow the result."""

from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from celery import current_app
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from noyau.admin.lecture import LectureSeule
from noyau.erreurs import RegleViolee
from noyau.listes import identifiant
from noyau.templatetags.maison import montant
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer, compter
from sessions_formation.actions.acheter import ACHETER
from sessions_formation.actions.decider_ensemble import MAXIMUM, decider_ensemble
from sessions_formation.admin.cochees import mener_a
from sessions_formation.admin.presentation import titre_de, volume
from sessions_formation.enums import MotifDecision, StatutLigneDecision
from sessions_formation.forms.decision import Decision
from sessions_formation.forms.decision_groupee import DecisionGroupeeForm
from sessions_formation.models import DecisionGroupee, LigneDecisionGroupee, Session
from sessions_formation.queries.decisions_groupees import (
    avancement_de,
    demandes_choisies,
    parts_des_lots,
    versions_de,
)
from sessions_formation.queries.lots import ZERO
from sessions_formation.queries.signature import seuil_des_deux_signatures
from sessions_formation.queries.tour import sautees

PAGES = "admin/sessions_formation/decisiongroupee"
NOUVELLE = "sessions_formation_decisiongroupee_nouvelle"
FICHE = "admin:sessions_formation_decisiongroupee_change"
ETATS = {
    StatutLigneDecision.A_FAIRE: "en_instruction",
    StatutLigneDecision.FAITE: "satisfaite",
    StatutLigneDecision.REFUSEE: "refusee",
}
VERBES = {Decision.AUTORISER: "Autoriser", Decision.COMPLETER: "Faire compléter", Decision.REFUSER: "Refuser"}
CHAMPS = ("motif", "precisions", "hors_tour")
BOUTONS = (
    {"valeur": Decision.AUTORISER, "texte": "Les autoriser", "icone": "coche", "genre": "principal"},
    {"valeur": Decision.COMPLETER, "texte": "Demander un complément", "icone": "a_completer", "genre": "second"},
    {"valeur": Decision.REFUSER, "texte": "Les refuser", "icone": "fermer", "genre": "danger"},
)


class DecisionEnsemble:
    """What the queue gains: an act on the requests that are ticked."""

    def has_decider_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(ACHETER)

    @admin.action(description="Décider ensemble", permissions=["decider"])
    def decider_ensemble(self, request: HttpRequest, queryset: QuerySet[Session]) -> HttpResponse:
        """Lead to the page that shows what they come to, and asks."""
        trop = f"{MAXIMUM} demandes à la fois : décidez des autres ensuite."
        return mener_a(NOUVELLE, request, queryset, maximum=MAXIMUM, trop=trop)


class Choix(NamedTuple):
    """The requests of the address: all of them, and those that still wait for a decision, in order of arrival."""

    identifiants: list[int]
    demandes: list[Session]
    form: DecisionGroupeeForm


@admin.register(DecisionGroupee)
class DecisionGroupeeAdmin(LectureSeule):
    list_display = ["decision", "combien", "par", "creee_le", "terminee_le"]
    list_filter = ["decision"]
    list_select_related = ["par"]
    show_facets = admin.ShowFacets.NEVER
    sortable_by = ["creee_le"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DecisionGroupee]:
        return super().get_queryset(request).select_related("par").annotate(nombre=Count("lignes"))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": "Décisions groupées", **(extra_context or {})})

    @admin.display(description="demandes")
    def combien(self, groupee: DecisionGroupee) -> int:
        return groupee.nombre

    def get_urls(self) -> list[URLPattern]:
        return [path("nouvelle/", self.admin_site.admin_view(self.nouvelle), name=NOUVELLE), *super().get_urls()]

    def nouvelle(self, request: HttpRequest) -> HttpResponse:
        """Show the requests of the address (``s``), ask, then decide: the three steps post the same fields."""
        if not request.user.has_perm(ACHETER):
            raise PermissionDenied
        le = timezone.localdate()
        choix = _lire(request)
        if request.method != "POST" or not choix.form.is_valid() or request.POST.get("etape") == "revoir":
            return self._page(request, choix, le)
        if request.POST.get("etape") != "confirmer":
            return self._rendre(request, "confirmer", _confirmation(choix, le=le))
        try:
            groupee = _decider(request, choix.form)
        except RegleViolee as refus:
            choix.form.add_error(None, list(refus.motifs))
            return self._page(request, choix, le)
        # Only a hint: the workers look at the table by themselves.
        transaction.on_commit(_signaler, robust=True)
        return redirect(FICHE, groupee.pk)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """How far a decision is carried out, and what became of each request."""
        groupee = self.get_object(request, object_id)
        if groupee is None:
            raise Http404
        if not self.has_view_permission(request, groupee):
            raise PermissionDenied
        fragment = request.headers.get("HX-Request") == "true"
        if fragment and groupee.terminee_le:
            # It is over: the page has something else to show.
            return HttpResponse(headers={"HX-Refresh": "true"})
        lignes = groupee.lignes.select_related("session__lot", "session__organisme", "session__commune")
        contexte = {
            "title": composer(f"{groupee.get_decision_display()} : {compter(groupee.nombre, 'demande')}"),
            "groupee": groupee,
            "dit": _dit(groupee.motif, groupee.precisions, groupee.hors_tour),
            "avancement": avancement_de(groupee),
            "lignes": [_resultat(ligne) for ligne in lignes.order_by("rang")],
        }
        return self._rendre(request, "_avancement" if fragment else "fiche", contexte)

    def _page(self, request: HttpRequest, choix: Choix, le: date) -> HttpResponse:
        partis = len(choix.identifiants) - len(choix.demandes)
        contexte = {
            "title": composer(f"Décider ensemble de {compter(len(choix.demandes), 'demande')}"),
            "partis": partis,
            "sautees": choix.form.sautees,
            "panneau": {
                "form": choix.form,
                "caches": choix.form.hidden_fields(),
                "champs": [choix.form[nom] for nom in CHAMPS if nom in choix.form.fields],
                "boutons": BOUTONS,
                "effets": _effets(Decision.AUTORISER, choix.demandes, le=le),
            },
            **_chiffres(choix.demandes, le=le),
        }
        return self._rendre(request, "nouvelle", contexte)

    def _rendre(self, request: HttpRequest, page: str, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts}
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})


def _lire(request: HttpRequest) -> Choix:
    identifiants = [pk for pk in map(identifiant, request.GET.getlist("s")) if pk][:MAXIMUM]
    demandes = demandes_choisies(request.user, identifiants)
    form = DecisionGroupeeForm(
        request.POST if request.method == "POST" else None,
        identifiants=identifiants,
        versions=versions_de(demandes),
        sautees=sautees(demandes),
        derogation=any(session.verdict == Verdict.DEROGATION for session in demandes),
    )
    return Choix(identifiants, demandes, form)


def _decider(request: HttpRequest, form: DecisionGroupeeForm) -> DecisionGroupee:
    choix = form.cleaned_data
    return decider_ensemble(
        envoi=choix["envoi"],
        decision=choix["decision"],
        motif=choix["motif"],
        precisions=choix["precisions"],
        hors_tour=choix.get("hors_tour", ""),
        par=request.user,
        lues=form.lues,
    )


def _confirmation(choix: Choix, *, le: date) -> dict[str, Any]:
    """Give what the page that asks names: the act on all of them, its effects, what will be written."""
    dit = choix.form.cleaned_data
    decision, combien = Decision(dit["decision"]), compter(len(choix.demandes), "demande")
    verbe = VERBES[decision]
    chiffres = _chiffres(choix.demandes, le=le)
    if decision == Decision.AUTORISER:
        petites, _ = _petites_et_grandes(choix.demandes, seuil=seuil_des_deux_signatures(le=le))
        verbe = f"Autoriser et commander {montant(petites)}" if petites else "Donner la première signature"
    return {
        "title": composer(f"{VERBES[decision]} {combien} ?"),
        "titre": composer(f"{VERBES[decision]} {combien}"),
        "effets": _effets(decision, choix.demandes, le=le),
        "verbe": verbe,
        "danger": decision == Decision.REFUSER,
        "dit": _dit(dit["motif"], dit["precisions"], dit.get("hors_tour", "")),
        "form": choix.form,
        "commande": decision == Decision.AUTORISER,
        **chiffres,
    }


def _chiffres(demandes: list[Session], *, le: date) -> dict[str, Any]:
    return {
        "demandes": [
            {
                "session": une,
                "titre": titre_de(une),
                "volume": volume(une),
                "signee_par": une.premiere_validation.par if hasattr(une, "premiere_validation") else None,
            }
            for une in demandes
        ],
        "total": sum((session.montant or ZERO for session in demandes), ZERO),
        "parts": [
            {"part": part, "jauge": part.montants.jauge(part.total), "id": f"jauge-{part.lot.pk}"}
            for part in parts_des_lots(demandes, le=le)
        ],
    }


def _effets(decision: Decision, demandes: list[Session], *, le: date) -> list[str]:
    """Name what a decision will do to these requests, in sentences."""
    if decision == Decision.COMPLETER:
        return ["Chaque organisme reçoit votre demande par courriel.", "Les demandes quittent la file jusque-là."]
    if decision == Decision.REFUSER:
        return [
            "La notification de refus, avec votre motif, part à chaque organisme.",
            "Leurs intentions redeviennent disponibles. Une demande refusée ne se rouvre pas.",
        ]
    seuil = seuil_des_deux_signatures(le=le)
    _, grandes = _petites_et_grandes(demandes, seuil=seuil)
    effets = [
        "Elles sont commandées l’une après l’autre, dans l’ordre d’arrivée ; les lettres partent à mesure.",
        "Celle qu’une règle refuse, ou qui a changé depuis votre lecture, reste dans la file avec la raison.",
    ]
    if grandes:
        phrase, pronom = compter(grandes, "demande atteint", "demandes atteignent"), "les" if grandes > 1 else "la"
        effets.append(f"{phrase} {montant(seuil)} : vous {pronom} signez en premier, une autre personne commande.")
    return [composer(effet) for effet in effets]


def _petites_et_grandes(demandes: list[Session], *, seuil: Decimal) -> tuple[Decimal, int]:
    """Give the euros that one signature orders, and how many requests need two."""
    petites = [session.montant or ZERO for session in demandes if (session.montant or ZERO) < seuil]
    return sum(petites, ZERO), len(demandes) - len(petites)


def _dit(motif: str, precisions: str, hors_tour: str) -> list[str]:
    raison = f"Avant leur tour : {hors_tour.strip()}" if hors_tour.strip() else ""
    return [composer(phrase) for phrase in (MotifDecision(motif).label if motif else "", precisions, raison) if phrase]


def _resultat(ligne: LigneDecisionGroupee) -> dict[str, Any]:
    return {
        "ligne": ligne,
        "titre": titre_de(ligne.session),
        "url": reverse("admin:sessions_formation_session_change", args=[ligne.session_id]),
        "etat": ETATS[StatutLigneDecision(ligne.statut)],
    }


def _signaler() -> None:
    current_app.send_task("sessions_formation.decider_ensemble", expires=60, retry=False)

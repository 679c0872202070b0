"""Committees as officers hold them: the list, the page of one, its agenda, its date, who is invited."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.safestring import SafeString

from comites.actions import convoquer, ordre, tenir
from comites.actions.droits import PREPARER
from comites.admin.presentation import ETATS, fiche
from comites.admin.seance import clore, executer, seance
from comites.enums import StatutComite
from comites.forms.comites import ComiteForm, InvitesForm, PointForm, RencontreForm, initial_de
from comites.models import Comite, PointComite
from comites.queries.execution import ACHETER
from noyau.admin.lecture import LectureSeule
from noyau.erreurs import RegleViolee
from noyau.listes import identifiant
from noyau.templatetags.maison import horaire
from referentiels.admin import affichage
from referentiels.models import TerritoireEfop
from referentiels.regles.typographie import compter

PAGES = "admin/comites/comite"
FICHE = "admin:comites_comite_change"
PAS = {"monter": -1, "descendre": 1}


@admin.register(Comite)
class ComiteAdmin(LectureSeule):
    list_display = ["comite", "quand", "points_notes", "etat"]
    list_filter = [
        "nature",
        "statut",
        ("territoire", admin.RelatedOnlyFieldListFilter),
        ("departement", admin.RelatedOnlyFieldListFilter),
    ]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-debut", "-pk"]
    sortable_by: list[str] = []

    def get_queryset(self, request: HttpRequest) -> QuerySet[Comite]:
        retenus = Q(points__ecarte=False)
        return (
            Comite.objects.visibles_pour(request.user)
            .pour_liste()
            .annotate(
                nombre=Count("points", filter=retenus), notes=Count("points", filter=retenus & ~Q(points__issue=""))
            )
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("comites.add_comite")

    @admin.display(description="comité")
    def comite(self, comite: Comite) -> str:
        return str(comite)

    @admin.display(description="date")
    def quand(self, comite: Comite) -> str:
        return str(horaire(comite.debut, comite.fin))

    @admin.display(description="points notés")
    def points_notes(self, comite: Comite) -> str:
        return f"{comite.notes} sur {comite.nombre}"

    @admin.display(description="état")
    def etat(self, comite: Comite) -> SafeString:
        return affichage.etat(ETATS[StatutComite(comite.statut)], comite.get_statut_display())

    def get_urls(self) -> list:
        vue = self.admin_site.admin_view
        pages = {
            "acte": self.acte,
            "date": self.date,
            "point": self.point,
            "invites": self.invites,
            "seance": lambda request, pk: seance(self, request, self.lire(request, pk)),
            "executer": lambda request, pk: executer(self, request, self.lire(request, pk)),
            "clore": lambda request, pk: clore(self, request, self.lire(request, pk)),
        }
        return [
            *(path(f"<int:pk>/{nom}/", vue(page), name=f"comites_comite_{nom}") for nom, page in pages.items()),
            path("<int:pk>/points/<int:point>/", vue(self.modifier), name="comites_comite_modifier"),
            *super().get_urls(),
        ]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict | None = None) -> HttpResponse:
        """Plan a committee: which one, when, where."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = ComiteForm(request.POST or None)
        if form.is_valid():
            try:
                comite = tenir.prevoir_comite(
                    par=request.user, nature=form.cleaned_data["nature"], ici=form.ici, rencontre=form.rencontre
                )
            except RegleViolee as refus:
                form.add_error(None, list(refus.motifs))
            else:
                messages.success(request, "Le comité est prévu. Préparez maintenant son ordre du jour.")
                return redirect(FICHE, comite.pk)
        contexte = {"form": form, "title": "Prévoir un comité", "territoires": TerritoireEfop.objects.exists()}
        return self.rendre(request, "prevoir", None, contexte)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """One committee: where it stands, its agenda, who is invited."""
        return self.fiche(request, self.lire(request, identifiant(object_id)), PointForm(auto_id="point_%s"))

    def fiche(self, request: HttpRequest, comite: Comite, form: PointForm) -> HttpResponse:
        """Draw the page of a committee, with the form of a free point as it was typed."""
        contexte = fiche(
            comite, peut_preparer=request.user.has_perm(PREPARER), peut_acheter=request.user.has_perm(ACHETER)
        )
        return self.rendre(request, "fiche", comite, {**contexte, "form": form})

    def lire(self, request: HttpRequest, pk: int | None) -> Comite:
        """Read a committee for who may see them. 404 for none, 403 without the right."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        comites = Comite.objects.visibles_pour(request.user).select_related("territoire", "departement", "cree_par")
        return get_object_or_404(comites, pk=pk)

    def rendre(self, request: HttpRequest, page: str, comite: Comite | None, contexte: dict) -> HttpResponse:
        """Draw a page of the committee."""
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "original": comite, "comite": comite}
        return render(request, f"{PAGES}/{page}.html", {**commun, **contexte})

    def acte(self, request: HttpRequest, pk: int) -> HttpResponse:
        """One of the buttons of the page (POST): prepare, settle, reopen, write to those invited, open the meeting."""
        comite = self._exiger(request, pk)
        actes: dict[str, Callable[[], Any]] = {
            "preparer": lambda: self._preparer(request, comite),
            "arreter": lambda: ordre.arreter_ordre(comite_id=pk, par=request.user),
            "rouvrir": lambda: ordre.rouvrir_ordre(comite_id=pk, par=request.user),
            "convoquer": lambda: self._convoquer(request, comite),
            "revenir": lambda: tenir.revenir_a_la_preparation(comite_id=pk, par=request.user),
            "ouvrir": lambda: tenir.ouvrir_seance(comite_id=pk, par=request.user),
        }
        voulu = request.POST.get("acte", "")
        if voulu in actes and self.essayer(request, actes[voulu]) and voulu == "ouvrir":
            return redirect("admin:comites_comite_seance", pk)
        return redirect(FICHE, pk)

    def point(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Add a free point, or move one, take it off, put it back (POST)."""
        comite = self._exiger(request, pk)
        choisi, acte = identifiant(request.POST.get("point", "")), request.POST.get("acte", "")
        if acte == "ajouter":
            return self._ajouter(request, comite)
        if not PointComite.objects.filter(pk=choisi, comite=comite).exists():
            return redirect(FICHE, pk)
        qui: dict[str, Any] = {"point_id": choisi, "par": request.user}
        if acte in PAS:
            self.essayer(request, lambda: ordre.deplacer_point(**qui, pas=PAS[acte]))
        elif acte == "ecarter":
            self.essayer(request, lambda: ordre.ecarter_point(**qui))
        elif acte == "remettre":
            self.essayer(request, lambda: ordre.remettre_point(**qui))
        return redirect(f"{reverse(FICHE, args=[pk])}#point-{choisi}")

    def modifier(self, request: HttpRequest, pk: int, point: int) -> HttpResponse:
        """Write a point otherwise."""
        comite = self._exiger(request, pk, lecture=True)
        trouve = get_object_or_404(PointComite, pk=point, comite=comite, ecarte=False)
        form = PointForm(request.POST or None, initial={"titre": trouve.titre, "texte": trouve.texte})
        if form.is_valid():
            qui: dict[str, Any] = {"point_id": point, "par": request.user}
            self.essayer(request, lambda: ordre.modifier_point(**qui, **form.cleaned_data))
            return redirect(f"{reverse(FICHE, args=[pk])}#point-{point}")
        return self.rendre(request, "point", comite, {"title": "Modifier un point", "form": form, "point": trouve})

    def date(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Give the committee another date or place."""
        comite = self._exiger(request, pk, lecture=True)
        form = RencontreForm(request.POST or None, initial=initial_de(comite))
        if form.is_valid():
            qui: dict[str, Any] = {"comite_id": pk, "par": request.user}
            self.essayer(request, lambda: tenir.deplacer_comite(**qui, rencontre=form.rencontre))
            return redirect(FICHE, pk)
        return self.rendre(request, "date", comite, {"title": "Changer la date ou le lieu", "form": form})

    def invites(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Say who is invited."""
        comite = self._exiger(request, pk, lecture=True)
        choisis = {
            "structures": comite.structures.order_by("pk").values_list("pk", flat=True),
            "agents": comite.agents.order_by("pk").values_list("pk", flat=True),
        }
        form = InvitesForm(request.POST if request.method == "POST" else None, comite=comite, initial=choisis)
        if form.is_valid():
            listes = {nom: [objet.pk for objet in objets] for nom, objets in form.cleaned_data.items()}
            qui: dict[str, Any] = {"comite_id": pk, "par": request.user}
            self.essayer(request, lambda: convoquer.choisir_les_invites(**qui, **listes))
            return redirect(FICHE, pk)
        return self.rendre(request, "invites", comite, {"title": "Choisir les invités", "form": form})

    def essayer(self, request: HttpRequest, acte: Callable[[], Any]) -> bool:
        """Do an act; a refusal is told above the page. Give whether it is done."""
        try:
            acte()
        except RegleViolee as refus:
            messages.error(request, str(refus))
            return False
        return True

    def _exiger(self, request: HttpRequest, pk: int, *, lecture: bool = False) -> Comite:
        comite = self.lire(request, pk)
        if not request.user.has_perm(PREPARER) or (request.method != "POST" and not lecture):
            raise PermissionDenied
        return comite

    def _preparer(self, request: HttpRequest, comite: Comite) -> None:
        nombre = ordre.preparer_ordre(comite_id=comite.pk, par=request.user, le=timezone.localdate())
        dit = f"{compter(nombre, 'point ajouté', 'points ajoutés')}." if nombre else "Rien de nouveau à y mettre."
        messages.success(request, f"L’ordre du jour est à jour. {dit}")

    def _convoquer(self, request: HttpRequest, comite: Comite) -> None:
        nombre = convoquer.convoquer(comite_id=comite.pk, par=request.user)
        messages.success(request, f"La convocation part à {compter(nombre, 'invité')}.")

    def _ajouter(self, request: HttpRequest, comite: Comite) -> HttpResponse:
        form = PointForm(request.POST, auto_id="point_%s")
        if not form.is_valid():
            return self.fiche(request, comite, form)
        self.essayer(request, lambda: ordre.ajouter_point(comite_id=comite.pk, par=request.user, **form.cleaned_data))
        retour = request.POST.get("retour")
        return redirect("admin:comites_comite_seance" if retour == "seance" else FICHE, comite.pk)

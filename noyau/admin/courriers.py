from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join

from noyau.admin.lecture import LectureSeule
from noyau.cadre_de_message import cadre, page_de_message
from noyau.courriers import Courrier, StatutCourrier
from noyau.erreurs import RegleViolee
from noyau.expedition import remettre_en_route
from noyau.redaction import objet_et_corps, page_html, pied_de


@admin.register(Courrier)
class CourrierAdmin(LectureSeule):
    """The outbox: what left, what waits, what is stuck. A row is never edited; one in quarantine is sent again."""

    list_display = ["depose_le", "modele", "destinataire", "statut", "tentatives", "expedie_le"]
    list_filter = ["statut"]
    search_fields = ["destinataire__icontains", "cle__startswith", "=modele"]
    ordering = ["-depose_le", "-pk"]
    fields = [
        "modele",
        "destinataire",
        "statut",
        "groupable",
        "regroupe_dans",
        "depose_le",
        "expedie_le",
        "tentatives",
        "prochain_essai_le",
        "derniere_erreur",
        "pieces",
        "cle",
        "message_id",
    ]
    readonly_fields = ["pieces"]
    change_form_template = "admin/noyau/courrier_change_form.html"

    @admin.display(description="pièces jointes")
    def pieces(self, courrier: Courrier) -> str:
        liens = [
            (reverse("admin:noyau_document_pdf", args=[document.pk]), document.nom_fichier)
            for document in courrier.documents.order_by("pk")
        ]
        return format_html_join(format_html("<br>"), '<a href="{}">{}</a>', liens) if liens else "Aucune"

    def get_urls(self) -> list:
        protege = self.admin_site.admin_view
        return [
            path("<int:pk>/apercu/", cadre(protege(self.apercu)), name="noyau_courrier_apercu"),
            path("<int:pk>/renvoyer/", protege(self.renvoyer), name="noyau_courrier_renvoyer"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context=None):
        courrier = self.get_object(request, object_id)
        contexte = {"apercu": None, "objet_courriel": "", "corps_courriel": "", "peut_renvoyer": False}
        if courrier is not None:
            contexte["peut_renvoyer"] = self._peut_renvoyer(request, courrier)
            if not (courrier.porte_un_secret or courrier.vide):
                objet, corps = objet_et_corps(courrier)
                contexte["objet_courriel"], contexte["corps_courriel"] = objet, f"{corps}\n{pied_de(courrier).texte}"
                contexte["apercu"] = reverse("admin:noyau_courrier_apercu", args=[courrier.pk])
        return super().change_view(request, object_id, form_url, {**contexte, **(extra_context or {})})

    def _peut_renvoyer(self, request: HttpRequest, courrier: Courrier) -> bool:
        lisible = not (courrier.porte_un_secret or courrier.vide)
        bloque = courrier.statut == StatutCourrier.QUARANTAINE and lisible
        return bloque and request.user.has_perm("noyau.change_courrier")

    def apercu(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The message as its reader sees it, in a frame without script. A code is shown to nobody."""
        courrier = get_object_or_404(self._visibles(request), pk=pk)
        if courrier.porte_un_secret or courrier.vide:
            raise PermissionDenied
        return page_de_message(page_html(courrier, pied_de(courrier)))

    def renvoyer(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Ask, then put a row in quarantine back in line (POST)."""
        courrier = get_object_or_404(self._visibles(request), pk=pk)
        if not request.user.has_perm("noyau.change_courrier"):
            raise PermissionDenied
        fiche = reverse("admin:noyau_courrier_change", args=[pk])
        if request.method != "POST":
            contexte = {"title": "Renvoyer un courrier", "original": courrier, "opts": self.opts}
            page = "admin/noyau/courrier_renvoyer.html"
            return render(request, page, {**self.admin_site.each_context(request), **contexte})
        try:
            remettre_en_route(courrier_id=pk, maintenant=timezone.now())
        except Courrier.DoesNotExist:
            messages.error(request, "Ce courrier n’est plus en quarantaine : quelqu’un l’a déjà remis en route.")
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, f"Le courrier à {courrier.destinataire} est remis dans la file.")
        return redirect(fiche)

    def _visibles(self, request: HttpRequest) -> QuerySet[Courrier]:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return Courrier.objects.all()

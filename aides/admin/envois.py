"""What was sent to payment: each sending, its file, and the payments noted on it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import URLPattern, path
from django.utils import timezone

from aides.actions.payer import noter_paiements
from aides.actions.region import PAYER
from aides.admin.exports import euros
from aides.enums import StatutAide
from aides.forms.decision import PaiementForm
from aides.models import DemandeAide, EnvoiPaiement
from noyau.admin.lecture import LectureSeule
from noyau.erreurs import RegleViolee
from noyau.listes import identifiant
from noyau.tableur import Feuille, classeur, fichier, telecharger
from noyau.templatetags.maison import montant
from referentiels.regles.montants import ZERO
from referentiels.regles.typographie import composer, compter

# What the paying agency needs, and nothing of the person hired.
COLONNES = ("numéro", "SIRET", "établissement", "IBAN", "titulaire", "montant", "décidée le")
LARGEUR = 22
Cellule = str | Decimal | date


@admin.register(EnvoiPaiement)
class EnvoiPaiementAdmin(LectureSeule):
    list_display = ["__str__", "lance_le", "lance_par", "nombre", "montant_affiche"]
    list_select_related = ["lance_par"]
    show_facets = admin.ShowFacets.NEVER
    ordering = ["-lance_le", "-pk"]

    def get_urls(self) -> list[URLPattern]:
        vue, nom = self.admin_site.admin_view, "aides_envoipaiement"
        return [
            path("<int:object_id>/paiement.csv", vue(self.csv), name=f"{nom}_csv"),
            path("<int:object_id>/paiement.xlsx", vue(self.xlsx), name=f"{nom}_xlsx"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict | None = None
    ) -> HttpResponse:
        """A sending and where its aids stand; a POST notes which were paid, and when, once confirmed."""
        envoi = self._lire(request, object_id)
        form = PaiementForm(request.POST or None)
        if request.method != "POST":
            return self._page(request, envoi, form)
        if not request.user.has_perm(PAYER):
            raise PermissionDenied
        cles = [cle for texte in request.POST.getlist("demandes") if (cle := identifiant(texte))]
        if not form.is_valid() or request.POST.get("etape") == "revoir":
            return self._page(request, envoi, form, choisies=cles)
        if request.POST.get("etape") != "confirmer" and cles:
            return self._rendre(request, "payer", envoi, _confirmation(envoi, cles, form))
        try:
            notees = noter_paiements(
                envoi_id=envoi.pk,
                demandes=cles,
                payee_le=form.cleaned_data["payee_le"],
                par=request.user,
                le=timezone.localdate(),
            )
        except RegleViolee as refus:
            form.add_error(None, [composer(motif) for motif in refus.motifs])
            return self._page(request, envoi, form, choisies=cles)
        if notees:
            messages.success(request, composer(f"{compter(len(notees), 'aide notée', 'aides notées')} « payée »."))
        else:
            messages.info(request, "Ces aides étaient déjà notées « payée » : rien n’a changé.")
        return redirect("admin:aides_envoipaiement_change", envoi.pk)

    def csv(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The payment file, as text."""
        envoi = self._pour_payer(request, object_id)
        textes = ([_texte(cellule) for cellule in ligne] for ligne in lignes_du_paiement(envoi))
        return fichier(f"aides-paiement-{envoi.pk}.csv", [COLONNES, *textes])

    def xlsx(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The payment file as a workbook: true dates and figures."""
        envoi = self._pour_payer(request, object_id)
        octets = classeur(Feuille("Paiement", COLONNES, lignes_du_paiement(envoi), ("montant",), LARGEUR))
        return telecharger(f"aides-paiement-{envoi.pk}.xlsx", octets)

    @admin.display(description="montant")
    def montant_affiche(self, envoi: EnvoiPaiement) -> str:
        return montant(envoi.montant)

    def _lire(self, request: HttpRequest, object_id: str | int) -> EnvoiPaiement:
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(EnvoiPaiement.objects.select_related("lance_par"), pk=identifiant(str(object_id)))

    def _pour_payer(self, request: HttpRequest, object_id: int) -> EnvoiPaiement:
        """Bank accounts leave with who pays only."""
        envoi = self._lire(request, object_id)
        if not request.user.has_perm(PAYER):
            raise PermissionDenied
        return envoi

    def _page(
        self, request: HttpRequest, envoi: EnvoiPaiement, form: PaiementForm, *, choisies: Iterable[int] = ()
    ) -> HttpResponse:
        demandes = list(envoi.demandes.select_related("employeur").order_by("employeur__nom", "pk"))
        attendent = [demande for demande in demandes if demande.statut == StatutAide.FORMATION_REALISEE]
        contexte = {
            "title": str(envoi),
            "demandes": demandes,
            "attendent": len(attendent),
            "choisies": set(choisies) or {demande.pk for demande in attendent},
            "form": form,
            "peut_payer": request.user.has_perm(PAYER),
        }
        return self._rendre(request, "fiche", envoi, contexte)

    def _rendre(self, request: HttpRequest, page: str, envoi: EnvoiPaiement, contexte: dict[str, Any]) -> HttpResponse:
        commun = {**self.admin_site.each_context(request), "opts": self.opts, "envoi": envoi}
        return render(request, f"admin/aides/envoipaiement/{page}.html", {**commun, **contexte})


def lignes_du_paiement(envoi: EnvoiPaiement) -> list[tuple[Cellule, ...]]:
    """Give a line for each aid of a sending, in the order of ``COLONNES``; the decision is that of the grant."""
    demandes = DemandeAide.objects.filter(paiement=envoi).select_related("employeur").order_by("numero")
    return [
        (
            demande.reference,
            demande.employeur.siret,
            demande.employeur.nom,
            demande.iban,
            demande.titulaire,
            demande.montant_du or ZERO,
            timezone.localtime(demande.decidee_le).date() if demande.decidee_le else "",
        )
        for demande in demandes
    ]


def _confirmation(envoi: EnvoiPaiement, cles: list[int], form: PaiementForm) -> dict[str, Any]:
    choisies = list(envoi.demandes.filter(pk__in=cles, statut=StatutAide.FORMATION_REALISEE))
    total = sum((demande.montant_du or ZERO for demande in choisies), ZERO)
    payee_le = form.cleaned_data["payee_le"]
    effets = [
        f"{compter(len(choisies), 'aide payée', 'aides payées')} le {payee_le:%d/%m/%Y}, {montant(total)} en tout.",
        "Chaque employeur reçoit un courriel qui le lui dit.",
        "Une aide payée ne change plus.",
    ]
    return {
        "title": "Noter ces paiements ?",
        "titre": str(envoi),
        "effets": [composer(effet) for effet in effets],
        "payee_le": f"{payee_le:%d/%m/%Y}",
        "cles": cles,
    }


def _texte(cellule: Cellule) -> str:
    if isinstance(cellule, date):
        return f"{cellule:%d/%m/%Y}"
    return euros(cellule) if isinstance(cellule, Decimal) else cellule

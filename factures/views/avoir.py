"""An avoir: drafted whole or by line with its reason, or issued in one click once the Région sent the invoice back."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from factures.actions.avoir import preparer_avoir, reprendre_la_facture
from factures.enums import StatutFacture
from factures.forms.projet import AvoirForm
from factures.models import Facture
from factures.views.acces import sa_facture
from noyau.erreurs import RegleViolee
from sessions_formation.views.acces import pour_organisme

MOTIF_REJET_MAX = 500


@require_http_methods(["GET", "POST"])
@pour_organisme
def preparer(request: HttpRequest, pk: int) -> HttpResponse:
    """Draft an avoir; nothing leaves before it is issued, from its own page."""
    facture = sa_facture(request, pk)
    if deja := _deja_en_route(request, facture):
        return deja
    form = AvoirForm(request.POST or None, facture=facture, initial={"motif": _motif_du_rejet(facture)})
    if form.is_valid():
        try:
            avoir = preparer_avoir(
                facture_id=pk, motif=form.cleaned_data["motif"], par=request.user, lignes=form.lignes_choisies
            )
        except RegleViolee as refus:
            if deja := _deja_en_route(request, sa_facture(request, pk)):
                return deja
            form.add_error(None, list(refus.motifs))
        else:
            messages.success(request, "L’avoir est préparé. Relisez-le, puis émettez-le : rien n’est encore parti.")
            return redirect("factures:facture", pk=avoir.pk)
    return render(request, "factures/avoir.html", {"facture": facture, "form": form})


@require_http_methods(["GET", "POST"])
@pour_organisme
def reprendre(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a rejected invoice in one click: asked once, for it cannot be undone."""
    facture = sa_facture(request, pk)
    if deja := _deja_en_route(request, facture):
        return deja
    if facture.statut != StatutFacture.REJETEE:
        return redirect("factures:avoir", pk=pk)
    erreurs: list[dict[str, str]] = []
    if request.method == "POST":
        try:
            avoir = reprendre_la_facture(
                facture_id=pk, motif=_motif_du_rejet(facture), par=request.user, le=timezone.localdate()
            )
        except RegleViolee as refus:
            if deja := _deja_en_route(request, sa_facture(request, pk)):
                return deja
            erreurs = [{"texte": motif} for motif in refus.motifs]
        else:
            messages.success(
                request,
                f"Avoir {avoir.numero} émis : la facture {facture.numero} est reprise. "
                "Un nouveau projet se prépare avec les heures déclarées à ce jour.",
            )
            return redirect("factures:facture", pk=avoir.pk)
    effets = [
        f"Un avoir reprend toute la facture {facture.numero}, avec la raison du rejet.",
        "Il est émis aussitôt, à la suite de vos factures. Il ne change plus et ne s’efface plus.",
        "Les heures sont de nouveau à facturer : un projet corrigé se prépare, que vous vérifiez comme les autres.",
    ]
    return render(request, "factures/reprendre.html", {"facture": facture, "effets": effets, "erreurs": erreurs})


def _motif_du_rejet(facture: Facture) -> str:
    if facture.statut != StatutFacture.REJETEE:
        return ""
    return f"Facture rejetée par la Région : {facture.motif_rejet}"[:MOTIF_REJET_MAX]


def _deja_en_route(request: HttpRequest, facture: Facture) -> HttpResponse | None:
    """Lead a second tab to the avoir that another has made, or say that there is nothing to correct."""
    if en_projet := facture.avoirs.filter(statut=StatutFacture.PROJET).first():
        messages.info(request, "Un avoir de cette facture est déjà préparé : le voici.")
        return redirect("factures:facture", pk=en_projet.pk)
    if facture.annulee_le is not None:
        messages.info(request, "Des avoirs ont déjà repris toute cette facture.")
        return redirect("factures:facture", pk=facture.pk)
    if facture.corrige_id or facture.statut == StatutFacture.PROJET:
        messages.info(request, "Seule une facture émise se corrige par un avoir.")
        return redirect("factures:facture", pk=facture.pk)
    return None

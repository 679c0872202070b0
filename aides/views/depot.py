"""Filing, completing, throwing away, giving up: each act shows what follows before it is done."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from aides.actions.abandonner import abandonner_demande
from aides.actions.deposer import completer_demande, deposer_demande
from aides.actions.rediger import supprimer_brouillon
from aides.enums import CategoriePiece, StatutAide, TransitionAide
from aides.forms.bilan import AbandonForm, DepotForm
from aides.forms.reponses import ReponsesForm
from aides.models import DemandeAide
from aides.regles.pieces import Etape
from aides.regles.sections import CHAMPS, PLAN
from aides.views.pieces import JOINDRE, RETIRER, PiecesDeLaPage
from aides.views.presentation import (
    CONTACT,
    VERIFIER,
    chemin,
    demande_de,
    motif_du_complement,
    sections_du_recapitulatif,
)
from aides.views.redaction import DEJA_PARTIE, contexte_de, enregistrer, formulaire
from noyau.erreurs import RegleViolee, TransitionImpossible
from referentiels.regles.constats import Verdict
from referentiels.regles.typographie import composer

# The button that keeps answers and sends nothing.
GARDER = "garder"


@require_http_methods(["GET", "POST"])
def verifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Every answer, every finding, the amount; then file. A second click, or a second tab, is told that it is done."""
    demande = demande_de(request.user, pk)
    if demande.statut != StatutAide.BROUILLON:
        if request.method == "POST":
            messages.info(request, DEJA_PARTIE)
        return redirect("aides:demande", pk)
    form = DepotForm(request.POST if request.method == "POST" else None, initial={"lu": demande.version})
    if request.method == "POST" and form.is_valid():
        try:
            deposee = deposer_demande(
                demande_id=pk, par=request.user, le=localdate(), attestation=True, lu=form.cleaned_data["lu"]
            )
        except TransitionImpossible:
            messages.info(request, DEJA_PARTIE)
            return redirect("aides:demande", pk)
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            messages.success(
                request, composer(f"Demande {deposee.numero} déposée : l’accusé de réception part dans vos courriels.")
            )
            return redirect("aides:demande", pk)
    contexte = contexte_de(demande, VERIFIER, form=form, sections=sections_du_recapitulatif(demande), contact=CONTACT)
    contexte["possible"] = contexte["appreciation"].verdict != Verdict.NON_ELIGIBLE
    return render(request, "aides/verifier.html", contexte)


@require_http_methods(["GET", "POST"])
def completer(request: HttpRequest, pk: int) -> HttpResponse:
    """Only what the officer asked, with why; then send it back. Joining a proof keeps the answers too."""
    demande = demande_de(request.user, pk)
    if demande.statut != StatutAide.A_COMPLETER:
        if request.method == "POST":
            messages.info(request, DEJA_PARTIE)
        return redirect("aides:demande", pk)
    champs = [champ for champ in CHAMPS if champ in demande.demandes]
    envoie = request.method == "POST" and not request.POST.keys() & {GARDER, JOINDRE, RETIRER}
    form = formulaire(request, demande, champs, obligatoires=envoie)
    pieces = PiecesDeLaPage(request, demande, Etape.DEMANDE, seulement=demande.demandes)
    if request.method == "POST":
        form.is_valid()
        # What could be read is kept, even when something else on the page is to be corrected.
        bon = enregistrer(request, demande, form) and pieces.recevoir() and not form.errors
        if bon and not envoie:
            return redirect(_apres_avoir_garde(request, pk, pieces))
        if bon and (suite := _renvoyer(request, demande, form)):
            return suite
    contexte = {
        "demande": demande,
        "chemin": chemin(demande),
        "form": form,
        "motif": motif_du_complement(demande),
        "plan_demande": CategoriePiece.PLAN in demande.demandes,
        **pieces.contexte(),
    }
    return render(request, "aides/completer.html", contexte)


def _apres_avoir_garde(request: HttpRequest, pk: int, pieces: PiecesDeLaPage) -> str:
    """Give where to go once answers are kept: to the plan, or back to the page, where a proof was touched."""
    if request.POST.get(GARDER) == PLAN:
        return reverse("aides:etape", args=[pk, PLAN])
    if not pieces.ancre:
        messages.success(request, "Vos réponses sont enregistrées : rien n’est encore envoyé.")
    return f"{reverse('aides:completer', args=[pk])}{pieces.ancre}"


def _renvoyer(request: HttpRequest, demande: DemandeAide, form: ReponsesForm) -> HttpResponse | None:
    """Send a completed request back; None when something is still missing, which the form then says."""
    try:
        completer_demande(demande_id=demande.pk, par=request.user, le=localdate(), lu=demande.version)
    except TransitionImpossible:
        messages.info(request, DEJA_PARTIE)
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        return None
    else:
        messages.success(request, "Complément envoyé : la Région reprend l’examen de votre demande.")
    return redirect("aides:demande", demande.pk)


@require_http_methods(["GET", "POST"])
def supprimer(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after a page that says so."""
    demande = demande_de(request.user, pk)
    if demande.statut != StatutAide.BROUILLON:
        messages.info(request, composer("Cette demande est déposée : elle s’abandonne, elle ne s’efface pas."))
        return redirect("aides:demande", pk)
    if request.method == "POST":
        try:
            supprimer_brouillon(demande_id=pk, par=request.user)
        except RegleViolee as refus:
            messages.error(request, str(refus))
            return redirect("aides:demande", pk)
        messages.success(request, "Brouillon supprimé.")
        return redirect("aides:demandes")
    contexte = {
        "demande": demande,
        "chemin": chemin(),
        "titre": "Supprimer ce brouillon",
        "effets": ["Les réponses, le plan et les pièces de ce brouillon seront effacés."],
        "verbe": "Supprimer le brouillon",
        "renoncer": reverse("aides:verifier", args=[pk]),
        "renoncer_texte": "Le garder",
        "form": None,
    }
    return render(request, "aides/confirmer.html", contexte)


@require_http_methods(["GET", "POST"])
def abandonner(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, name what follows, give the request up."""
    demande = demande_de(request.user, pk)
    if TransitionAide.ABANDONNER not in demande.transitions_possibles:
        messages.info(request, "Cette demande ne s’abandonne pas, ou plus : voici où elle en est.")
        return redirect("aides:demande", pk)
    form = AbandonForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            abandonner_demande(demande_id=pk, par=request.user, motif=form.cleaned_data["motif"])
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "Demande abandonnée.")
        return redirect("aides:demande", pk)
    contexte = {
        "demande": demande,
        "chemin": chemin(demande),
        "titre": f"Abandonner la demande {demande.reference}",
        "effets": [
            "L’aide ne sera pas versée, même si elle est accordée.",
            "La demande reste consultable. Vous pourrez en déposer une autre, si les délais le permettent.",
        ],
        "verbe": "Abandonner la demande",
        "renoncer": reverse("aides:demande", args=[pk]),
        "renoncer_texte": "La garder",
        "form": form,
    }
    return render(request, "aides/confirmer.html", contexte)

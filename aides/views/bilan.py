"""After the training: the bilan, its proofs, what is due, and the sending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from aides.actions.bilan import enregistrer_bilan, envoyer_bilan, manques_du_bilan
from aides.enums import StatutAide
from aides.forms.bilan import BilanForm
from aides.models import BilanFormation, DemandeAide
from aides.queries.dossier import du_de, realise_de
from aides.queries.lettre import lignes_du_calcul
from aides.regles.montant import Calcul
from aides.regles.pieces import Etape, requises
from aides.views.pieces import PiecesDeLaPage
from aides.views.presentation import chemin, demande_de
from noyau.erreurs import RegleViolee, TransitionImpossible

_PAS_ICI = "Le bilan de cette demande ne s’écrit pas, ou plus : voici où elle en est."


@require_http_methods(["GET", "POST"])
def bilan(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was done, see what is due, send. One form: whichever button is pressed keeps words and files."""
    demande = demande_de(request.user, pk)
    if demande.statut != StatutAide.ACCORDEE:
        messages.info(request, _PAS_ICI)
        return redirect("aides:demande", pk)
    existant = BilanFormation.objects.filter(demande=demande).first()
    form = BilanForm(request.POST if request.method == "POST" else None, demande=demande, bilan=existant)
    pieces = PiecesDeLaPage(request, demande, Etape.BILAN)
    if request.method == "POST":
        try:
            if _recevoir(request, demande, form, pieces):
                return _fait(request, pk, pieces)
        except TransitionImpossible:
            messages.info(request, _PAS_ICI)
            return redirect("aides:demande", pk)
        existant = BilanFormation.objects.filter(demande=demande).first()
    contexte = {
        "demande": demande,
        "chemin": chemin(demande),
        "form": form,
        "bilan": existant,
        "requises": requises(demande.dispositif, Etape.BILAN),
        "manques": manques_du_bilan(demande, existant),
        "calcul": (calcul := apercu_du_du(demande, existant)),
        "lignes": lignes_du_calcul(calcul) if calcul else [],
        "motif": _motif(demande),
        "trop_tot": bool(existant and existant.fin and existant.fin > localdate()),
        **pieces.contexte(),
    }
    return render(request, "aides/bilan.html", contexte)


def _recevoir(request: HttpRequest, demande: DemandeAide, form: BilanForm, pieces: PiecesDeLaPage) -> bool:
    """Save, join the files that were chosen, then send when that is the button; False when something is to be
    corrected, which the forms then say. Raises ``TransitionImpossible`` once the bilan has left."""
    try:
        if form.is_valid():
            enregistrer_bilan(
                demande_id=demande.pk, par=request.user, champs=form.champs(), lu=form.cleaned_data["lu"]
            )
            _rafraichir(form, demande)
        # A file cannot be typed again: it is joined even when an answer beside it is to be corrected.
        if not pieces.recevoir() or form.errors:
            return False
        if "envoyer" in request.POST:
            envoyer_bilan(demande_id=demande.pk, par=request.user, le=localdate())
    except TransitionImpossible:
        raise
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        return False
    return True


def apercu_du_du(demande: DemandeAide, bilan: BilanFormation | None) -> Calcul | None:
    """Give the calculation of what would be due, None while hours or the first day are not known (or nothing was
    granted)."""
    if bilan is None or bilan.heures is None or bilan.debut is None or demande.montant_accorde is None:
        return None
    return du_de(demande, realise_de(demande, bilan))


def _fait(request: HttpRequest, pk: int, pieces: PiecesDeLaPage) -> HttpResponse:
    if "envoyer" in request.POST:
        messages.success(request, "Bilan envoyé : la Région vérifie les pièces, puis arrête le montant dû.")
        return redirect("aides:demande", pk)
    messages.success(request, "Bilan enregistré : rien n’est encore envoyé.")
    return redirect(f"{reverse('aides:bilan', args=[pk])}{pieces.ancre}")


def _rafraichir(form: BilanForm, demande: DemandeAide) -> None:
    """Give the page the version just saved, so that correcting and sending again is not taken for a second tab."""
    demande.refresh_from_db()
    form.data = form.data.copy()
    form.data["lu"] = demande.version


def _motif(demande: DemandeAide) -> str:
    """Give why an officer sent the bilan back, empty when none did."""
    ligne = demande.historique.filter(transition="reprendre_bilan").first()
    return ligne.motif if ligne else ""

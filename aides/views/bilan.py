"""After the training: the bilan, its proofs, what is due, and the sending."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from aides.actions.bilan import enregistrer_bilan, envoyer_bilan, manques_du_bilan
from aides.enums import StatutAide
from aides.forms.bilan import BilanForm
from aides.models import BilanFormation, DemandeAide
from aides.queries.avancement import pieces_par_categorie
from aides.queries.dossier import dossier_prouve, realise_de
from aides.queries.lettre import lignes_du_calcul
from aides.regles.montant import Calcul
from aides.regles.pieces import Etape, requises
from aides.regles.realise import montant_du
from aides.views.presentation import chemin, demande_de
from noyau.erreurs import RegleViolee, TransitionImpossible
from referentiels.queries.reglement import reglement_au

_PAS_ICI = "Le bilan de cette demande ne s’écrit pas, ou plus : voici où elle en est."


@require_http_methods(["GET", "POST"])
def bilan(request: HttpRequest, pk: int) -> HttpResponse:
    """Write what was done, see what is due, send. Saving never sends: two buttons."""
    demande = demande_de(request.user, pk)
    if demande.statut != StatutAide.ACCORDEE:
        messages.info(request, _PAS_ICI)
        return redirect("aides:demande", pk)
    existant = BilanFormation.objects.filter(demande=demande).first()
    form = BilanForm(request.POST if request.method == "POST" else None, demande=demande, bilan=existant)
    if request.method == "POST" and form.is_valid():
        try:
            enregistrer_bilan(demande_id=pk, par=request.user, champs=form.champs(), lu=form.cleaned_data["lu"])
            if "envoyer" in request.POST:
                envoyer_bilan(demande_id=pk, par=request.user, le=localdate())
        except TransitionImpossible:
            messages.info(request, _PAS_ICI)
            return redirect("aides:demande", pk)
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
            existant = BilanFormation.objects.filter(demande=demande).first()
            _rafraichir(form, demande)
        else:
            return _fait(request, pk)
    contexte = {
        "demande": demande,
        "chemin": chemin(demande),
        "form": form,
        "bilan": existant,
        "categories": pieces_par_categorie(demande, Etape.BILAN),
        "requises": requises(demande.dispositif, Etape.BILAN),
        "manques": manques_du_bilan(demande, existant),
        "calcul": (calcul := apercu_du_du(demande, existant)),
        "lignes": lignes_du_calcul(calcul) if calcul else [],
        "motif": _motif(demande),
        "trop_tot": bool(existant and existant.fin and existant.fin > localdate()),
    }
    return render(request, "aides/bilan.html", contexte)


def apercu_du_du(demande: DemandeAide, bilan: BilanFormation | None) -> Calcul | None:
    """Give the calculation of what would be due, None while hours or the first day are not known (or nothing was
    granted)."""
    if bilan is None or bilan.heures is None or bilan.debut is None or demande.montant_accorde is None:
        return None
    loi = reglement_au(demande.jugee_le or localdate())
    return montant_du(
        dossier_prouve(demande, reglement=loi),
        realise=realise_de(bilan),
        reglement=loi,
        accorde=demande.montant_accorde,
    )


def _fait(request: HttpRequest, pk: int) -> HttpResponse:
    if "envoyer" in request.POST:
        messages.success(request, "Bilan envoyé : la Région vérifie les pièces, puis arrête le montant dû.")
        return redirect("aides:demande", pk)
    messages.success(request, "Bilan enregistré : rien n’est encore envoyé.")
    return redirect("aides:bilan", pk)


def _rafraichir(form: BilanForm, demande: DemandeAide) -> None:
    """Give the page the version just saved, so that correcting and sending again is not taken for a second tab."""
    demande.refresh_from_db()
    form.data = form.data.copy()
    form.data["lu"] = demande.version


def _motif(demande: DemandeAide) -> str:
    """Give why an officer sent the bilan back, empty when none did."""
    ligne = demande.historique.filter(transition="reprendre_bilan").first()
    return ligne.motif if ligne else ""

"""Writing a request, page after page: nothing typed is lost, and each page can be opened at once."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods

from aides.actions.rediger import enregistrer_plan, enregistrer_reponses
from aides.enums import StatutAide
from aides.forms.plan import PlanForm, fautes_du_plan, lignes_de
from aides.forms.reponses import ReponsesForm
from aides.models import DemandeAide
from aides.queries.avancement import manques_de, plan_de, sequences_de
from aides.queries.dossier import apprecier, rqth_declaree
from aides.queries.lettre import lignes_du_calcul
from aides.regles.pieces import Etape, requises
from aides.regles.sections import PIECES, PLAN, SECTIONS, champs_de
from aides.views.pieces import PiecesDeLaPage
from aides.views.presentation import chemin, demande_de, etapes_de, question_de
from intentions.forms.champs import reponse
from noyau.erreurs import RegleViolee

DEJA_PARTIE = "Cette demande est déjà partie : voici où elle en est."


@require_http_methods(["GET", "POST"])
def etape(request: HttpRequest, pk: int, section: str) -> HttpResponse:
    """One page of the form."""
    demande = demande_de(request.user, pk)
    if section not in SECTIONS:
        raise Http404
    if demande.statut == StatutAide.A_COMPLETER and section != PLAN:
        return redirect("aides:completer", pk)
    if not demande.modifiable:
        messages.info(request, DEJA_PARTIE)
        return redirect("aides:demande", pk)
    if section == PLAN:
        return _plan(request, demande)
    if section == PIECES:
        return _pieces(request, demande)
    champs = champs_de(section, demande.dispositif)
    form = formulaire(request, demande, champs)
    if request.method == "POST":
        form.is_valid()
        # What could be read is kept, even when something else on the page is to be corrected.
        if enregistrer(request, demande, form) and not form.errors:
            return redirect(_suite(request, demande, section))
    return render(request, "aides/etape.html", contexte_de(demande, section, form=form))


def formulaire(request: HttpRequest, demande: DemandeAide, champs: Any, *, obligatoires: bool = False) -> ReponsesForm:
    """Give the form of some questions, filled with what is kept or with what was sent."""
    initial = {"rqth": reponse(rqth_declaree(demande))} if "rqth" in champs else {}
    donnees = request.POST if request.method == "POST" else None
    return ReponsesForm(donnees, demande=demande, champs=champs, obligatoires=obligatoires, initial=initial)


def contexte_de(demande: DemandeAide, section: str, **autres: Any) -> dict[str, Any]:
    """Give what every page of the form shows: progress, verdict and amount as they now are."""
    manques = manques_de(demande)
    appreciation = apprecier(demande, le=localdate())
    rang = SECTIONS.index(section) + 1 if section in SECTIONS else len(SECTIONS) + 1
    return {
        "demande": demande,
        "section": section,
        "question": question_de(section, demande),
        "chemin": chemin(),
        "etapes": etapes_de(demande, manques),
        "rang": rang,
        "precedente": reverse("aides:etape", args=[demande.pk, SECTIONS[rang - 2]]) if rang > 1 else "",
        "manques": manques,
        "appreciation": appreciation,
        "lignes": lignes_du_calcul(appreciation.calcul) if appreciation.calcul.montant else [],
        **autres,
    }


def enregistrer(request: HttpRequest, demande: DemandeAide, form: ReponsesForm) -> bool:
    """Keep what could be read; False when nothing may be written, which the form then says."""
    try:
        enregistrer_reponses(
            demande_id=demande.pk, par=request.user, champs=form.reponses(), lu=form.cleaned_data.get("lu", "")
        )
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        return False
    demande.refresh_from_db()
    form.suivre(demande)
    return True


def _plan(request: HttpRequest, demande: DemandeAide) -> HttpResponse:
    """The plan: its words and its lines. « Ajouter une ligne » saves, and gives one more empty line."""
    plan = plan_de(demande)
    donnees = request.POST if request.method == "POST" else None
    form = PlanForm(donnees, demande=demande, plan=plan)
    lignes = lignes_de(sequences_de(plan), demande, donnees)
    if donnees is not None and form.is_valid() and lignes.is_valid():
        try:
            enregistrer_plan(
                demande_id=demande.pk,
                par=request.user,
                champs=form.champs(),
                sequences=lignes.lignes(),
                lu=form.cleaned_data["lu"],
            )
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            if "ajouter" in donnees:
                return redirect(f"{reverse('aides:etape', args=[demande.pk, PLAN])}#lignes")
            return redirect(_suite(request, demande, PLAN))
    total = sum((ligne.heures for ligne in sequences_de(plan)), start=0)
    fautes = fautes_du_plan(form, lignes)
    contexte = contexte_de(demande, PLAN, form=form, jeu=lignes, fautes=fautes, total=total, plan=plan)
    return render(request, "aides/plan.html", contexte)


def _pieces(request: HttpRequest, demande: DemandeAide) -> HttpResponse:
    """The proofs: whatever button is pressed, every file that was chosen is joined."""
    pieces = PiecesDeLaPage(request, demande, Etape.DEMANDE)
    if request.method == "POST" and pieces.recevoir():
        if pieces.ancre:
            return redirect(f"{reverse('aides:etape', args=[demande.pk, PIECES])}{pieces.ancre}")
        return redirect(_suite(request, demande, PIECES))
    contexte = contexte_de(demande, PIECES, requises=requises(demande.dispositif, Etape.DEMANDE), **pieces.contexte())
    return render(request, "aides/pieces.html", contexte)


def _suite(request: HttpRequest, demande: DemandeAide, section: str) -> str:
    """Give the page after this one; the list for who takes it up later; back to what was asked, or to the summary."""
    if demande.statut == StatutAide.A_COMPLETER:
        return reverse("aides:completer", args=[demande.pk])
    if "plus_tard" in request.POST:
        messages.success(request, "Tout est enregistré : vous pourrez reprendre sur un autre appareil.")
        return reverse("aides:demandes")
    rang = SECTIONS.index(section) + 1
    if rang < len(SECTIONS):
        return reverse("aides:etape", args=[demande.pk, SECTIONS[rang]])
    return reverse("aides:verifier", args=[demande.pk])

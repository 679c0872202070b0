"""A filed intention taken up again: answering what is asked, correcting, starting another from it."""

from collections.abc import Sequence
from copy import copy
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST

from intentions.actions.completer import completer_intention
from intentions.actions.corriger import corriger_intention
from intentions.actions.dupliquer import dupliquer_intention
from intentions.enums import StatutIntention
from intentions.forms.champs import Insertion
from intentions.forms.offre import CompletionForm, OffreForm
from intentions.models import IntentionEmbauche
from intentions.queries.apercu import constats_prevus
from intentions.queries.attentes import attentes_de
from intentions.queries.changements import CONTACT, changements
from intentions.queries.confirmation import est_transmise_par
from intentions.queries.documents import sans_handicap
from intentions.queries.listes import etablissements_de
from intentions.views.presentation import chemin_sous
from intentions.views.presentation_offre import PARTIES, effets_de_la_correction, issue_de, prevoir
from intentions.views.redaction import ecrite_par
from noyau.erreurs import DossierModifie, RegleViolee, TransitionImpossible
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.typographie import composer

COMPLETEE = {
    StatutIntention.RECEVABLE: "Intention complétée : elle est recevable.",
    StatutIntention.DEROGATION_DEMANDEE: "Intention complétée. Un agent de la Région va se prononcer.",
    StatutIntention.A_COMPLETER: "Vos réponses sont enregistrées, mais il en manque encore.",
    StatutIntention.REFUSEE: "Intention complétée : elle n’entre pas dans le dispositif.",
}


@require_http_methods(["GET", "POST"])
def completer(request: HttpRequest, pk: int) -> HttpResponse:
    """Only the questions asked, the comment beside each; answering files again under the same number."""
    intention = ecrite_par(request, pk)
    if intention.statut != StatutIntention.A_COMPLETER:
        messages.info(request, composer("Cette intention n’attend pas de réponse : voici où elle en est."))
        return redirect("intentions:detail", pk)
    attentes = attentes_de(intention)
    form = CompletionForm(
        request.POST if request.method == "POST" else None,
        initial=CompletionForm.depuis(intention),
        attentes=attentes,
        employeurs=etablissements_de(request.user),
        **_loi(),
    )
    _taire(request, intention, form)
    if request.method == "POST" and form.is_valid() and _raison_dite(intention, form):
        try:
            intention = _completer(request, intention, form)
        except TransitionImpossible as refus:
            messages.info(request, composer(str(refus)))
            return redirect("intentions:detail", pk)
        except RegleViolee as refus:
            form.add_error(None, list(map(composer, refus.motifs)))
            intention = ecrite_par(request, pk)
        else:
            messages.success(request, composer(COMPLETEE[StatutIntention(intention.statut)]))
            return redirect("intentions:detail", pk)
    contexte = {
        "intention": intention,
        "form": form,
        "blocs": form.blocs(attentes),
        "raison": "motif_derogation" in form.errors and "motif_derogation" not in {a.champ for a in attentes},
        "chemin": chemin_sous(intention, request.user),
    }
    return render(request, "intentions/completer.html", contexte)


@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    """The whole offer, to be corrected; what follows from it is shown before it is done."""
    intention = ecrite_par(request, pk)
    if not intention.contact_modifiable:
        messages.info(request, composer("Cette intention ne se corrige pas : voici où elle en est."))
        return redirect("intentions:detail", pk)
    form = OffreForm(request.POST if request.method == "POST" else None, initial=OffreForm.depuis(intention), **_loi())
    _taire(request, intention, form)
    if not intention.corrigeable:
        form.ne_garder_que(set(CONTACT))
    if request.method == "POST" and form.is_valid() and _raison_dite(intention, form):
        reponse = _corriger(request, intention, form)
        if reponse is not None:
            return reponse
        intention = ecrite_par(request, pk)
    return render(request, "intentions/corriger.html", _page_de_correction(request, intention, form))


@require_POST
def dupliquer(request: HttpRequest, pk: int) -> HttpResponse:
    """Open a draft with the same answers, and lead to the first that is missing."""
    ecrite_par(request, pk)
    copie = dupliquer_intention(intention_id=pk, par=request.user, le=localdate())
    messages.success(request, composer("Voici un brouillon avec les mêmes réponses : relisez-les avant de déposer."))
    return redirect("intentions:reprendre", copie.pk)


def _taire(request: HttpRequest, intention: IntentionEmbauche, form: OffreForm) -> None:
    if est_transmise_par(intention, request.user):
        form.taire_les_reserves()


def _loi() -> dict[str, Any]:
    le = localdate()
    return {"le": le, "reglement": reglement_au(le)}


def _prevue(intention: IntentionEmbauche, form: OffreForm) -> IntentionEmbauche:
    """The intention as it would be with these answers; nothing is saved."""
    prevue = copy(intention)
    for nom, valeur in form.reponses().items():
        setattr(prevue, nom, valeur)
    insertion = form.cleaned_data.get("insertion")
    if insertion and prevue.employeur:
        prevue.employeur = copy(prevue.employeur)
        prevue.employeur.siae, prevue.employeur.etti = insertion.siae, insertion.etti
    return prevue


def _raison_dite(intention: IntentionEmbauche, form: OffreForm) -> bool:
    """An answer that calls for a derogation calls for its reason too: asked on the spot, once."""
    prevue = _prevue(intention, form)
    if "motif_derogation" not in form.fields or prevue.motif_derogation:
        return True
    if verdict_de(constats_prevus(prevue, le=localdate())) != Verdict.DEROGATION:
        return True
    form.exiger_la_raison()
    return False


def _completer(request: HttpRequest, intention: IntentionEmbauche, form: CompletionForm) -> IntentionEmbauche:
    insertion: Insertion | None = form.cleaned_data.get("insertion")
    return completer_intention(
        intention_id=intention.pk,
        reponses=form.reponses(),
        par=request.user,
        le=localdate(),
        insertion=(insertion.siae, insertion.etti) if insertion else None,
        lu=request.POST.get("lu"),
    )


def _corriger(request: HttpRequest, intention: IntentionEmbauche, form: OffreForm) -> HttpResponse | None:
    """Correct, or ask to confirm what changes the offer; None when the page must be shown again."""
    ecarts = changements(intention, form.reponses())
    etape = request.POST.get("etape")
    if etape == "revoir":
        return None
    lu = request.POST.get("lu")
    offre = [ecart for ecart in ecarts if ecart.champ not in CONTACT]
    if offre and etape != "confirmer" and lu == intention.version:
        prevision = prevoir(
            intention, constats_prevus(_prevue(intention, form), le=localdate()), ecarts, le=localdate()
        )
        contexte = {
            "intention": intention,
            "form": form,
            "saisies": [(nom, valeur) for nom, liste in request.POST.lists() for valeur in liste if _garder(nom)],
            "ecarts": ecarts,
            **prevision,
            "constats": _lisibles(prevision["constats"], form),
            "issue": issue_de(prevision, transmise=est_transmise_par(intention, request.user)),
            "effets": effets_de_la_correction(intention, ecarts, par=request.user),
            "chemin": chemin_sous(intention, request.user),
        }
        return render(request, "intentions/corriger_confirmer.html", contexte)
    try:
        faits = corriger_intention(
            intention_id=intention.pk, reponses=form.reponses(), par=request.user, le=localdate(), lu=lu
        )
    except DossierModifie as refus:
        form.add_error(None, list(map(composer, refus.motifs)))
        return None
    except RegleViolee as refus:
        messages.error(request, composer(str(refus)))
    else:
        messages.success(request, _dire(faits, offre=bool(offre)))
    return redirect("intentions:detail", intention.pk)


def _lisibles(constats: Sequence[Constat], form: OffreForm) -> list[Any]:
    return [sans_handicap(constat._asdict()) if form.reserves_tues else constat for constat in constats]


def _garder(nom: str) -> bool:
    return nom not in {"csrfmiddlewaretoken", "etape"}


def _dire(faits: list[Any], *, offre: bool) -> str:
    if not faits:
        return composer("Rien n’a changé : vos réponses étaient déjà celles-là.")
    return "Intention corrigée et vérifiée de nouveau." if offre else "Coordonnées modifiées."


def _page_de_correction(request: HttpRequest, intention: IntentionEmbauche, form: OffreForm) -> dict[str, Any]:
    ouverte = request.GET.get("partie", "")
    parties = [
        {
            "nom": nom,
            "titre": titre,
            "champs": [form[champ] for champ in champs if champ in form.fields],
            "ouverte": nom == ouverte or not intention.corrigeable or bool(set(champs) & set(form.errors)),
        }
        for nom, (titre, champs) in PARTIES.items()
        if any(champ in form.fields for champ in champs)
    ]
    return {"intention": intention, "form": form, "parties": parties, "chemin": chemin_sous(intention, request.user)}

"""Filing, withdrawing, throwing a draft away: each act shows what follows before it is done."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intentions.actions.deposer import deposer_intention
from intentions.actions.redaction import enregistrer_reponses, supprimer_brouillon
from intentions.actions.retirer import retirer_intention
from intentions.enums import StatutIntention, TransitionIntention
from intentions.forms.depot import DepotForm, RetraitForm
from intentions.models import IntentionEmbauche
from intentions.queries.apercu import constats_prevus
from intentions.queries.avancement import PAS, premier_pas_a_faire
from intentions.queries.doublons import doublons_pour
from intentions.views.fin import effets_du_retrait
from intentions.views.pour_un_autre import POUR_UN_AUTRE, annonce_du_depot, liste_d_origine, titrer
from intentions.views.presentation import (
    VERIFIER,
    chemin,
    chemin_sous,
    etapes,
    question_de,
    recapitulatif,
    situation_de,
)
from intentions.views.redaction import ecrite_par
from noyau.erreurs import RegleViolee, TransitionImpossible
from referentiels.regles.constats import Constat, Verdict, verdict_de
from referentiels.regles.typographie import composer

ANNONCES = {
    Verdict.ELIGIBLE: ("Votre intention sera recevable", composer("Déposez-la : la réponse est immédiate.")),
    Verdict.DEROGATION: (
        "Un agent de la Région devra se prononcer",
        "Dites pourquoi ci-dessous, puis déposez. Réponse sous quelques jours, par courriel.",
    ),
    Verdict.A_COMPLETER: (
        "Il manque des réponses",
        composer("Répondez-y avant de déposer : votre intention n’attendra pas."),
    ),
    Verdict.NON_ELIGIBLE: (
        "Cette intention n’entre pas dans le dispositif",
        "Déposée ainsi, elle serait refusée, pour les raisons que voici.",
    ),
}
DEPOSEE = {
    StatutIntention.RECEVABLE: "Intention déposée et recevable. L’accusé de réception part dans vos courriels.",
    StatutIntention.DEROGATION_DEMANDEE: "Intention déposée. Un agent de la Région va se prononcer.",
    StatutIntention.A_COMPLETER: "Intention déposée, mais il manque des réponses.",
    StatutIntention.REFUSEE: composer("Intention déposée : elle n’entre pas dans le dispositif."),
}


@require_safe
def verifier(request: HttpRequest, pk: int) -> HttpResponse:
    """Every answer, every finding, and the verdict that filing would give."""
    intention = ecrite_par(request, pk)
    if not intention.modifiable:
        return redirect("intentions:detail", pk)
    constats = constats_prevus(intention, le=localdate())
    return _page(request, intention, constats, _formulaire(request, intention, constats))


@require_POST
def deposer(request: HttpRequest, pk: int) -> HttpResponse:
    """File the intention. A second click, or a second tab, is told that it is done."""
    intention = ecrite_par(request, pk)
    le = localdate()
    if intention.modifiable:
        constats = constats_prevus(intention, le=le)
        form = _formulaire(request, intention, constats)
        if not form.is_valid():
            return _page(request, intention, constats, form)
    try:
        if intention.modifiable and form.reponses():
            enregistrer_reponses(intention_id=pk, par=request.user, champs=form.reponses())
        intention = deposer_intention(intention_id=pk, par=request.user, le=le)
    except TransitionImpossible:
        messages.info(request, composer("Cette intention est déjà déposée : voici où elle en est."))
    except RegleViolee as refus:
        messages.error(request, str(refus))
    else:
        messages.success(request, annonce_du_depot(intention) or DEPOSEE[StatutIntention(intention.statut)])
    return redirect("intentions:detail", pk)


@require_http_methods(["GET", "POST"])
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, name what follows, withdraw."""
    intention = ecrite_par(request, pk)
    if request.method == "GET" and TransitionIntention.SE_DESISTER not in intention.transitions_possibles:
        messages.info(request, composer("Cette intention ne peut pas être retirée : voici où elle en est."))
        return redirect("intentions:detail", pk)
    form = RetraitForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            retirer_intention(intention_id=pk, motif=form.cleaned_data["motif"], par=request.user, le=localdate())
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "Intention retirée.")
        return redirect("intentions:detail", pk)
    contexte = {
        "chemin": chemin_sous(intention, request.user),
        "ici": "Retirer",
        "intention": intention,
        "form": form,
        "titre": f"Retirer l’intention {intention.numero or ''}".strip(),
        "effets": effets_du_retrait(intention, le=localdate()),
        "verbe": "Retirer l’intention",
        "renoncer_texte": "La garder",
    }
    return render(request, "intentions/confirmer.html", contexte)


@require_http_methods(["GET", "POST"])
def supprimer(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away, after a page that says so."""
    intention = ecrite_par(request, pk)
    if request.method == "POST":
        try:
            supprimer_brouillon(intention_id=pk, par=request.user)
        except RegleViolee as refus:
            messages.error(request, str(refus))
            return redirect("intentions:detail", pk)
        messages.success(request, "Brouillon supprimé.")
        return redirect(liste_d_origine(intention))
    contexte = {
        "chemin": chemin_sous(intention, request.user),
        "ici": "Supprimer",
        "intention": intention,
        "form": None,
        "titre": "Supprimer ce brouillon",
        "effets": [composer(f"Les réponses données pour « {intention.intitule_affiche} » seront effacées.")],
        "verbe": "Supprimer le brouillon",
        "renoncer_texte": "Le garder",
    }
    return render(request, "intentions/confirmer.html", contexte)


def _formulaire(request: HttpRequest, intention: IntentionEmbauche, constats: list[Constat]) -> DepotForm:
    return DepotForm(
        request.POST if request.method == "POST" else None,
        initial={"motif_derogation": intention.motif_derogation, "nom_public": intention.nom_public},
        derogation=verdict_de(constats) == Verdict.DEROGATION,
        doublons=doublons_pour(request.user, intention, le=localdate()),
        pour_soi=not intention.partenaire_id,
    )


def _page(request: HttpRequest, intention: IntentionEmbauche, constats: list[Constat], form: Form) -> HttpResponse:
    verdict = verdict_de(constats)
    titre, texte = (POUR_UN_AUTRE if intention.partenaire_id else ANNONCES)[verdict]
    pas = premier_pas_a_faire(intention)
    contexte = {
        "question": question_de(VERIFIER, intention),
        "intention": intention,
        "rang": len(PAS) + 1,
        "etapes": etapes(intention),
        "chemin": chemin(intention),
        "sections": titrer(recapitulatif(intention)) if intention.partenaire_id else recapitulatif(intention),
        "constats": constats,
        "verdict": verdict,
        "titre_verdict": titre,
        "texte_verdict": texte,
        "form": form,
        "a_completer": reverse("intentions:etape", args=[intention.pk, pas]) if pas else "",
        "situation": situation_de(intention),
    }
    return render(request, "intentions/verifier.html", contexte)

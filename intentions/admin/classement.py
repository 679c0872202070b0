"""Closing a file from the administration: a page that asks why and names what follows."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from comptes.models import Utilisateur
from intentions.actions.decider import classer_intention
from intentions.enums import StatutIntention, TransitionIntention
from intentions.forms.classement import ClassementForm
from intentions.models import IntentionEmbauche
from intentions.queries.interlocuteurs import courriel_de_l_employeur, organismes_concernes
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer, enumerer

DROIT = "intentions.classer_intention"


def adresse(utilisateur: Utilisateur, intention: IntentionEmbauche) -> str:
    """Give where this person closes the file; empty when it may not be, or not by them."""
    if TransitionIntention.CLASSER not in intention.transitions_possibles or not utilisateur.has_perm(DROIT):
        return ""
    return reverse("admin:intentions_intentionembauche_classer", args=[intention.pk])


def page(request: HttpRequest, intention: IntentionEmbauche, rendre: Any) -> HttpResponse:
    """Ask, then act; ``rendre(page, intention, contexte)`` draws a page of the administration."""
    if not request.user.has_perm(DROIT):
        raise PermissionDenied
    retour = redirect("admin:intentions_intentionembauche_change", intention.pk)
    form = ClassementForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            classer_intention(intention_id=intention.pk, motif=form.cleaned_data["motif"], par=request.user)
        except RegleViolee as refus:
            messages.error(request, composer(str(refus)))
        else:
            messages.success(request, composer(f"L’intention {intention.reference} est classée."))
        return retour
    if not adresse(request.user, intention):
        messages.info(request, "Cette intention n’est pas, ou n’est plus, à classer.")
        return retour
    contexte = {
        "title": composer(f"Classer {intention.reference} ?"),
        "titre": f"{intention.intitule_affiche}, {intention.employeur}",
        "effets": _effets(intention),
        "form": form,
        "renoncer": retour.url,
    }
    return rendre("classer", intention, contexte)


def _effets(intention: IntentionEmbauche) -> list[str]:
    effets = ["Le dossier reste consultable ; il ne se rouvre pas."]
    if intention.statut in {StatutIntention.A_COMPLETER, StatutIntention.RECEVABLE}:
        effets.insert(0, "Les organismes de formation ne la voient plus.")
        if lecteur := courriel_de_l_employeur(intention):
            effets.insert(1, f"Votre raison part à l’employeur, {lecteur}.")
    organismes = organismes_concernes(intention) if intention.statut == StatutIntention.RECEVABLE else []
    if organismes:
        effets.insert(2, f"Un courriel prévient {enumerer([organisme.nom for organisme in organismes])}.")
    return [composer(effet) for effet in effets]

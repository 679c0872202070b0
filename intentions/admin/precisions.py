"""Asking an employer for some answers again: the panel of the file, and the page that confirms."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from comptes.models import Utilisateur
from intentions.actions.preciser import demander_complement
from intentions.enums import StatutIntention
from intentions.forms.precisions import PrecisionsForm
from intentions.models import IntentionEmbauche
from intentions.queries.attentes import attentes_de, reponses_donnees
from intentions.queries.doublons import doublons_d_une
from intentions.regles.champs import LIBELLES
from noyau.erreurs import RegleViolee, TransitionImpossible
from referentiels.regles.typographie import composer, enumerer

DROIT = "intentions.trancher_derogation"
DEMANDABLES = frozenset({StatutIntention.RECEVABLE, StatutIntention.DEROGATION_DEMANDEE})


def panneau(utilisateur: Utilisateur, intention: IntentionEmbauche, form: PrecisionsForm | None = None) -> dict:
    """Give what the file shows of answers asked again, and of needs that look like this one."""
    derniere = intention.historique.first()
    demandable = intention.statut in DEMANDABLES and utilisateur.has_perm(DROIT)
    return {
        "attentes": attentes_de(intention),
        "donnees": reponses_donnees(intention),
        "doublons": doublons_d_une(intention, le=timezone.localdate()),
        "precisions": (form or PrecisionsForm(initial={"lu": derniere and derniere.pk})) if demandable else None,
        "preciser_url": reverse("admin:intentions_intentionembauche_preciser", args=[intention.pk]),
    }


def page(request: HttpRequest, intention: IntentionEmbauche, rendre: Any) -> HttpResponse:
    """Check what was typed, ask, then act; ``rendre(page, intention, contexte)`` draws one of the file's pages."""
    if not request.user.has_perm(DROIT):
        raise PermissionDenied
    if request.method != "POST":
        return redirect("admin:intentions_intentionembauche_change", intention.pk)
    form = PrecisionsForm(request.POST)
    etape = request.POST.get("etape")
    if not form.is_valid() or etape == "revoir":
        return rendre("preciser", intention, _formulaire(request, intention, form))
    if etape != "confirmer" and intention.statut in DEMANDABLES:
        return rendre("confirmer", intention, _confirmation(intention, form))
    if not _demander(request, intention, form):
        return rendre("preciser", intention, _formulaire(request, intention, form))
    return redirect("admin:intentions_intentionembauche_change", intention.pk)


def _demander(request: HttpRequest, intention: IntentionEmbauche, form: PrecisionsForm) -> bool:
    """Ask; tell whether the officer is done here (else the form says what is to be read again)."""
    try:
        demander_complement(
            intention_id=intention.pk,
            demandes=form.demandes,
            par=request.user,
            le=timezone.localdate(),
            lu=form.cleaned_data["lu"],
        )
    except TransitionImpossible as refus:
        messages.error(request, composer(str(refus)))
    except RegleViolee as refus:
        form.add_error(None, list(map(composer, refus.motifs)))
        return False
    else:
        messages.success(request, composer("La demande est partie : l’employeur voit les réponses à préciser."))
    return True


def _formulaire(request: HttpRequest, intention: IntentionEmbauche, form: PrecisionsForm) -> dict[str, Any]:
    derniere = intention.historique.first()
    return {
        **panneau(request.user, intention, form),
        "title": composer(f"Demander une précision : {intention.reference}"),
        "lu": derniere.pk if derniere else "",
        "derniere": derniere,
    }


def _confirmation(intention: IntentionEmbauche, form: PrecisionsForm) -> dict[str, Any]:
    lecteurs = [intention.contact_courriel or "l’employeur"]
    if intention.partenaire:
        lecteurs.append(intention.partenaire.nom)
    effets = [
        f"Un courriel part à {enumerer(lecteurs)}, avec vos commentaires.",
        "Seules ces réponses s’ouvrent ; l’intention est vérifiée de nouveau dès qu’elles sont données.",
        "D’ici là, elle n’est plus proposée aux organismes de formation.",
    ]
    if form.cleaned_data["lu"] is None:
        del form.cleaned_data["lu"]
    return {
        "title": composer(f"Demander une précision sur {intention.reference} ?"),
        "titre": f"{intention.intitule_affiche}, {intention.employeur}",
        "effets": [composer(effet) for effet in effets],
        "dit": [composer(f"{LIBELLES[champ]} : {commentaire}") for champ, commentaire in form.demandes],
        "verbe": "Demander",
        "danger": False,
        "form": form,
    }

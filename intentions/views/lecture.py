"""One intention, as its employer reads it, and its documents."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from intentions.actions.nommer import NOMMABLES
from intentions.enums import StatutIntention, TransitionIntention
from intentions.models import IntentionEmbauche
from intentions.queries.attentes import attentes_de
from intentions.queries.confirmation import attend_l_employeur, est_transmise_par
from intentions.queries.interets import interets_pour
from intentions.queries.orientations import orientations_de
from intentions.queries.participants import nouveaux_du_fil
from intentions.views.presentation import chemin, recapitulatif, situation_de
from intentions.views.redaction import ecrite_par
from intentions.views.situations import A_CONFIRMER
from noyau.courriers import Document
from noyau.documents import reponse_pdf


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the intention stands, what comes next, the findings of its day, the offer, the history."""
    intention = ecrite_par(request, pk)
    if est_transmise_par(intention, request.user):
        return redirect("transmissions:detail", pk)
    a_confirmer = attend_l_employeur(intention)
    contexte = {
        "intention": intention,
        "situation": A_CONFIRMER if a_confirmer else situation_de(intention),
        "sections": recapitulatif(intention),
        "historique": list(intention.historique),
        "documents": list(Document.objects.de(intention)),
        "a_confirmer": a_confirmer,
        "attentes": attentes_de(intention) if intention.statut == StatutIntention.A_COMPLETER else [],
        "orientations": orientations_de(intention, le=timezone.localdate()),
        "retirable": TransitionIntention.SE_DESISTER in intention.transitions_possibles,
        "nommable": intention.statut in NOMMABLES and intention.employeur_id is not None,
        "interets": interets_pour(request.user, intention),
        "nouveaux": nouveaux_du_fil(request.user, intention),
        "chemin": chemin(),
    }
    return render(request, "intentions/detail.html", contexte)


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A PDF of one of the person's intentions; ``?telecharger`` keeps it rather than shows it."""
    siennes = IntentionEmbauche.objects.modifiables_par(request.user)
    trouve = get_object_or_404(
        Document, pk=pk, objet_type=IntentionEmbauche._meta.label_lower, objet_id__in=siennes.values("pk")
    )
    return reponse_pdf(trouve, sort="attachment" if "telecharger" in request.GET else "inline")

"""« Référent de la session »: who follows it, and handing it over."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from insertion.forms.referent import CollegueForm, StructureForm
from insertion.views.adresses import adresse_ou_rien
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import composer
from sessions_formation.actions.referent import (
    SUIVIES,
    passer_a_un_collegue,
    passer_a_une_structure,
    suivre_soi_meme,
)
from sessions_formation.models import Session
from sessions_formation.queries.referents import personnes_de, referent_de
from sessions_formation.views.acces import pour_referent


@require_http_methods(["GET", "POST"])
@pour_referent
def session_suivie(request: HttpRequest, pk: int) -> HttpResponse:
    """Read who follows a session of one's structure, take it, or hand it to a colleague or another structure."""
    lues = Session.objects.referees_par(request.user).select_related(
        "commune__departement", "organisme", "structure_referente", "referent"
    )
    session = get_object_or_404(lues, pk=pk)
    collegue = CollegueForm(structure_id=session.structure_referente_id, sauf=session.referent_id)
    structure = StructureForm(session=session)
    confirmer = False
    if request.method == "POST":
        acte = request.POST.get("acte")
        if acte == "moi" and _fait(request, suivre_soi_meme(session_id=pk, par=request.user)):
            return redirect("referent:session", pk)
        if acte == "collegue":
            collegue = CollegueForm(
                request.POST, structure_id=session.structure_referente_id, sauf=session.referent_id
            )
            if collegue.is_valid() and _au_collegue(request, pk, collegue):
                return redirect("referent:session", pk)
        if acte == "structure":
            structure = StructureForm(request.POST, session=session)
            confirmer = structure.is_valid() and request.POST.get("etape") != "revoir"
            if confirmer and request.POST.get("etape") == "confirmer" and _a_la_structure(request, pk, structure):
                return redirect("referent:accueil")
    return render(
        request, "insertion/session_suivie.html", _contexte(request, session, collegue, structure, confirmer)
    )


def _contexte(
    request: HttpRequest, session: Session, collegue: CollegueForm, structure: StructureForm, confirmer: bool
) -> dict[str, Any]:
    peut_changer = session.statut in SUIVIES
    moi = session.referent_id == request.user.pk
    peut_suivre = peut_changer and not moi and personnes_de(session.structure_referente_id).contains(request.user)
    return {
        "session": session,
        "referent": referent_de(session),
        "moi": moi,
        "peut_changer": peut_changer,
        "peut_suivre": peut_suivre,
        "collegue": collegue,
        "structure": structure,
        "vers": structure.cleaned_data.get("structure") if confirmer else None,
        "fiche": adresse_ou_rien("parcours:session", session.pk),
        "messages_de_session": adresse_ou_rien("messages_session:session", session.pk),
    }


def _fait(request: HttpRequest, session: Session) -> bool:
    messages.success(request, composer(f"Vous suivez la session « {session.intitule} »."))
    return True


def _au_collegue(request: HttpRequest, pk: int, form: CollegueForm) -> bool:
    collegue = form.cleaned_data["collegue"]
    passer = partial(passer_a_un_collegue, session_id=pk, a=collegue.pk, par=request.user)
    dit = f"{collegue} suit désormais cette session et vient d’en être prévenu."
    return _passer(request, passer, form, "collegue", dit)


def _a_la_structure(request: HttpRequest, pk: int, form: StructureForm) -> bool:
    structure = form.cleaned_data["structure"]
    passer = partial(passer_a_une_structure, session_id=pk, structure_id=structure.pk, par=request.user)
    dit = f"{structure} suit désormais cette session : les deux structures en sont prévenues."
    return _passer(request, passer, form, "structure", dit)


def _passer(request: HttpRequest, passer: Callable[[], object], form: Form, champ: str, dit: str) -> bool:
    try:
        passer()
    except RegleViolee as refus:
        form.add_error(champ, list(refus.motifs))
        return False
    messages.success(request, dit)
    return True

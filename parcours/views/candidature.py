"""What a referent decides of a person it proposed, or who is proposed for a session it follows."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from noyau.erreurs import RegleViolee, TransitionImpossible
from parcours.actions.retirer import retirer_candidature
from parcours.actions.valider import suivis_par, valider_profil
from parcours.forms.positionner import FormulaireRetrait
from parcours.queries.places import CANDIDAT
from referentiels.regles.typographie import composer
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from sessions_formation.views.acces import pour_referent
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture

LU_AVEC = (
    "stagiaire", "structure", "session__organisme", "session__commune", "session__lieu__commune",
    "intention__employeur",
)  # fmt: skip


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@pour_referent
def valider(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask, then validate the profile."""
    parcours = _lire(request, pk)
    motifs: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            valide = valider_profil(parcours_id=pk, par=request.user, le=timezone.localdate())
            messages.success(request, composer(_profil_valide(valide)))
            return redirect("parcours:fiche", pk)
        except TransitionImpossible:
            return _trop_tard(request, pk)
        except RegleViolee as refus:
            motifs = refus.motifs
    elif parcours.statut != StatutParcours.POSITIONNE:
        return _trop_tard(request, pk)
    return render(request, "parcours/valider.html", {"parcours": parcours, "motifs": motifs, **_effets(parcours)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@pour_referent
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, then take the person back."""
    parcours = _lire(request, pk)
    form = FormulaireRetrait(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            retirer_candidature(
                parcours_id=pk, motif=form.cleaned_data["motif"], par=request.user, le=timezone.localdate()
            )
        except TransitionImpossible:
            return _trop_tard(request, pk)
        messages.success(request, "La candidature est retirée. L’organisme de formation est prévenu.")
        return redirect("parcours:session", parcours.session_id)
    if parcours.statut not in CANDIDAT:
        return _trop_tard(request, pk)
    effets = [f"{parcours.session.organisme.nom} est prévenu aussitôt."]
    if parcours.intention:
        effets.append(
            f"Le poste chez {parcours.intention.employeur} est rendu : il va à la première personne qui attend."
        )
    contexte = {"parcours": parcours, "form": form, "effets": [composer(effet) for effet in effets]}
    return render(request, "parcours/retirer.html", contexte)


def _lire(request: HttpRequest, pk: int) -> Parcours:
    """Whoever reads the parcours without following it as a referent is told 404: it is not theirs to decide."""
    parcours = get_object_or_404(suivis_par(request.user).select_related(*LU_AVEC), pk=pk)
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    return parcours


def _trop_tard(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody else acted, or this was sent twice: the file says where it stands now."""
    messages.info(request, "C’est déjà fait, ou quelqu’un a agi entre-temps : voici où en est cette candidature.")
    return redirect("parcours:fiche", pk)


def _profil_valide(parcours: Parcours) -> str:
    if parcours.en_liste_d_attente:
        return (
            "Le profil est validé. Aucun poste ou aucune place n’est libre pour l’instant : la personne reste "
            "en liste d’attente, et l’organisme se prononcera quand une place se libérera."
        )
    return "Le profil est validé. L’organisme de formation se prononce ensuite."


def _effets(parcours: Parcours) -> dict[str, Any]:
    organisme = parcours.session.organisme.nom
    effets = [
        "Vous attestez, au nom de votre structure, que la formation et l’emploi conviennent à cette personne.",
        f"{organisme} est prévenu. Aucun poste ou aucune place n’est libre : la personne reste en liste d’attente."
        if parcours.en_liste_d_attente
        else f"{organisme} est prévenu, et peut l’admettre.",
    ]
    if parcours.intention:
        effets.append(
            f"{parcours.intention.employeur} apprend son nom, et peut donner son avis après l’avoir rencontrée."
        )
    return {"effets": [composer(effet) for effet in effets]}

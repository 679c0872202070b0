"""« Données personnelles » of one person, for the structure that follows it and for officers: read, copied, erased."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from comptes import acces
from comptes.models import Utilisateur
from insertion.actions.effacer import effacer_stagiaire, raison_de_garder
from insertion.forms.donnees import EffacementForm
from insertion.queries.a_effacer import duree_de_conservation, est_vivant, terme_de
from insertion.queries.donnees import consultations_de, suivis_par
from insertion.regles.registre import STAGIAIRES
from insertion.views.copie import FORMATS, copie
from noyau.erreurs import RegleViolee
from noyau.listes import page_de, pages
from parcours.queries.lecteur import exiger_de_lire, lecteur_de
from parcours.rubriques import Rubrique
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture

DROIT = "stagiaires.effacer_stagiaire"


@require_safe
def donnees(request: HttpRequest, pk: int) -> HttpResponse:
    """What is kept, why, from whom, until when, who read it, and what the person may ask."""
    parcours = _parcours(request, pk)
    stagiaire = parcours.stagiaire
    noter_consultation(stagiaire, par=request.user, page=Lecture.DONNEES)
    le = timezone.localdate()
    page = page_de(request, consultations_de(stagiaire))
    contexte = {
        "parcours": parcours,
        "stagiaire": stagiaire,
        "traitements": STAGIAIRES,
        "terme": terme_de(stagiaire, le=le),
        "mois": duree_de_conservation(le),
        "delegue": settings.DPD_EMAIL,
        "page": page,
        "pages": pages(request, page),
        "peut_effacer": request.user.has_perm(DROIT) and not stagiaire.efface_le,
        "agent": acces.est_agent(request.user),
    }
    return render(request, "insertion/donnees.html", contexte)


@require_safe
def exporter(request: HttpRequest, pk: int, sorte: str) -> HttpResponse:
    """Give the copy of one person's data, to be handed to it. What is arranged for a disability is left out: only the
    person takes that away, by its own link."""
    stagiaire = _parcours(request, pk).stagiaire
    if sorte not in FORMATS or stagiaire.efface_le:
        raise Http404
    noter_consultation(stagiaire, par=request.user, page=Lecture.EXPORT)
    return copie(stagiaire, sorte=sorte, amenagement=False)


@permission_required(DROIT, raise_exception=True)
@require_http_methods(["GET", "HEAD", "POST"])
def effacer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask why, say what follows, then erase a person's data before its term."""
    parcours = _parcours(request, pk)
    stagiaire = parcours.stagiaire
    form = EffacementForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            effacer_stagiaire(stagiaire_id=stagiaire.pk, motif=form.cleaned_data["motif"], par=request.user)
        except RegleViolee as refus:
            form.add_error(None, list(refus.motifs))
        else:
            messages.success(request, "Les données de cette personne sont effacées.")
            return redirect("insertion:donnees", pk)
    if request.method != "POST":
        noter_consultation(stagiaire, par=request.user, page=Lecture.DONNEES)
    contexte = {"parcours": parcours, "stagiaire": stagiaire, "form": form, "refus": raison_de_garder(stagiaire)}
    return render(request, "insertion/donnees_effacer.html", contexte)


def rubrique_donnees(parcours: Parcours, lecteur: Utilisateur) -> Rubrique | None:
    """The way to the page above, on a person's own page, for who may open it."""
    qui = lecteur_de(lecteur, parcours)
    if not (qui.agent or qui.suit):
        return None
    # Nobody is erased while it is followed: no need to look at what else it lived.
    terme = None if est_vivant(parcours) else terme_de(parcours.stagiaire, le=timezone.localdate())
    contexte = {"parcours": parcours, "stagiaire": parcours.stagiaire, "terme": terme}
    return Rubrique("Données personnelles", "insertion/_rubrique_donnees.html", contexte)


def _parcours(request: HttpRequest, pk: int) -> Parcours:
    """404 on another's; 403 for who sees the parcours and does not answer for the person's data."""
    exiger_de_lire(request.user)
    get_object_or_404(Parcours.objects.visibles_pour(request.user), pk=pk)
    siens = suivis_par(request.user).select_related("stagiaire__structure", "stagiaire__commune", "session")
    parcours = siens.filter(pk=pk).first()
    if parcours is None:
        raise PermissionDenied
    return parcours

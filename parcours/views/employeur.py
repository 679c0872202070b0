"""« Candidats et stagiaires »: the people on an employer's posts, and what it thinks of them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from comptes import acces
from comptes.liens import Usage
from comptes.models import Utilisateur
from noyau.erreurs import RegleViolee, TransitionImpossible
from noyau.listes import adresse, page_de_cles, pages
from parcours.actions.avis_employeur import donner_avis
from parcours.forms.avis_employeur import AvisForm
from parcours.models import AvisEmployeur
from parcours.queries.employeur import (
    avec_les_avis,
    cles_dans_l_ordre,
    lus_pour_la_page,
    parcours_de_l_employeur,
    qui_attendent,
)
from parcours.views.liens import par_lien
from parcours.views.presentation_employeur import etat_pour_l_employeur, faits_pour_l_employeur
from sessions_formation.enums import StatutParcours
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture

A_REPONDRE = "a_repondre"


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """The people on the person's posts, the latest sessions first, and what is expected of the employer for each."""
    acces.retenir(request.user)
    siens = parcours_de_l_employeur(request.user)
    a_repondre = request.GET.get("voir") == A_REPONDRE
    page = page_de_cles(request, cles_dans_l_ordre(qui_attendent(siens) if a_repondre else siens))
    lus = avec_les_avis(lus_pour_la_page(page))
    contexte = {
        "a_repondre": a_repondre,
        "filtres": [
            {"texte": "Tous", "url": adresse(request, voir=None), "courant": not a_repondre},
            {"texte": "Attendent votre réponse", "url": adresse(request, voir=A_REPONDRE), "courant": a_repondre},
        ],
        "page": page,
        "pages": pages(request, page),
        "lignes": [{"parcours": parcours, **etat_pour_l_employeur(parcours)} for parcours in lus],
    }
    return render(request, "parcours/employeur.html", contexte)


@require_http_methods(["GET", "HEAD", "POST"])
def avis(request: HttpRequest, pk: int) -> HttpResponse:
    """What the establishment thinks of one person, from an account."""
    siens = parcours_de_l_employeur(request.user).select_related(
        "stagiaire", "session__organisme", "session__demandeur", "intention__employeur", "intention__metier"
    )
    parcours = get_object_or_404(siens, pk=pk)
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    return _avis(request, parcours, par=request.user, courriel="", ici=reverse("parcours:avis", args=[pk]))


@par_lien(Usage.AVIS_EMPLOYEUR)
def avis_par_lien(request: HttpRequest, parcours: Parcours, courriel: str, jeton: str) -> HttpResponse:
    """The same page for who holds the link of the e-mail. Opening it does nothing: only the button answers."""
    ici = reverse("parcours:avis_lien", args=[jeton])
    return _avis(request, parcours, par=None, courriel=courriel, ici=ici)


def _avis(
    request: HttpRequest, parcours: Parcours, *, par: Utilisateur | None, courriel: str, ici: str
) -> HttpResponse:
    donne = AvisEmployeur.objects.filter(parcours=parcours, employeur=parcours.intention.employeur).first()
    form = AvisForm.de(request.POST if request.method == "POST" else None, donne)
    motifs: tuple[str, ...] = ()
    if request.method == "POST" and form.is_valid():
        try:
            donner_avis(parcours_id=parcours.pk, par=par, courriel=courriel, **form.cleaned_data)
        except Parcours.DoesNotExist:
            raise Http404 from None
        except TransitionImpossible:
            return redirect(f"{ici}?deja=1")
        except RegleViolee as refus:
            motifs = refus.motifs
        else:
            if par is not None:
                organisme = parcours.session.organisme
                messages.success(request, f"Votre avis est noté : {organisme} et le référent le lisent.")
                return redirect("parcours:employeur")
            return redirect(f"{ici}?fait=1")
    contexte: dict[str, Any] = {
        "parcours": parcours,
        "stagiaire": parcours.stagiaire,
        "faits": faits_pour_l_employeur(parcours),
        "ouvert": parcours.statut == StatutParcours.PROFIL_VALIDE,
        "donne": donne,
        "form": form,
        "motifs": motifs,
        "fait": "fait" in request.GET,
        "deja": "deja" in request.GET,
        "ici": ici,
        "courriel": courriel,
        "par_lien": par is None,
    }
    return render(request, "parcours/avis.html", contexte)

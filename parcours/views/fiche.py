"""The page of one person in training, for each of those who deal with it, and what may be written there."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from comptes import acces
from noyau.erreurs import DossierModifie, RegleViolee
from noyau.lecture import lire_ou_404
from parcours.actions.noter import ecrire_note
from parcours.forms.note import NoteForm
from parcours.queries.fiche import AVIS_UTILES, CANDIDATS, historique_de, lire_autour, pour_la_fiche, rang_d_attente
from parcours.queries.lecteur import Lecteur, exiger_de_lire, lecteur_de, lit_les_amenagements
from parcours.rubriques import rubriques_de
from parcours.views import presentation_fiche as presentation
from parcours.views.presentation_employeur import etat_pour_l_employeur, faits_pour_l_employeur
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import noter_consultation
from stagiaires.actions.fiche import corriger_stagiaire
from stagiaires.enums import Lecture
from stagiaires.forms.fiche import FormulaireStagiaire
from stagiaires.models import Stagiaire
from stagiaires.queries.doublons import ressemblances_pour


@require_safe
def fiche(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the person stands, what comes next, how to reach it; short for an employer."""
    exiger_de_lire(request.user)
    parcours = lire_ou_404(pour_la_fiche(Parcours.objects.visibles_pour(request.user)), pk=pk)
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    lecteur = lecteur_de(request.user, parcours)
    if lecteur.employeur_seul:
        return _courte(request, parcours, lecteur)
    return _page(request, parcours, lecteur, NoteForm())


@require_POST
def noter(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a note; what was typed stays when it is refused."""
    parcours = lire_ou_404(pour_la_fiche(Parcours.objects.visibles_pour(request.user)), pk=pk)
    form = NoteForm(request.POST)
    if form.is_valid():
        try:
            ecrire_note(parcours_id=pk, texte=form.cleaned_data["texte"], par=request.user)
        except RegleViolee as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "La note est enregistrée.")
            return redirect("parcours:fiche", pk)
    lecteur = lecteur_de(request.user, parcours)
    if not lecteur.ecrit:
        raise PermissionDenied
    # Drawn again with what was refused, the page is read all the same.
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    return _page(request, parcours, lecteur, form)


@require_http_methods(["GET", "HEAD", "POST"])
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct who the person is: by the structure that follows it, or an officer who may."""
    parcours = get_object_or_404(
        Parcours.objects.visibles_pour(request.user).select_related("stagiaire__commune", "stagiaire__structure"),
        pk=pk,
    )
    stagiaire = parcours.stagiaire
    if not _corrigeable(request, stagiaire):
        raise PermissionDenied
    noter_consultation(stagiaire, par=request.user, page=Lecture.FICHE)
    le = timezone.localdate()
    form = FormulaireStagiaire(
        request.POST if request.method == "POST" else None, initial=FormulaireStagiaire.depuis(stagiaire), le=le
    )
    modifiee = False
    if form.is_valid():
        try:
            changes = corriger_stagiaire(
                stagiaire_id=stagiaire.pk,
                identite=form.identite(),
                par=request.user,
                lu=form.cleaned_data["version"],
            )
        except DossierModifie:
            modifiee = True
        except RegleViolee as refus:
            form.add_error(None, str(refus))
        else:
            messages.success(request, "La fiche est corrigée." if changes else "Rien n’a changé.")
            return redirect("parcours:fiche", pk)
    contexte: dict[str, Any] = {"parcours": parcours, "stagiaire": stagiaire, "form": form, "modifiee": modifiee}
    if form.is_bound and not form.errors:
        contexte["ressemblances"] = ressemblances_pour(request.user, form.identite(), sauf=stagiaire.pk)
    return render(request, "parcours/fiche_corriger.html", contexte, status=409 if modifiee else 200)


def _corrigeable(request: HttpRequest, stagiaire: Stagiaire) -> bool:
    if stagiaire.efface_le:
        return False
    if acces.est_agent(request.user):
        return request.user.has_perm("stagiaires.change_stagiaire")
    return stagiaire.structure_id in acces.constantes(acces.structures_de(request.user))


def _courte(request: HttpRequest, parcours: Parcours, lecteur: Lecteur) -> HttpResponse:
    contexte = {
        "parcours": parcours,
        "stagiaire": parcours.stagiaire,
        "faits": faits_pour_l_employeur(parcours),
        "etat": etat_pour_l_employeur(parcours),
    }
    return render(request, "parcours/fiche_employeur.html", contexte)


def _page(request: HttpRequest, parcours: Parcours, lecteur: Lecteur, form: NoteForm) -> HttpResponse:
    appels = lecteur.referent or lecteur.agent
    lire_autour(parcours, appels=appels and not parcours.stagiaire.efface_le)
    lignes = historique_de(parcours)
    rang, le = rang_d_attente(parcours), timezone.localdate()
    contexte: dict[str, Any] = {
        "parcours": parcours,
        "stagiaire": parcours.stagiaire,
        "lecteur": lecteur,
        "suite": presentation.suite_de(parcours, rang=rang, le=le),
        "frise": presentation.frise_de(parcours, lignes),
        "actes": presentation.actes_de(parcours, lecteur, le=le),
        "faits": presentation.faits_du_parcours(parcours, rang=rang),
        "suivi": presentation.faits_du_suivi(parcours),
        "historique": lignes,
        "form": form,
        "corrigeable": _corrigeable(request, parcours.stagiaire),
        "amenagement": not parcours.stagiaire.efface_le and lit_les_amenagements(request.user, lecteur),
        "avis": parcours.avis_employeurs.all() if parcours.statut in AVIS_UTILES else (),
        "programme": parcours.statut not in CANDIDATS,
        "appels": parcours.stagiaire.appels.all() if appels else None,
        "rubriques": rubriques_de(parcours, request.user),
    }
    return render(request, "parcours/fiche.html", contexte)

"""One act on one person: admit or not, declare a departure, an interruption, another post, a programme, a mistake."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from noyau.erreurs import RegleViolee, TransitionImpossible
from parcours.actions.admettre import ACCUEILLE, examiner_l_admission, ne_pas_retenir
from parcours.actions.admettre import admettre as admettre_la_personne
from parcours.actions.changer_de_poste import changer_de_poste
from parcours.actions.interrompre import interrompre, reprendre
from parcours.actions.remplacer import REMPLACABLE, remplacants_possibles
from parcours.actions.remplacer import remplacer as remplacer_la_personne
from parcours.actions.sortir import declarer_sortie
from parcours.forms.organisme import (
    AdmettreForm,
    EcarterForm,
    InterruptionForm,
    PosteForm,
    RemplacerForm,
    RepriseForm,
    SortieForm,
)
from parcours.models import Interruption
from parcours.queries.declarations import VIVANT, peut_admettre, peut_declarer
from parcours.queries.dossiers import en_cours_d_entree, entree_prevue
from parcours.queries.places import CANDIDAT
from parcours.queries.postes import postes_libres_de
from referentiels.regles.typographie import composer, compter
from sessions_formation.enums import StatutParcours, TransitionParcours
from sessions_formation.models import Parcours, Session
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture

Droit = Callable[[Any, Session], bool]


@require_http_methods(["GET", "POST"])
def admettre(request: HttpRequest, pk: int) -> HttpResponse:
    """Admit a candidate, once told what stands in the way if anything does."""
    parcours = lire(request, pk, peut_admettre)
    le = timezone.localdate()
    if parcours.statut not in CANDIDAT or parcours.session.statut not in ACCUEILLE:
        return deja(request, parcours)
    commencee = en_cours_d_entree(parcours.session, le)
    initial = {"debut": entree_prevue(parcours.session, le)}
    form = AdmettreForm(request.POST or None, commencee=commencee, initial=initial)
    if form.is_valid():
        lu = form.cleaned_data
        return faire(
            request,
            form,
            parcours,
            lambda: admettre_la_personne(
                parcours_id=pk,
                par=request.user,
                le=le,
                debut=lu["debut"],
                progression_compatible=lu.get("progression"),
            ),
            fait=lambda _: "L’admission est enregistrée : la structure qui suit la personne est informée.",
        ) or page(request, "parcours/admettre.html", parcours, form)
    return page(request, "parcours/admettre.html", parcours, form, refus=examiner_l_admission(parcours, le=le))


@require_http_methods(["GET", "POST"])
def ecarter(request: HttpRequest, pk: int) -> HttpResponse:
    """Turn a candidate down, after a page that says what follows."""
    parcours = lire(request, pk, peut_admettre)
    if parcours.statut not in CANDIDAT:
        return deja(request, parcours)
    form = EcarterForm(request.POST or None)
    if form.is_valid():
        acte = lambda: ne_pas_retenir(  # noqa: E731 read once, just below
            parcours_id=pk, raison=form.cleaned_data["raison"], par=request.user, le=timezone.localdate()
        )
        if fini := faire(request, form, parcours, acte, fait=lambda proposes: _ecartee(len(proposes))):
            return fini
    effets = [
        "La structure qui suit la personne en est informée, avec votre raison.",
        "Son poste va à la première personne de la liste d’attente, s’il y en a une.",
        "Une candidature non retenue ne se reprend pas : la structure peut en proposer une autre.",
    ]
    return page(request, "parcours/ecarter.html", parcours, form, effets=effets)


@require_http_methods(["GET", "POST"])
def sortie(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare how and when a person left."""
    parcours = lire(request, pk, peut_declarer)
    if parcours.statut not in {StatutParcours.ADMIS, StatutParcours.ENTRE}:
        return deja(request, parcours)
    entre = parcours.statut == StatutParcours.ENTRE
    le = timezone.localdate()
    form = SortieForm(request.POST or None, entre=entre, initial={"jour": min(le, parcours.session.fin or le)})
    if form.is_valid():
        lu = form.cleaned_data
        acte = lambda: declarer_sortie(  # noqa: E731 read once, just below
            parcours_id=pk, issue=form.transition, jour=lu.get("jour"), raison=lu["raison"], par=request.user, le=le
        )
        if fini := faire(request, form, parcours, acte, fait=lambda proposes: _sortie_dite(form, len(proposes))):
            return fini
    return page(request, "parcours/sortie.html", parcours, form, entre=entre)


@require_http_methods(["GET", "POST"])
def interruption(request: HttpRequest, pk: int) -> HttpResponse:
    """Declare that the training stops for a person, or starts again."""
    parcours = lire(request, pk, peut_declarer)
    if parcours.statut != StatutParcours.ENTRE:
        return deja(request, parcours)
    le, donnees = timezone.localdate(), request.POST or None
    en_cours = Interruption.objects.filter(parcours=parcours, fin=None).first()
    form: forms.Form
    if en_cours:
        form = RepriseForm(donnees, initial={"retour": le})
    else:
        form = InterruptionForm(donnees, initial={"debut": le})
    if form.is_valid():
        lu = form.cleaned_data
        if en_cours:
            acte = lambda: reprendre(parcours_id=pk, retour=lu["retour"], par=request.user, le=le)  # noqa: E731
            dit = "La reprise est déclarée : les structures et la Région sont informées."
        else:
            acte = lambda: interrompre(parcours_id=pk, par=request.user, le=le, **lu)  # noqa: E731
            dit = "L’interruption est déclarée : les structures et la Région sont informées."
        if fini := faire(request, form, parcours, acte, fait=lambda _: dit):
            return fini
    passees = Interruption.objects.filter(parcours=parcours).exclude(fin=None).order_by("debut")
    return page(request, "parcours/interruption.html", parcours, form, en_cours=en_cours, passees=passees)


@require_http_methods(["GET", "POST"])
def poste(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a person to another free post of the session."""
    parcours = lire(request, pk, peut_declarer)
    if parcours.statut not in VIVANT or parcours.intention_id is None:
        return deja(request, parcours)
    autres = [libres for libres in postes_libres_de(parcours.session_id) if libres.intention != parcours.intention]
    choix = [
        (
            libres.intention.pk,
            str(libres.intention.employeur),
            composer(
                f"{libres.intention.intitule_affiche} · {compter(len(libres.rangs), 'poste libre', 'postes libres')}"
            ),
        )
        for libres in autres
    ]
    form = PosteForm(request.POST or None, postes=choix)
    if form.is_valid():
        acte = lambda: changer_de_poste(  # noqa: E731 read once, just below
            parcours_id=pk, intention_id=form.cleaned_data["intention"], par=request.user
        )
        if fini := faire(request, form, parcours, acte, fait=lambda lui: f"C’est fait : {lui.intention.employeur}."):
            return fini
    return page(request, "parcours/poste.html", parcours, form, choix=choix)


@require_http_methods(["GET", "POST"])
def remplacer(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who takes over the place of somebody who left."""
    parcours = lire(request, pk, peut_declarer)
    deja_la = Parcours.objects.filter(remplace=parcours).exclude(statut=StatutParcours.NON_RETENU).exists()
    if parcours.statut not in REMPLACABLE or deja_la:
        return deja(request, parcours)
    candidats = list(remplacants_possibles(parcours))
    form = RemplacerForm(request.POST or None, candidats=candidats)
    if form.is_valid():
        acte = lambda: remplacer_la_personne(  # noqa: E731 read once, just below
            parcours_id=pk, remplacant_id=form.cleaned_data["remplacant"], par=request.user
        )
        if fini := faire(request, form, parcours, acte, fait=lambda lui: f"{lui.stagiaire} reprend la place."):
            return fini
    return page(request, "parcours/remplacer.html", parcours, form, candidats=candidats)


def lire(request: HttpRequest, pk: int, droit: Droit) -> Parcours:
    """Give a person in the reader's perimeter (404), on whom it may act (403); the reading is noted."""
    lignes = Parcours.objects.visibles_pour(request.user).select_related(
        "stagiaire", "structure", "valideur", "intention__employeur", "session__organisme", "session__lot",
        "session__commune", "session__lieu__commune",
    )  # fmt: skip
    parcours = get_object_or_404(lignes, pk=pk)
    if not droit(request.user, parcours.session):
        raise PermissionDenied
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    return parcours


def faire(
    request: HttpRequest,
    form: forms.Form,
    parcours: Parcours,
    acte: Callable[[], Any],
    *,
    fait: Callable[[Any], str],
) -> HttpResponse | None:
    """Do an act and lead back to the group; None when it is refused, its reasons then being those of the form."""
    try:
        rendu = acte()
    except TransitionImpossible as refus:
        messages.info(request, composer(str(refus)))
    except RegleViolee as refus:
        form.add_error(None, [composer(motif) for motif in refus.motifs])
        return None
    else:
        messages.success(request, composer(fait(rendu)))
    return redirect("parcours:groupe", parcours.session_id)


def page(request: HttpRequest, gabarit: str, parcours: Parcours, form: Any, **autres: Any) -> HttpResponse:
    """Draw the page of an act on a person."""
    contexte = {"parcours": parcours, "session": parcours.session, "form": form, **autres}
    return render(request, gabarit, contexte)


def deja(request: HttpRequest, parcours: Parcours) -> HttpResponse:
    """Somebody was first, or the page is an old one: say where the person stands."""
    ou = "en liste d’attente" if parcours.en_liste_d_attente else parcours.get_statut_display().lower()
    messages.info(request, composer(f"Rien n’a changé : pour {parcours.stagiaire}, il est noté « {ou} »."))
    return redirect("parcours:groupe", parcours.session_id)


def _ecartee(proposes: int) -> str:
    dit = "La candidature n’est pas retenue : la structure est informée."
    return f"{dit} {proposees(proposes)}" if proposes else dit


def _sortie_dite(form: SortieForm, proposes: int) -> str:
    dit = {
        TransitionParcours.TERMINER: "La fin de la formation est déclarée.",
        TransitionParcours.SORTIR_POUR_EMPLOI: "La sortie pour un emploi est déclarée.",
        TransitionParcours.EXCLURE: "L’exclusion est déclarée : la place est libre.",
        TransitionParcours.ABANDONNER: "L’abandon est déclaré : la place est libre.",
    }[TransitionParcours(form.transition)]
    return f"{dit} {proposees(proposes)}" if proposes else dit


def proposees(nombre: int) -> str:
    """Say how many people leave the waiting list for a place that was given back."""
    sont = "est proposée" if nombre == 1 else "sont proposées"
    return f"{compter(nombre, 'personne')} de la liste d’attente {sont} pour la place."

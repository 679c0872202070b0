"""The meeting itself: points noted one by one, then decisions carried out, then the committee closed."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from comites.actions.droits import PREPARER
from comites.actions.executer import executer_decisions
from comites.actions.noter import NoteIncomplete, noter_point
from comites.actions.tenir import clore_comite
from comites.admin.presentation import execution, ligne_de
from comites.enums import StatutComite
from comites.forms.comites import ClotureForm, PointForm
from comites.forms.note import NoteForm
from comites.models import Comite, PointComite
from comites.queries.execution import ACHETER, Lu, points_a_executer
from noyau.erreurs import RegleViolee
from noyau.listes import identifiant
from referentiels.regles.typographie import compter

if TYPE_CHECKING:
    from comites.admin.comites import ComiteAdmin

FICHE, SEANCE = "admin:comites_comite_change", "admin:comites_comite_seance"
LU = "lu_"


def seance(page: "ComiteAdmin", request: HttpRequest, comite: Comite) -> HttpResponse:
    """The page of the meeting, made to be projected: reserved points and facts stay apart, folded.

    A POST notes one point and leads to the next one that nobody has spoken on.
    """
    _exiger(request)
    if comite.statut == StatutComite.PREPARE:
        messages.info(request, "La séance n’est pas encore ouverte.")
        return redirect(FICHE, comite.pk)
    points = list(PointComite.objects.retenus().filter(comite=comite).select_related("note_par"))
    refus: tuple[int, NoteForm] | None = None
    if request.method == "POST":
        choisi = identifiant(request.POST.get("point", ""))
        point = next((point for point in points if point.pk == choisi), None)
        if point is None:
            return redirect(SEANCE, comite.pk)
        form = NoteForm(request.POST, point=point)
        if form.is_valid() and _noter(request, point, form):
            return redirect(_suite(comite, points, point))
        refus = (point.pk, form)
    return page.rendre(request, "seance", comite, _contexte(request, comite, points, refus))


def executer(page: "ComiteAdmin", request: HttpRequest, comite: Comite) -> HttpResponse:
    """What each decision would do; the button carries out those that wait, file by file."""
    _exiger(request)
    if not request.user.has_perm(ACHETER):
        raise PermissionDenied
    if request.method == "POST":
        lus = _lus(request)
        try:
            bilan = executer_decisions(comite_id=comite.pk, par=request.user, le=timezone.localdate(), lus=lus)
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            _dire(request, bilan.faites, bilan.empechees)
        return redirect("admin:comites_comite_executer", comite.pk)
    contexte = {"title": "Exécuter les décisions", **execution(points_a_executer(comite))}
    return page.rendre(request, "executer", comite, contexte)


def _lus(request: HttpRequest) -> dict[int, Lu]:
    """Give what the page showed of each decision; one whose field was tampered with is left out."""
    champs = {nom.removeprefix(LU): Lu.depuis(lu) for nom, lu in request.POST.items() if nom.startswith(LU)}
    return {cle: lu for nom, lu in champs.items() if lu and (cle := identifiant(nom)) is not None}


def clore(page: "ComiteAdmin", request: HttpRequest, comite: Comite) -> HttpResponse:
    """Write the report, then close: the record of decisions is published to those invited."""
    _exiger(request)
    form = ClotureForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            clore_comite(comite_id=comite.pk, par=request.user, **form.cleaned_data)
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "Le comité est clos : son relevé de décisions est publié.".replace(" :", " :"))
        return redirect(FICHE, comite.pk)
    a_noter = PointComite.objects.retenus().filter(comite=comite, issue="").count()
    contexte = {
        "title": "Clore le comité",
        "form": form,
        "a_noter": a_noter,
        "a_executer": sum(1 for ligne in points_a_executer(comite) if ligne.attend),
    }
    return page.rendre(request, "clore", comite, contexte)


def _exiger(request: HttpRequest) -> None:
    if not request.user.has_perm(PREPARER):
        raise PermissionDenied


def _noter(request: HttpRequest, point: PointComite, form: NoteForm) -> bool:
    """Note a point; what stands in the way is told in its form, where what was typed stays."""
    try:
        note, version = form.note, form.cleaned_data["version"]
        noter_point(point_id=point.pk, par=request.user, note=note, version=version)
    except NoteIncomplete as refus:
        for champ, phrase in refus.champs.items():
            form.add_error(champ, phrase)
        return False
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        # Sent again as it is, it is meant: the words of the other are on the page.
        form.data = form.data.copy()
        form.data["version"] = str(point.version)
        return False
    messages.success(request, f"Noté : {point.titre}".replace(" :", "\N{NO-BREAK SPACE}:", 1))
    return True


def _suite(comite: Comite, points: list[PointComite], point: PointComite) -> str:
    """Where to go on: the next point that nobody has spoken on, in the same part of the page."""
    memes = [autre for autre in points if autre.est_reserve == point.est_reserve]
    suivants = [autre for autre in memes[memes.index(point) + 1 :] if not autre.issue]
    adresse = reverse(SEANCE, args=[comite.pk]) + ("?reserves=oui" if point.est_reserve else "")
    return f"{adresse}#point-{(suivants or [point])[0].pk}"


def _contexte(
    request: HttpRequest, comite: Comite, points: list[PointComite], refus: tuple[int, NoteForm] | None
) -> dict[str, Any]:
    reserves = request.GET.get("reserves") == "oui" or bool(refus and refus[1].point.est_reserve)
    ouverte = comite.statut == StatutComite.TENU
    lignes = []
    for point in (point for point in points if point.est_reserve == reserves):
        sien = refus is not None and refus[0] == point.pk
        form = refus[1] if refus and sien else NoteForm(point=point)
        modifiable = ouverte and point.executee_le is None
        lignes.append({**ligne_de(point), "form": form if modifiable else None, "refuse": sien})
    return {
        "title": comite.get_nature_display(),
        "subtitle": comite.lieu_concerne,
        "lignes": lignes,
        "reserves": reserves,
        "autres": sum(1 for point in points if point.est_reserve != reserves),
        "notes": sum(1 for point in points if point.issue),
        "total": len(points),
        "ouverte": ouverte,
        "peut_acheter": request.user.has_perm(ACHETER),
        "libre": PointForm(auto_id="point_%s"),
    }


def _dire(request: HttpRequest, faites: int, empechees: int) -> None:
    if faites:
        messages.success(request, f"{compter(faites, 'décision exécutée', 'décisions exécutées')}.")
    if empechees:
        dit = compter(empechees, "décision n’a pas pu l’être", "décisions n’ont pas pu l’être")
        messages.warning(request, f"{dit} : lisez pourquoi ci-dessous, puis recommencez.".replace(" :", " :"))
    if not faites and not empechees:
        messages.info(request, "Rien n’attendait d’être exécuté.")

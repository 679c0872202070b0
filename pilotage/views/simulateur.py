"""The public simulator: the verdict and each finding, as fields are filled."""

from dataclasses import dataclass, field
from datetime import date

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from intentions.forms.reprise import CLE_DE_REPRISE
from intentions.queries.orientations import orientations_pour
from pilotage.forms.simulateur import SimulateurForm
from pilotage.simulation.essai import Essai, essayer
from referentiels.champs import en_constat, en_lien
from referentiels.queries.dispositifs import Fiche
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Verdict
from referentiels.regles.reglement import Reglement

# Said of a person's health as soon as an account signs the filing: it travels in the session, never in an address.
HORS_ADRESSE = "adaptation_boe"


@dataclass(frozen=True, slots=True)
class Resultat:
    """What ``simulateur/_resultat.html`` shows; ``essai`` is None while nothing has been answered."""

    essai: Essai | None = None
    illisibles: list[dict[str, str]] = field(default_factory=list)
    questions: list[dict[str, str]] = field(default_factory=list)
    orientations: list[Fiche] = field(default_factory=list)
    depot: str = ""


@login_not_required
@require_safe
@never_cache
@vary_on_headers("HX-Request")
def simulateur(request: HttpRequest) -> HttpResponse:
    """Judge, for today, the answers the address holds; htmx receives the result alone, and the address to show."""
    le = localdate()
    reglement = reglement_au(le)
    form = SimulateurForm(request.GET, reglement=reglement)
    resultat = _juger(form, reglement, le)
    _retenir(request, form)
    contexte = {"form": form, "resultat": resultat}
    if not request.htmx:
        return render(request, "simulateur/simulateur.html", {**contexte, "fragment": False})
    reponse = render(request, "simulateur/_resultat.html", {**contexte, "fragment": True})
    reponse["HX-Replace-Url"] = f"{request.path}?{form.adresse()}".removesuffix("?")
    return reponse


def _juger(form: SimulateurForm, reglement: Reglement, le: date) -> Resultat:
    form.is_valid()
    if form.vierge:
        return Resultat()
    dossier = form.dossier()
    essai = essayer(dossier, reglement=reglement, le=le)
    non_eligible = essai.verdict == Verdict.NON_ELIGIBLE
    return Resultat(
        essai=essai,
        illisibles=[en_constat(form[nom]) for nom in form.fields if nom in form.errors],
        questions=[en_lien(form[nom]) for nom in essai.questions if nom not in form.errors],
        orientations=orientations_pour(essai.constats, dossier.contrat.type, reglement) if non_eligible else [],
        depot="" if non_eligible else _depot(form),
    )


def _depot(form: SimulateurForm) -> str:
    reponses = QueryDict(form.adresse(), mutable=True)
    reponses.pop(HORS_ADRESSE, None)
    return f"{reverse('intentions:nouvelle')}?{reponses.urlencode()}".removesuffix("?")


def _retenir(request: HttpRequest, form: SimulateurForm) -> None:
    """Keep for the filing the one answer that is not in its address; open no session for anybody else."""
    if form.cleaned_data.get(HORS_ADRESSE):
        request.session[CLE_DE_REPRISE] = {HORS_ADRESSE: True}
    elif CLE_DE_REPRISE in request.session:
        del request.session[CLE_DE_REPRISE]

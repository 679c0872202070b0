"""The public page of the aids after a hire: what they are, and the calculator."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from aides.enums import TypeAide
from aides.forms.calculateur import CalculateurForm
from aides.queries.essai import Essai, essayer
from aides.queries.lettre import lignes_du_calcul
from referentiels.champs import en_constat, en_lien
from referentiels.queries.reglement import reglement_au
from referentiels.regles.constats import Verdict
from referentiels.regles.reglement import Reglement

# Said of a person's health as soon as an account signs the request: it travels in the session, never in its address.
HORS_ADRESSE = "rqth"
CLE_DE_REPRISE = "aide_reprise"


@dataclass(frozen=True, slots=True)
class Resultat:
    """What ``aides/_resultat.html`` shows; ``essai`` is None while nothing has been answered."""

    essai: Essai | None = None
    illisibles: list[dict[str, str]] = field(default_factory=list)
    questions: list[dict[str, str]] = field(default_factory=list)
    lignes: list[dict[str, str]] = field(default_factory=list)
    comparaison: list[dict[str, Any]] = field(default_factory=list)
    demande: str = ""


@login_not_required
@require_safe
@never_cache
@vary_on_headers("HX-Request")
def accueil(request: HttpRequest) -> HttpResponse:
    """Judge and count, for today, the answers the address holds; htmx receives the result alone."""
    le = localdate()
    reglement = reglement_au(le)
    form = CalculateurForm(request.GET, reglement=reglement)
    resultat = _juger(form, reglement, le)
    _retenir(request, form)
    contexte = {"form": form, "resultat": resultat, "reglement": reglement, "parts": _en_pour_cent(reglement)}
    if not request.htmx:
        return render(request, "aides/accueil.html", {**contexte, "fragment": False})
    reponse = render(request, "aides/_resultat.html", {**contexte, "fragment": True})
    reponse["HX-Replace-Url"] = f"{request.path}?{form.adresse()}".removesuffix("?")
    return reponse


def _en_pour_cent(reglement: Reglement) -> dict[str, Decimal]:
    """The shares the page says, in per cent."""
    return {nom: getattr(reglement, nom) * 100 for nom in ("pef_taux", "majoration_rqth", "majoration_senior")}


def _juger(form: CalculateurForm, reglement: Reglement, le: date) -> Resultat:
    form.is_valid()
    if form.vierge:
        return Resultat()
    dossier = form.dossier()
    essai = essayer(dossier, reglement=reglement, le=le)
    choisie = dossier.dispositif
    return Resultat(
        essai=essai,
        illisibles=[en_constat(form[nom]) for nom in form.fields if nom in form.errors],
        questions=[en_lien(form[nom]) for nom in essai.questions if nom not in form.errors],
        lignes=lignes_du_calcul(essai.calcul) if essai.calcul.possible else [],
        comparaison=[
            {"titre": TypeAide(sorte).label, "montant": montant, "choisie": sorte == choisie}
            for sorte, montant in essai.comparaison
        ],
        demande="" if essai.verdict == Verdict.NON_ELIGIBLE else _demande(form),
    )


def _demande(form: CalculateurForm) -> str:
    return f"{reverse('aides:nouvelle')}?{form.adresse(sauf=(HORS_ADRESSE,))}".removesuffix("?")


def _retenir(request: HttpRequest, form: CalculateurForm) -> None:
    """Keep for the request the one answer that is not in its address; open no session for anybody else."""
    if form.cleaned_data.get(HORS_ADRESSE):
        request.session[CLE_DE_REPRISE] = {HORS_ADRESSE: True}
    elif CLE_DE_REPRISE in request.session:
        del request.session[CLE_DE_REPRISE]

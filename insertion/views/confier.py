"""« Confier mes stagiaires à… »: before a leave, or for a colleague who has left."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from comptes import acces
from insertion.actions.confier import Charge, charge_de, confier_tout
from insertion.forms.confier import ConfierForm
from noyau.erreurs import RegleViolee
from referentiels.regles.typographie import compter, enumerer
from sessions_formation.views.acces import pour_referent


@require_http_methods(["GET", "POST"])
@pour_referent
def confier(request: HttpRequest) -> HttpResponse:
    """Say whose people, and to whom; then read how many, and confirm."""
    structures = acces.constantes(acces.structures_de(request.user))
    form = ConfierForm(request.POST or None, structures=structures, moi=request.user)
    contexte: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid() and request.POST.get("etape") != "revoir":
        de, a, structure = form.choix()
        charge = charge_de(de.pk, structure)
        if not any(charge):
            form.add_error("de", f"{de} ne suit personne pour cette structure.")
        elif request.POST.get("etape") == "confirmer" and _confier(request, form):
            return redirect("referent:accueil")
        else:
            contexte |= {"effets": _effets(charge, str(de), str(a)), "a": a}
    return render(request, "insertion/confier.html", contexte)


def _confier(request: HttpRequest, form: ConfierForm) -> bool:
    de, a, structure = form.choix()
    try:
        charge = confier_tout(de=de.pk, a=a.pk, structure_id=structure, par=request.user)
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        return False
    messages.success(request, f"{_en_mots(charge)} : {a} les suit désormais.")
    return True


def _effets(charge: Charge, de: str, a: str) -> list[str]:
    return [
        f"{_en_mots(charge)} passent de {de} à {a}, aujourd’hui.",
        f"{a} les trouve dans sa liste du jour, avec les appels et les notes.",
        "Les rappels des sessions et des suivis lui sont adressés.",
    ]


def _en_mots(charge: Charge) -> str:
    personnes = compter(charge.stagiaires, "personne") if charge.stagiaires else ""
    sessions = compter(charge.sessions, "session") if charge.sessions else ""
    return enumerer([mots for mots in (personnes, sessions) if mots])

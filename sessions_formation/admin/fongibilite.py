"""The page that moves hours between two sessions of a lot: a form, what it would do, then the act."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone

from noyau.erreurs import RegleViolee
from noyau.templatetags.maison import heures, montant
from referentiels.regles.typographie import composer, enumerer
from sessions_formation.actions.fongibilite import deplacer_heures
from sessions_formation.forms.fongibilite import FongibiliteForm
from sessions_formation.models import Lot
from sessions_formation.queries.commandes import Commande
from sessions_formation.queries.fongibilite import Mouvante, composantes_mouvantes, version_du_lot
from sessions_formation.queries.lots import ZERO, montants_du_lot

Rendre = Callable[[str, dict[str, Any]], HttpResponse]


def page_fongibilite(request: HttpRequest, lot: Lot, rendre: Rendre) -> HttpResponse:
    """Ask, name what follows, then act: the three steps post the same fields."""
    if not request.user.has_perm("sessions_formation.acheter_session"):
        raise PermissionDenied
    mouvantes = composantes_mouvantes(lot)
    if request.method != "POST":
        initial = {"de": request.GET.get("de"), "vers": request.GET.get("vers"), "lu": version_du_lot(lot)}
        return _saisie(lot, FongibiliteForm(initial=initial, mouvantes=mouvantes), rendre)
    form = FongibiliteForm(request.POST, mouvantes=mouvantes)
    etape = request.POST.get("etape")
    if not form.is_valid() or etape == "revoir":
        return _saisie(lot, form, rendre)
    if etape != "confirmer":
        return rendre("fongibilite_confirmer", _confirmation(lot, form))
    return _agir(request, lot, form, rendre)


def _agir(request: HttpRequest, lot: Lot, form: FongibiliteForm, rendre: Rendre) -> HttpResponse:
    try:
        avenants = deplacer_heures(**form.cleaned_data, par=request.user, le=timezone.localdate())
    except RegleViolee as refus:
        form.add_error(None, list(refus.motifs))
        form.data = form.data.copy()
        form.data["lu"] = str(version_du_lot(lot))
        return _saisie(lot, form, rendre)
    numeros = enumerer([avenant.numero for avenant in avenants])
    deplacees = heures(form.cleaned_data["heures"])
    messages.success(request, composer(f"{deplacees} déplacées ({numeros}) : la lettre part au mandataire."))
    return redirect("admin:sessions_formation_lot_change", lot.pk)


def _saisie(lot: Lot, form: FongibiliteForm, rendre: Rendre) -> HttpResponse:
    possible = len(form.mouvantes) > 1
    return rendre("fongibilite", {"form": form, "possible": possible, "title": "Déplacer des heures entre sessions"})


def _confirmation(lot: Lot, form: FongibiliteForm) -> dict[str, Any]:
    de, vers = (form.mouvantes[form.cleaned_data[nom]] for nom in ("de", "vers"))
    nombre = form.cleaned_data["heures"]
    rendu, ajoute = (nombre * mouvante.composante.prix_heure for mouvante in (de, vers))
    effet = ajoute - rendu
    mandataire = vers.composante.bon.mandataire
    return {
        "title": composer(f"Déplacer {heures(nombre)} ?"),
        "titre": f"De {de.composante.session.numero} vers {vers.composante.session.numero}",
        "verbe": f"Déplacer {heures(nombre)}",
        "effets": [
            composer(f"La session {de.composante.session.numero} rend {heures(nombre)}, soit {montant(rendu)}."),
            composer(f"La session {vers.composante.session.numero} en reçoit autant, soit {montant(ajoute)}."),
            _effet_sur_le_lot(effet),
            composer(f"Un avenant est pris et part par lettre à {mandataire}, avec votre motif."),
        ],
        "dit": [form.cleaned_data["motif"]],
        "cotes": [_cote(de, -nombre), _cote(vers, nombre)],
        "jauge": montants_du_lot(lot, le=timezone.localdate()).jauge(effet, deja_engage=False),
        "form": form,
    }


def _effet_sur_le_lot(effet: Decimal) -> str:
    if effet == ZERO:
        return "Le montant commandé sur le lot ne change pas."
    sens = "augmente" if effet > ZERO else "diminue"
    return composer(f"Le montant commandé sur le lot {sens} de {montant(abs(effet))} : les deux prix diffèrent.")


def _cote(mouvante: Mouvante, nombre: int) -> dict[str, Any]:
    """One session before and after, in hours and euros, and two bars on one scale."""
    avant, prix = mouvante.commande, mouvante.composante.prix_heure
    apres = avant.plus(Commande(0, nombre, nombre * prix))
    echelle = max(avant.heures, apres.heures, 1)
    session = mouvante.composante.session
    return {
        "cle": f"composante-{mouvante.composante.pk}",
        "session": f"{session.numero}, {session.intitule}",
        "note": f"{session.organisme.nom}, {montant(prix)} l’heure",
        "lignes": [
            {"nom": nom, "y": y, "heures": c.heures, "montant": c.montant, "part": f"{c.heures * 100 / echelle:.2f}%"}
            for nom, y, c in (("Avant", 0, avant), ("Après", 20, apres))
        ],
    }

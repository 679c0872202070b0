"""Declaring a month, opening it again, correcting one line: each asked on a page of its own."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from heures.actions.corriger import corriger as corriger_la_ligne
from heures.actions.declarer import declarer as declarer_les_heures
from heures.actions.declarer import empechements
from heures.actions.declarer import rouvrir as rouvrir_les_heures
from heures.enums import StatutReleve
from heures.forms.tableau import CorrigerForm
from heures.models import HeuresParcours, Releve
from heures.queries.tableau import tableau_de
from heures.regles.mois import de_mois, nommer_mois
from heures.views.acces import lire_pour_ecrire
from heures.views.releve import version_lue
from noyau.erreurs import RegleViolee, TransitionImpossible
from referentiels.regles.typographie import composer


@require_http_methods(["GET", "POST"])
def declarer(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before declaring: totals, what is to be looked at, what follows."""
    lu = lire_pour_ecrire(request, pk)
    if lu.statut != StatutReleve.OUVERT:
        messages.info(request, "Ces heures sont déjà déclarées.")
        return redirect("heures:releve", pk)
    le = timezone.localdate()
    if request.method == "POST":
        try:
            declarer_les_heures(releve_id=pk, par=request.user, le=le, lu=version_lue(request))
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, composer(f"Les heures {de_mois(lu.mois)} sont déclarées."))
        return redirect("heures:releve", pk)
    tableau = tableau_de(lu)
    refus = empechements(lu, tableau, le=le)
    effets = [
        "Seules les heures faites sont facturées, avec la facture du mois que prépare le service.",
        "Vous pouvez rouvrir la déclaration tant qu’aucune facture émise ne porte ces heures.",
    ]
    return _page(request, "heures/declarer.html", lu, tableau=tableau, refus=refus, effets=effets)


@require_http_methods(["GET", "POST"])
def rouvrir(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask before a declaration is opened again."""
    lu = lire_pour_ecrire(request, pk)
    if request.method == "POST":
        try:
            rouvrir_les_heures(releve_id=pk, par=request.user)
        except TransitionImpossible as refus:
            messages.info(request, str(refus))
        except RegleViolee as refus:
            messages.error(request, str(refus))
        else:
            messages.success(request, "La déclaration est rouverte : corrigez, puis déclarez de nouveau.")
        return redirect("heures:releve", pk)
    if lu.statut != StatutReleve.DECLARE:
        messages.info(request, "Cette déclaration est déjà rouverte.")
        return redirect("heures:releve", pk)
    effets = [
        "Ces heures ne comptent plus dans le projet de facture tant que vous ne les déclarez pas de nouveau.",
        "L’historique garde qui a rouvert, et quand.",
    ]
    return _page(request, "heures/rouvrir.html", lu, effets=effets, facture=tableau_de(lu).facture)


@require_http_methods(["GET", "POST"])
def corriger(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the hours of one trainee once they are declared, with a reason of the list."""
    lignes = HeuresParcours.objects.filter(releve__in=Releve.objects.visibles_pour(request.user))
    ligne = get_object_or_404(lignes.select_related("parcours__stagiaire"), pk=pk)
    lu = lire_pour_ecrire(request, ligne.releve_id)
    if lu.statut != StatutReleve.DECLARE:
        messages.info(request, "Ces heures ne sont pas déclarées : elles se corrigent dans le tableau.")
        return redirect("heures:releve", lu.pk)
    form = CorrigerForm(request.POST or None, initial={"faites": ligne.faites})
    if form.is_valid():
        try:
            fait = corriger_la_ligne(ligne_id=pk, par=request.user, **form.cleaned_data)
        except RegleViolee as refus:
            form.add_error("faites", list(refus.motifs))
        else:
            dit = "Les heures sont corrigées : la prochaine facture prend la différence."
            messages.success(request, dit if fait else "Rien n’a changé : ces heures étaient déjà celles-là.")
            return redirect("heures:releve", lu.pk)
    corrections = ligne.corrections.order_by("-le", "-pk")
    return _page(request, "heures/corriger.html", lu, ligne=ligne, form=form, corrections=corrections)


def _page(request: HttpRequest, gabarit: str, lu: Releve, **contexte: Any) -> HttpResponse:
    commun = {"releve": lu, "session": lu.session, "mois": nommer_mois(lu.mois), "de_mois": de_mois(lu.mois)}
    return render(request, gabarit, {**commun, "lu": lu.modifie_le.isoformat(), **contexte})

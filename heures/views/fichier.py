"""The hours of a relevé by a file: the template, what was understood of it, then its lines kept."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from heures.actions.saisir import saisir
from heures.enums import Saisie, StatutReleve
from heures.forms import fichier as lecture
from heures.models import Releve
from heures.queries.tableau import tableau_de
from heures.regles.mois import de_mois, ecrire_mois, nommer_mois
from heures.views.acces import lire_pour_ecrire
from noyau.erreurs import RegleViolee
from noyau.tableur import fichier as tableur
from referentiels.regles.typographie import composer, compter


@require_safe
def modele(request: HttpRequest, pk: int) -> HttpResponse:
    """The template of this relevé, with who is on it."""
    lu = lire_pour_ecrire(request, pk)
    return tableur(f"heures-{lu.session.numero}-{ecrire_mois(lu.mois)}.csv", lecture.modele(tableau_de(lu)))


@require_http_methods(["GET", "POST"])
def fichier(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a file, read what it says before anything is kept, then keep it."""
    lu = lire_pour_ecrire(request, pk)
    if lu.statut != StatutReleve.OUVERT:
        messages.info(request, "Ces heures sont déjà déclarées : rouvrez la déclaration pour les corriger.")
        return redirect("heures:releve", pk)
    if "apercu" in request.POST:
        return _garder(request, lu)
    form = lecture.FichierForm(request.POST or None, request.FILES or None)
    contexte = {
        "releve": lu,
        "session": lu.session,
        "mois": nommer_mois(lu.mois),
        "de_mois": de_mois(lu.mois),
        "form": form,
    }
    if request.method == "POST" and form.is_valid():
        tableau = tableau_de(lu)
        try:
            lue = lecture.lire_le_fichier(form.cleaned_data["fichier"], tableau)
        except lecture.FichierIllisible as refus:
            form.add_error("fichier", composer(str(refus)))
        else:
            contexte |= {
                "lue": lue,
                "rangs": tableau_de(lu, saisies=lue.lignes).lignes,
                "lus": set(lue.lignes),
                "apercu": lecture.garder(lu, lue),
            }
    return render(request, "heures/fichier.html", contexte)


def _garder(request: HttpRequest, lu: Releve) -> HttpResponse:
    try:
        version, lignes = lecture.reprendre(lu, request.POST["apercu"])
        saisir(
            releve_id=lu.pk,
            lignes=lignes,
            par=request.user,
            saisie=Saisie.FICHIER,
            lu=datetime.fromisoformat(version),
        )
    except lecture.FichierIllisible as refus:
        messages.error(request, composer(str(refus)))
        return redirect("heures:fichier", lu.pk)
    except RegleViolee:
        dit = "Ces heures ont changé depuis l’aperçu : envoyez de nouveau le fichier pour comparer."
        messages.error(request, composer(dit))
        return redirect("heures:fichier", lu.pk)
    messages.success(request, composer(f"{compter(len(lignes), 'ligne reprise', 'lignes reprises')} du fichier."))
    return redirect("heures:releve", lu.pk)

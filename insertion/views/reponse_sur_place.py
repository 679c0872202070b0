"""Answering a follow-up in the referent's list itself."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from insertion.queries.liste_suivis import avec_leurs_interlocuteurs, suivis_de
from insertion.views.adresses import retour_a_la_liste
from insertion.views.suivis import formulaire_du_suivi, noter_la_reponse
from noyau.lecture import lire_ou_404
from sessions_formation.views.acces import pour_referent


@require_http_methods(["GET", "POST"])
@pour_referent
def suivi(request: HttpRequest, pk: int) -> HttpResponse:
    """The questions under their line for htmx; without JavaScript, the page of the follow-up has them too."""
    lus = suivis_de(request.user).filter(prevu_le__lte=timezone.localdate())
    du = lire_ou_404(avec_leurs_interlocuteurs(lus), pk=pk)
    form = formulaire_du_suivi(request, du)
    if request.method == "POST" and noter_la_reponse(request, form, du):
        return redirect(retour_a_la_liste(request))
    contexte = {"suivi": du, "stagiaire": du.parcours.stagiaire, "form": form, "renoncer": retour_a_la_liste(request)}
    if not request.htmx:
        return render(request, "insertion/reponse.html", contexte)
    reponse = render(request, "insertion/_reponse_sur_place.html", contexte)
    reponse["HX-Retarget"], reponse["HX-Reswap"] = f"#sous-s{pk}", "innerHTML"
    return reponse

"""The employer's own list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from intentions.enums import StatutIntention
from intentions.filtres import FiltreIntentions, trier
from intentions.queries.listes import comptes_par_statut, etablissements_de, intentions_de
from intentions.queries.participants import marquer_nouveaux
from noyau.listes import Colonne, adresse, page_de, pages, tri_de

COLONNES = (
    Colonne("", "Poste"),
    Colonne("etablissement", "Établissement"),
    Colonne("", "Contrat"),
    Colonne("", "Postes", nombre=True),
    Colonne("depot", "Dépôt"),
    Colonne("etat", "État"),
    Colonne("", "Actions"),
)


@require_safe
def liste(request: HttpRequest) -> HttpResponse:
    """Every intention of the person's establishments; filters, sort and page are in the address."""
    siennes = intentions_de(request.user)
    filtre = FiltreIntentions(request.GET, queryset=siennes, etablissements=etablissements_de(request.user))
    tri, colonnes = tri_de(request, COLONNES, defaut="-depot")
    page = page_de(request, trier(filtre.qs, tri))
    marquer_nouveaux(request.user, page)
    comptes = comptes_par_statut(siennes)
    contexte = {
        "form": filtre.form,
        "gardes": [(nom, request.GET[nom]) for nom in ("statut", "tri") if request.GET.get(nom)],
        "intentions": page,
        "pages": pages(request, page),
        "filtres": _filtres(request, comptes),
        "total": sum(combien for _, combien in comptes),
        "colonnes": colonnes,
    }
    return render(request, "intentions/liste.html", contexte)


def _filtres(request: HttpRequest, comptes: list[tuple[StatutIntention, int]]) -> list[dict]:
    courant = request.GET.get("statut", "")
    toutes = {
        "texte": "Toutes",
        "url": adresse(request, statut=None),
        "courant": not courant,
        "compte": sum(combien for _, combien in comptes),
    }
    return [toutes] + [
        {
            "texte": statut.label,
            "url": adresse(request, statut=statut.value),
            "courant": courant == statut,
            "compte": combien,
        }
        for statut, combien in comptes
    ]

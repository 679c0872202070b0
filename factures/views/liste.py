"""The invoices a training body issues as mandataire."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from factures.actions.controler import ses_factures
from factures.forms.filtres import ETAPES, FiltreFactures
from factures.queries.liste import avec_a_faire, mois_factures, pour_la_page
from noyau.listes import Colonne, adresse, liste_filtree, page_de, tri_de
from sessions_formation.models import Lot
from sessions_formation.views.acces import pour_organisme

PAR_DEFAUT = "-mois"
COLONNES = (
    Colonne("numero", "Facture"),
    Colonne("lot", "Lot"),
    Colonne("mois", "Mois"),
    Colonne("montant", "Montant", nombre=True),
    Colonne("echeance", "À payer le"),
    Colonne("", "État"),
)
TRIS = {
    "numero": F("numero"),
    "lot": F("bon__lot__numero"),
    "mois": F("mois"),
    "montant": F("montant_ttc"),
    "echeance": F("echeance"),
}


@require_safe
@pour_organisme
def liste(request: HttpRequest) -> HttpResponse:
    """Drafts to check and what the Région sent back first, then the latest months."""
    siennes = ses_factures(request.user)
    lots = Lot.objects.filter(pk__in=siennes.values("bon__lot")).order_by("numero")
    filtre = FiltreFactures(request.GET, lots=lots, mois=mois_factures(siennes))
    tri, tetes = tri_de(request, COLONNES, defaut=PAR_DEFAUT)
    expression = TRIS[tri.removeprefix("-")]
    ordre = expression.desc(nulls_last=True) if tri.startswith("-") else expression.asc(nulls_last=True)
    # Unless its reader sorts the list otherwise.
    tete = ("-a_faire",) if tri == PAR_DEFAUT else ()
    factures = pour_la_page(filtre.appliquer(avec_a_faire(siennes)))
    page = page_de(request, factures.order_by(*tete, ordre, "-pk"))
    courante = request.GET.get("etape", "")
    contexte = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "etapes": [
            {"texte": texte, "url": adresse(request, etape=code), "courant": code == courante}
            for code, (texte, _) in ETAPES.items()
        ],
    }
    return render(request, "factures/liste.html", contexte)

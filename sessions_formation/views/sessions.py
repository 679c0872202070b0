"""The sessions of a training body and, as mandataire, of its groupement."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from noyau.listes import Colonne, adresse, liste_filtree, page_de, tri_de
from sessions_formation.forms.filtres import ETAPES, FiltreSessions
from sessions_formation.models import Lot, Session
from sessions_formation.models.sessions import perimetre_de
from sessions_formation.queries.fiches import sans_fiche
from sessions_formation.queries.fil import marquer_nouveaux
from sessions_formation.views.acces import pour_organisme

PAR_DEFAUT = "-creee"
COLONNES = (
    Colonne("intitule", "Session"),
    Colonne("organisme", "Organisme"),
    Colonne("lot", "Lot"),
    Colonne("debut", "Dates"),
    Colonne("montant", "Montant", nombre=True),
    Colonne("", "État"),
)
TRIS = {
    "intitule": F("intitule"),
    "organisme": F("organisme__nom"),
    "lot": F("lot__numero"),
    "debut": F("debut"),
    # The price first: PostgreSQL multiplies two smallints as one, which ends at 32 767.
    "montant": F("prix_heure") * F("effectif") * F("heures"),
    "creee": F("cree_le"),
}


@require_safe
@pour_organisme
def liste(request: HttpRequest) -> HttpResponse:
    """Own sessions and, as mandataire, the group's requests; what waits for the reader first, then the latest."""
    le = timezone.localdate()
    lots = Lot.objects.visibles_pour(request.user)
    filtre = FiltreSessions(request.GET, lots=lots)
    tri, tetes = tri_de(request, COLONNES, defaut=PAR_DEFAUT)
    expression = TRIS[tri.removeprefix("-")]
    ordre = expression.desc(nulls_last=True) if tri.startswith("-") else expression.asc(nulls_last=True)
    perimetre = perimetre_de(request.user)
    visibles = Session.objects.du_perimetre(perimetre).avec_a_faire(perimetre)
    sessions = filtre.appliquer(visibles).pour_liste()
    # Unless its reader sorts the list otherwise.
    tete = ("-a_faire",) if tri == PAR_DEFAUT else ()
    page = page_de(request, sessions.order_by(*tete, ordre, "-cree_le", "-pk"))
    marquer_nouveaux(request.user, page.object_list)
    courante = request.GET.get("etape", "")
    contexte = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "etapes": [
            {"texte": texte, "url": adresse(request, etape=code), "courant": code == courante}
            for code, (texte, _) in ETAPES.items()
        ],
        "peut_demander": any(lot.debut <= le <= lot.fin for lot in filtre.lots),
        "sans_fiche": sans_fiche(perimetre.organismes, le).count(),
    }
    return render(request, "sessions/liste.html", contexte)

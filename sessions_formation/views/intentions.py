"""The intentions a training body may take: the list it picks from, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.acces import organismes_de
from intentions.queries.participants import marquer_nouveaux, nouveaux_du_fil
from noyau.listes import Colonne, liste_filtree, page_de, tri_de
from referentiels.queries.besoins import enquete_du_metier
from sessions_formation.forms.filtres import FiltreIntentions
from sessions_formation.models import Lot, Session
from sessions_formation.queries.intentions import intentions_a_prendre, intentions_lisibles
from sessions_formation.queries.interets import interet_signale_par, nos_interets
from sessions_formation.views.acces import pour_organisme
from sessions_formation.views.prise import destinataire_de, etapes_de, lieu_de, offre_de

COLONNES = (
    Colonne("employeur", "Employeur"),
    Colonne("commune", "Lieu"),
    Colonne("", "Contrat"),
    Colonne("postes", "Postes", nombre=True),
    Colonne("deposee", "Déposée"),
)
TRIS = {
    "employeur": "employeur__nom",
    "commune": "commune__nom_normalise",
    "postes": "nombre_postes",
    "deposee": "deposee_le",
}


@require_safe
@pour_organisme
def liste(request: HttpRequest) -> HttpResponse:
    """What may be taken, the oldest first: addressed to the training body, or free within its lots."""
    le = timezone.localdate()
    lots = Lot.objects.visibles_pour(request.user).ouverts(le)
    organismes = organismes_de(request.user)
    filtre = FiltreIntentions(request.GET, lots=lots, organismes=organismes)
    tri, tetes = tri_de(request, COLONNES, defaut="deposee")
    sens = "-" if tri.startswith("-") else ""
    intentions = filtre.appliquer(intentions_a_prendre(request.user, le=le)).pour_liste().sans_les_textes()
    intentions = intentions.annotate(interet_signale=interet_signale_par(organismes))
    page = page_de(request, intentions.order_by(sens + TRIS[tri.removeprefix("-")], "deposee_le", "pk"))
    marquer_nouveaux(request.user, page)
    contexte = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "lignes": [
            {
                "intention": intention,
                "lieu": lieu_de(intention),
                "etapes": etapes_de(intention),
                "pour": destinataire_de(intention),
            }
            for intention in page
        ],
    }
    return render(request, "sessions/intentions.html", contexte)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One intention as a training body sees it: the offer, whom to call, what the employer takes part in."""
    le = timezone.localdate()
    intention = get_object_or_404(
        intentions_lisibles(request.user, le=le).pour_liste().select_related("secteur", "formation_departement"), pk=pk
    )
    nos_sessions = Session.objects.modifiables_par(request.user).filter(retenues__intention=intention)
    contexte = {
        "intention": intention,
        "sessions": nos_sessions.order_by("-cree_le", "-pk"),
        "a_prendre": intentions_a_prendre(request.user, le=le).filter(pk=pk).exists(),
        "offre": offre_de(intention, contrat=intention.contrat_affiche),
        "pour": destinataire_de(intention),
        "interets": nos_interets(request.user, intention),
        "enquete": enquete_du_metier(intention.metier_id, intention.departement_id),
    }
    contexte["nouveaux"] = nouveaux_du_fil(request.user, intention)
    return render(request, "sessions/intention.html", contexte)

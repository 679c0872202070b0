"""The intentions a training body may take: the list it picks from, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from noyau.listes import Colonne, adresse, page_de, pages, tri_de
from sessions_formation.forms.filtres import FiltreIntentions
from sessions_formation.models import Lot, Session
from sessions_formation.queries.intentions import intentions_a_prendre, intentions_lisibles
from sessions_formation.views.acces import pour_organisme
from sessions_formation.views.prise import destinataire_de, etapes_de, lieu_de

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
    filtre = FiltreIntentions(request.GET, lots=lots)
    tri, tetes = tri_de(request, COLONNES, defaut="deposee")
    sens = "-" if tri.startswith("-") else ""
    intentions = filtre.appliquer(intentions_a_prendre(request.user, le=le)).pour_liste()
    page = page_de(request, intentions.order_by(sens + TRIS[tri.removeprefix("-")], "deposee_le", "pk"))
    contexte = {
        "filtre": filtre,
        "filtree": any(request.GET.get(nom) for nom in filtre.fields),
        "tetes": tetes,
        "page": page,
        "pages": pages(request, page),
        "sans_filtre": adresse(request, **dict.fromkeys(filtre.fields)),
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
        "offre": _offre(intention),
        "pour": destinataire_de(intention),
    }
    return render(request, "sessions/intention.html", contexte)


def _offre(intention) -> list[dict[str, str]]:
    faits = [
        ("Métier", intention.metier.libelle if intention.metier_id else ""),
        ("Secteur", intention.secteur.libelle if intention.secteur_id else ""),
        ("Lieu de l’emploi", lieu_de(intention)),
        ("Contrat", intention.contrat_affiche),
        ("Agence d’intérim", intention.agence_interim),
        ("Formation souhaitée", intention.formation_souhaitee),
        ("Où se former", intention.formation_departement.nom if intention.formation_departement_id else ""),
    ]
    return [{"nom": nom, "valeur": valeur} for nom, valeur in faits if valeur]

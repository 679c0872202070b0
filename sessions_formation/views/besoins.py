"""The needs of a territory, as its referents read them: what waits for a training body, and whom to call."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from comptes.acces import departements_de
from comptes.models import Role
from noyau.listes import Colonne, liste_filtree, page_de, tri_de
from referentiels.models import Departement
from referentiels.queries.besoins import enquete_du_metier
from sessions_formation.forms.besoins import FiltreBesoins
from sessions_formation.queries.besoins import besoins_du_territoire, organismes_a_appeler, territoire_de
from sessions_formation.queries.interets import nombre_d_interesses
from sessions_formation.views.acces import en_referent, pour, pour_referent
from sessions_formation.views.prise import etapes_de, lieu_de, offre_de

COLONNES = (
    Colonne("employeur", "Employeur"),
    Colonne("commune", "Lieu"),
    Colonne("", "Contrat"),
    Colonne("postes", "Postes", nombre=True),
    Colonne("embauche", "Embauche"),
    Colonne("deposee", "Déposée"),
)
TRIS = {
    "employeur": "employeur__nom",
    "commune": "commune__nom_normalise",
    "postes": "nombre_postes",
    "embauche": "embauche_souhaitee",
    "deposee": "deposee_le",
}


@require_safe
@pour(Role.REFERENT, Role.ORGANISME)
def liste(request: HttpRequest) -> HttpResponse:
    """The free needs of the referent's départements, the oldest first; a training body has a list of its own."""
    if not en_referent(request):
        return redirect("sessions:intentions")
    filtre = FiltreBesoins(request.GET, departements=_departements(request))
    tri, tetes = tri_de(request, COLONNES, defaut="deposee")
    sens = "-" if tri.startswith("-") else ""
    besoins = filtre.appliquer(besoins_du_territoire(request.user, le=timezone.localdate())).pour_liste()
    besoins = besoins.annotate(interesses=nombre_d_interesses())
    page = page_de(request, besoins.order_by(sens + TRIS[tri.removeprefix("-")], "deposee_le", "pk"))
    contexte = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "lignes": [
            {"intention": intention, "lieu": lieu_de(intention), "etapes": etapes_de(intention)} for intention in page
        ],
    }
    return render(request, "besoins/liste.html", contexte)


@require_safe
@pour_referent
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One need: the offer, whom to call at the employer's, which training bodies could take it."""
    le = timezone.localdate()
    besoins = besoins_du_territoire(request.user, le=le).annotate(interesses=nombre_d_interesses())
    complets = besoins.pour_liste().select_related("secteur", "formation_departement")
    intention = get_object_or_404(complets, pk=pk)
    territoire = territoire_de(intention)
    contexte = {
        "intention": intention,
        # Without its hours: under the threshold, they tell by themselves that they are adapted to a disability.
        "offre": offre_de(intention, contrat=intention.contrat_court),
        "organismes": organismes_a_appeler([territoire], le=le)[territoire],
        "enquete": enquete_du_metier(intention.metier_id, intention.departement_id),
    }
    return render(request, "besoins/detail.html", contexte)


def _departements(request: HttpRequest):
    return Departement.objects.filter(pk__in=departements_de(request.user))

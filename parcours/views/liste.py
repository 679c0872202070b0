"""« Mes stagiaires »: the people a référent or a training body follows."""

from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from comptes import acces
from comptes.models import Role
from noyau.listes import Colonne, adresse, identifiant, liste_filtree, page_de_cles, tri_de
from parcours.forms.filtres import ETAPES, FiltreParcours
from parcours.queries.liste import lus_dans_l_ordre, suivis_par
from referentiels.models import StructureReseau
from sessions_formation.models import Parcours, Session
from sessions_formation.views.acces import pour

PAR_DEFAUT = "-recent"
COLONNES = (
    Colonne("nom", "Personne"),
    Colonne("session", "Formation"),
    Colonne("debut", "Dates"),
    Colonne("", "Emploi au bout"),
    Colonne("statut", "État"),
)
TRIS = {
    "nom": F("stagiaire__nom_normalise"),
    "session": F("session__intitule"),
    "debut": F("session__debut"),
    "statut": F("statut"),
    "recent": F("cree_le"),
}


@require_safe
@pour(Role.REFERENT, Role.ORGANISME)
def liste(request: HttpRequest) -> HttpResponse:
    """The latest proposed first; filters, sort and page are kept in the address."""
    siennes = acces.constantes(acces.structures_de(request.user))
    filtre = FiltreParcours(request.GET, structures=StructureReseau.objects.filter(pk__in=siennes))
    tri, tetes = tri_de(request, COLONNES, defaut=PAR_DEFAUT)
    if tri.removeprefix("-") not in TRIS:
        tri = PAR_DEFAUT
    expression = TRIS[tri.removeprefix("-")]
    ordre = expression.desc(nulls_last=True) if tri.startswith("-") else expression.asc(nulls_last=True)
    siens = filtre.appliquer(suivis_par(request.user)).order_by(ordre, "-cree_le", "-pk")
    page = page_de_cles(request, siens.values_list("pk", flat=True))
    courante = request.GET.get("etape", "")
    contexte = {
        **liste_filtree(request, page, filtre=filtre, tetes=tetes),
        "session": _session(request),
        "toutes_les_sessions": adresse(request, session=None),
        "choix_de_structure": len(siennes) > 1,
        "lignes": [{"parcours": parcours, "poste": _poste(parcours)} for parcours in lus_dans_l_ordre(page)],
        "etapes": [
            {"texte": texte, "url": adresse(request, etape=code), "courant": code == courante}
            for code, (texte, _) in ETAPES.items()
        ],
    }
    return render(request, "parcours/liste.html", contexte)


def _session(request: HttpRequest) -> Session | None:
    """The session the list is narrowed to, when it is one of the reader's."""
    pk = identifiant(request.GET.get("session", ""))
    if pk is None:
        return None
    return Session.objects.filter(pk__in=suivis_par(request.user).filter(session=pk).values("session")).first()


def _poste(parcours: Parcours) -> str:
    if parcours.intention is not None:
        return str(parcours.intention.employeur)
    return "Liste d’attente" if parcours.en_liste_d_attente else "Socle"

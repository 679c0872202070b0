"""What the Réseau pour l'emploi of a territory reads of its committees: agendas, then records of decisions.

Never a reserved point, an amount of a lot, a verdict nor a trust signal (docs/decisions/0031).
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from comites.actions.figer import ORDRE_DU_JOUR
from comites.enums import StatutComite
from comites.models import Comite, PointComite
from comites.queries.besoins import enquete_du_comite
from comites.queries.documents import adresse_publique, agenda_de, parties_publiques
from noyau.courriers import Document
from noyau.documents import reponse_pdf
from noyau.listes import page_de, pages
from noyau.templatetags.maison import horaire
from sessions_formation.views.acces import pour_referent
from sessions_formation.views.etapes import reponse_agenda


@require_safe
@pour_referent
def liste(request: HttpRequest) -> HttpResponse:
    """The committees of the person's départements, the latest first."""
    page = page_de(request, Comite.objects.visibles_pour(request.user).pour_liste().order_by("-debut", "-pk"))
    lignes = [
        {"comite": comite, "quand": horaire(comite.debut, comite.fin), "releve": comite.statut == StatutComite.CLOS}
        for comite in page
    ]
    return render(request, "comites/liste.html", {"page": page, "pages": pages(request, page), "lignes": lignes})


@require_safe
@pour_referent
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One committee: its agenda, and once it is closed what was decided."""
    comite = _lire(request, pk)
    clos = comite.statut == StatutComite.CLOS
    points = list(PointComite.objects.publics().filter(comite=comite)) if comite.ordre_arrete else []
    documents = list(Document.objects.de(comite))
    contexte = {
        "comite": comite,
        "quand": str(horaire(comite.debut, comite.fin)).capitalize(),
        "parties": parties_publiques(points),
        "clos": clos,
        "documents": _derniers(documents) if comite.ordre_arrete else [],
        "structures": comite.structures.order_by("nom", "pk"),
        "a_venir": comite.statut == StatutComite.PREPARE,
        "enquete": enquete_du_comite(comite),
    }
    return render(request, "comites/detail.html", contexte)


@require_safe
@pour_referent
def document(request: HttpRequest, pk: int, document: int) -> HttpResponse:
    """Give the PDF of an agenda or of a record of decisions."""
    comite = _lire(request, pk)
    return reponse_pdf(get_object_or_404(Document.objects.de(comite), pk=document), sort="attachment")


@require_safe
@pour_referent
def agenda(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the meeting as a calendar file."""
    comite = _lire(request, pk)
    return reponse_agenda(agenda_de(comite, adresse=adresse_publique(comite)))


def _lire(request: HttpRequest, pk: int) -> Comite:
    comites = Comite.objects.visibles_pour(request.user).select_related("territoire", "departement", "cree_par")
    return get_object_or_404(comites, pk=pk)


def _derniers(documents: list[Document]) -> list[Document]:
    """Keep the last agenda alone: the earlier ones no longer hold."""
    ordres = [document for document in documents if document.modele == ORDRE_DU_JOUR]
    return [document for document in documents if document.modele != ORDRE_DU_JOUR or document == ordres[0]]

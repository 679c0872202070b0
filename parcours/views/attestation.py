"""The attestation of a person: taken by its training body, by who follows it, by the Région."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from comptes.models import Utilisateur
from noyau.documents import reponse_pdf
from parcours.queries.attestation import attestation_de
from parcours.queries.lecteur import lecteur_de
from parcours.rubriques import Rubrique
from sessions_formation.models import Parcours
from stagiaires.actions.consulter import noter_consultation
from stagiaires.enums import Lecture


@require_safe
def attestation(request: HttpRequest, pk: int) -> HttpResponse:
    """Give the PDF of the attestation that holds; 404 for an employer, and where there is none."""
    siens = Parcours.objects.visibles_pour(request.user).select_related("stagiaire", "session", "intention")
    parcours = get_object_or_404(siens, pk=pk)
    document = None if lecteur_de(request.user, parcours).employeur_seul else attestation_de(parcours)
    if document is None:
        raise Http404("Il n’y a pas d’attestation.")
    noter_consultation(parcours.stagiaire, par=request.user, page=Lecture.FICHE)
    return reponse_pdf(document, sort="attachment")


def rubrique_attestation(parcours: Parcours, lecteur: Utilisateur) -> Rubrique | None:
    """Give the part of a person's page that leads to it; None where there is none."""
    document = attestation_de(parcours)
    if document is None or lecteur_de(lecteur, parcours).employeur_seul:
        return None
    contexte = {"document": document, "parcours": parcours}
    return Rubrique("Attestation de formation", "parcours/_rubrique_attestation.html", contexte)

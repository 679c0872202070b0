"""A person's attestation, by its personal link."""

from django.http import Http404, HttpRequest, HttpResponse

from comptes import liens
from comptes.liens import Usage
from insertion.queries.avis import parcours_du_lien
from insertion.views.liens import par_lien
from noyau.documents import reponse_pdf
from parcours.queries.attestation import attestation_de
from sessions_formation.models import Parcours


@par_lien(Usage.ATTESTATION, parcours_du_lien)
def par_le_lien(request: HttpRequest, parcours: Parcours, courriel: str, jeton: str) -> HttpResponse:
    """Give the PDF of the attestation that holds."""
    document = attestation_de(parcours)
    if document is None:
        raise Http404("Il n’y a pas d’attestation.")
    return reponse_pdf(document, sort="attachment")


def chemin_attestation(parcours: Parcours, contact: str) -> str:
    """Give the address of a person's attestation for who reads ``contact``; empty where there is none (1 query)."""
    if attestation_de(parcours) is None:
        return ""
    return liens.chemin("insertion:attestation_lien", Usage.ATTESTATION, contact, objet=parcours.pk)

"""Files of a request: proofs, letters, the plan to sign. Given to its employer and to officers, to nobody else."""

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from aides.actions.region import lit_les_pieces
from aides.models import DemandeAide
from aides.queries.avancement import plan_de, sequences_de
from aides.views.presentation import demande_de
from comptes import acces
from noyau.documents import mettre_en_page, reponse_pdf
from noyau.lettres import Document
from noyau.pieces import Piece
from noyau.televersement import reponse_piece


@require_safe
def piece(request: HttpRequest, pk: int) -> FileResponse:
    """A proof, or a file of a message: of the Région, a proof is for who instructs or settles, as in its own pages."""
    trouvee = get_object_or_404(Piece, pk=pk, objet_type=DemandeAide._meta.label_lower)
    _exiger_lisible(request, trouvee.objet_id, nomme=trouvee.message_id is None)
    return reponse_piece(trouvee)


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """A letter, which names the person; ``?telecharger`` keeps it rather than shows it."""
    trouve = get_object_or_404(Document, pk=pk, objet_type=DemandeAide._meta.label_lower)
    _exiger_lisible(request, trouve.objet_id, nomme=True)
    return reponse_pdf(trouve, sort="attachment" if "telecharger" in request.GET else "inline")


@require_safe
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan as PDF, to print and sign; drawn each time, kept nowhere: it still changes."""
    demande = demande_de(request.user, pk)
    ecrit = plan_de(demande)
    sequences = sequences_de(ecrit)
    contexte = {
        "demande": demande,
        "plan": ecrit,
        "sequences": sequences,
        "total": sum((ligne.heures for ligne in sequences), start=0),
        "tutorat": demande.dispositif != "pef",
    }
    contenu = mettre_en_page("plan_formation", contexte)
    entetes = {
        "Content-Disposition": 'attachment; filename="plan-de-formation.pdf"',
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(contenu, content_type="application/pdf", headers=entetes)


def _exiger_lisible(request: HttpRequest, pk: int, *, nomme: bool) -> None:
    """Raise 404 out of sight; 403 for an officer who reads nothing that names people (``nomme``)."""
    get_object_or_404(DemandeAide.objects.visibles_pour(request.user), pk=pk)
    if nomme and acces.est_agent(request.user) and not lit_les_pieces(request.user):
        raise PermissionDenied

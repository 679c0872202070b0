"""The signed statement of a month: attached, given back, taken away when it was the wrong file."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from heures.actions.attacher import attacher, retirer_la_piece
from heures.forms.tableau import PieceForm
from heures.models import Releve
from heures.queries.pieces import RELEVE_SIGNE
from heures.views.acces import lire, lire_pour_ecrire
from heures.views.releve import page_du_releve
from noyau.erreurs import RegleViolee
from noyau.pieces import Piece
from noyau.televersement import reponse_piece


@require_POST
def joindre(request: HttpRequest, pk: int) -> HttpResponse:
    """Attach a file to a relevé; one refused says why beside its field."""
    lu = lire_pour_ecrire(request, pk)
    form = PieceForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            attacher(releve_id=lu.pk, lue=form.cleaned_data["piece"], par=request.user)
        except RegleViolee as refus:
            form.add_error("piece", list(refus.motifs))
        else:
            messages.success(request, "Le relevé signé est joint.")
            return redirect(f"{reverse('heures:releve', args=[pk])}#t-signe")
    return page_du_releve(request, lu, piece_form=form)


@require_safe
def piece(request: HttpRequest, pk: int) -> FileResponse:
    """A file attached to a relevé, for who reads it."""
    jointe = _piece(pk)
    lire(request, jointe.objet_id)
    return reponse_piece(jointe)


@require_POST
def retirer(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back a file attached by mistake."""
    jointe = _piece(pk)
    lu = lire_pour_ecrire(request, jointe.objet_id)
    retirer_la_piece(piece_id=pk, releve_id=lu.pk, par=request.user)
    messages.success(request, "Le fichier est retiré.")
    return redirect("heures:releve", lu.pk)


def _piece(pk: int) -> Piece:
    return get_object_or_404(Piece, pk=pk, objet_type=Releve._meta.label_lower, categorie=RELEVE_SIGNE)

"""The signed statement of a month: attached, given back."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from heures.actions.attacher import attacher
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


def _piece(pk: int) -> Piece:
    return get_object_or_404(Piece, pk=pk, objet_type=Releve._meta.label_lower, categorie=RELEVE_SIGNE)

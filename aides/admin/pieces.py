"""The proofs of a request, opened one by one, and noted as seen."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path

from aides.actions.instruire import noter_piece_vue
from aides.actions.region import lit_les_pieces
from aides.models import DemandeAide
from noyau.messagerie import pieces_des_messages
from noyau.pieces import Piece
from noyau.televersement import reponse_piece

DOSSIER = "admin:aides_demandeaide_change"


class PiecesDeLaDemande:
    """What the administration of aids gains: its proofs. They name people: for who instructs or settles."""

    def get_urls(self) -> list[URLPattern]:
        vue, nom = self.admin_site.admin_view, "aides_demandeaide"
        return [
            path("<int:object_id>/pieces/<int:piece_id>/", vue(self.piece), name=f"{nom}_piece"),
            path("<int:object_id>/pieces/<int:piece_id>/vue/", vue(self.piece_vue), name=f"{nom}_piece_vue"),
            path("pieces-de-message/<int:piece_id>/", vue(self.piece_de_message), name="aides_piece_de_message"),
            *super().get_urls(),
        ]

    def piece(self, request: HttpRequest, object_id: int, piece_id: int) -> HttpResponse:
        """Give a proof back, to be kept and opened."""
        demande = self._lire(request, object_id)
        return reponse_piece(get_object_or_404(Piece.objects.de(demande), pk=piece_id))

    def piece_vue(self, request: HttpRequest, object_id: int, piece_id: int) -> HttpResponse:
        """Note a proof as seen (POST)."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        demande = self._lire(request, object_id)
        get_object_or_404(Piece.objects.de(demande), pk=piece_id)
        noter_piece_vue(demande_id=demande.pk, piece_id=piece_id, par=request.user)
        messages.success(request, "La pièce est notée comme vue.")
        return redirect(DOSSIER, demande.pk)

    def piece_de_message(self, request: HttpRequest, piece_id: int) -> HttpResponse:
        """Give back a file joined to a message."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        piece = get_object_or_404(pieces_des_messages(DemandeAide), pk=piece_id)
        get_object_or_404(DemandeAide.objects.visibles_pour(request.user), pk=piece.objet_id)
        return reponse_piece(piece)

    def _lire(self, request: HttpRequest, object_id: int) -> DemandeAide:
        if not lit_les_pieces(request.user):
            raise PermissionDenied
        return get_object_or_404(DemandeAide.objects.visibles_pour(request.user), pk=object_id)

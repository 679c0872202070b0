"""Proofs joined or taken back on a page that asks for other things too: one form, so that no typed word is lost."""

from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.utils.functional import cached_property

from aides.actions.rediger import joindre_piece, retirer_piece
from aides.forms.pieces import PiecesForm
from aides.models import DemandeAide
from aides.queries.avancement import pieces_par_categorie
from aides.regles.pieces import Etape
from noyau.erreurs import RegleViolee
from noyau.listes import identifiant
from noyau.pieces import Piece
from referentiels.regles.typographie import compter

# The buttons of ``aides/_pieces.html``: the kind of the file to join, the id of the one to take back.
JOINDRE, RETIRER = "joindre", "retirer"


class PiecesDeLaPage:
    """The proofs of one page: what was sent, and what it shows. ``seulement``: the kinds asked, all when None."""

    def __init__(
        self, request: HttpRequest, demande: DemandeAide, etape: Etape, *, seulement: Collection[str] | None = None
    ) -> None:
        self.request, self.demande, self.etape, self.seulement = request, demande, etape, seulement
        envoi = (request.POST, request.FILES) if request.method == "POST" else ()
        self.form = PiecesForm(*envoi, categories=[categorie for categorie, _ in self._par_categorie()])

    @cached_property
    def ancre(self) -> str:
        """Where the page is to be read again, « #piece-aide_rib », empty when no proof was touched by its button."""
        bouton = self.request.POST.get(JOINDRE, "")
        if bouton in self.form.fields:
            return f"#piece-{bouton}"
        return "#pieces" if RETIRER in self.request.POST else ""

    def recevoir(self) -> bool:
        """Join every file that was chosen, whichever button was pressed; take back the one that was. Tell it.

        False when something was refused: the form says what, beside each file.
        """
        self.form.is_valid()
        jointes = sum(self._joindre(nom, lue) for nom, lue in self.form.lues())
        if jointes:
            messages.success(self.request, compter(jointes, "pièce jointe.", "pièces jointes."))
        bouton = self.request.POST.get(JOINDRE, "")
        if bouton in self.form.fields and not jointes and not self.form.errors:
            self.form.add_error(bouton, "Choisissez un fichier.")
        if RETIRER in self.request.POST:
            self._retirer(identifiant(self.request.POST[RETIRER]))
        return not self.form.errors

    def contexte(self) -> dict[str, Any]:
        """Give what ``aides/_pieces.html`` draws, as it now stands."""
        lignes = [(categorie, jointes, self.form[categorie.value]) for categorie, jointes in self._par_categorie()]
        return {
            "pieces_attendues": lignes,
            "pieces_form": self.form,
            "taille_max": settings.PIECE_TAILLE_MAX_MO,
        }

    def _joindre(self, categorie: str, lue: Any) -> bool:
        try:
            joindre_piece(demande_id=self.demande.pk, par=self.request.user, categorie=categorie, lue=lue)
        except RegleViolee as refus:
            self.form.add_error(categorie, list(refus.motifs))
            return False
        return True

    def _retirer(self, piece: int | None) -> None:
        try:
            retirer_piece(demande_id=self.demande.pk, piece_id=piece or 0, par=self.request.user)
        except Piece.DoesNotExist:
            messages.info(self.request, "Cette pièce était déjà retirée.")
        except RegleViolee as refus:
            messages.error(self.request, str(refus))
        else:
            messages.success(self.request, "Pièce retirée.")

    def _par_categorie(self) -> list[Any]:
        return [
            (categorie, jointes)
            for categorie, jointes in pieces_par_categorie(self.demande, self.etape)
            if self.seulement is None or categorie in self.seulement
        ]

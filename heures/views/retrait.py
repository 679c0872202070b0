"""A file sent by mistake is taken back, once that is confirmed: nothing brings it back but sending it again."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from heures.actions.attacher import retirer_la_piece
from heures.actions.emargement import retirer_le_scan
from heures.models import Releve
from heures.queries.emargement import scans_du
from heures.queries.pieces import pieces_du
from heures.regles.mois import nommer_mois
from heures.views.acces import lire_pour_ecrire
from noyau.pieces import Piece

DEJA = "Ce fichier n’est plus ici : il est déjà retiré."


class Retrait(NamedTuple):
    """A kind of file: where it is read, how it goes, what is said before and after; the page one comes back to."""

    pieces: Callable[[Releve], QuerySet[Piece]]
    retirer: Callable[..., None]
    suite: str
    fait: str
    retour: str


SIGNE = Retrait(
    pieces_du, retirer_la_piece, "Le relevé du mois ne l’aura plus.", "Le fichier est retiré.", "heures:releve"
)
SCAN = Retrait(
    scans_du,
    retirer_le_scan,
    "Les feuilles qu’il porte sont de nouveau attendues.",
    "Le fichier est retiré : ses feuilles sont de nouveau attendues.",
    "heures:emargement",
)


@require_http_methods(["GET", "POST"])
def retirer_piece(request: HttpRequest, pk: int, piece: int) -> HttpResponse:
    """Ask, then take back a signed statement."""
    return _retirer(request, pk, piece, SIGNE)


@require_http_methods(["GET", "POST"])
def retirer_scan(request: HttpRequest, pk: int, piece: int) -> HttpResponse:
    """Ask, then take back a scan of attendance sheets."""
    return _retirer(request, pk, piece, SCAN)


def _retirer(request: HttpRequest, pk: int, piece: int, retrait: Retrait) -> HttpResponse:
    lu = lire_pour_ecrire(request, pk)
    if request.method == "POST":
        try:
            retrait.retirer(piece_id=piece, releve_id=pk, par=request.user)
        except Piece.DoesNotExist:
            messages.info(request, DEJA)
        else:
            messages.success(request, retrait.fait)
        return redirect(retrait.retour, pk)
    jointe = retrait.pieces(lu).filter(pk=piece).first()
    if jointe is None:
        messages.info(request, DEJA)
        return redirect(retrait.retour, pk)
    contexte = {
        "releve": lu,
        "session": lu.session,
        "mois": nommer_mois(lu.mois),
        "piece": jointe,
        "retour": retrait.retour,
        "effets": [
            retrait.suite,
            "S’il manque, il faudra le renvoyer.",
            "L’historique garde qui l’a retiré, et quand.",
        ],
    }
    return render(request, "heures/retirer.html", contexte)

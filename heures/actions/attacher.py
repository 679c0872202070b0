"""The signed statement of a month's hours, kept with its relevé; it names people, and goes when they are forgotten."""

import hashlib
from functools import partial

from django.db import transaction

from comptes.models import Utilisateur
from heures.actions.verrous import verrouiller_le_releve
from heures.queries.emargement import nommes_par
from heures.queries.pieces import RELEVE_SIGNE, pieces_du
from noyau import journal
from noyau.erreurs import RegleViolee
from noyau.pieces import Piece
from noyau.televersement import PieceLue, joindre


@transaction.atomic
def attacher(*, releve_id: int, lue: PieceLue, par: Utilisateur) -> Piece:
    """Attach a checked file to a relevé, declared or not. The same file twice is kept once; the journal does not say
    its name, which may be somebody's. Raises ``Releve.DoesNotExist`` out of the person's perimeter,
    ``RegleViolee`` once everybody it names is forgotten."""
    releve = verrouiller_le_releve(releve_id, par=par)
    if not nommes_par([releve.pk]).exists():
        raise RegleViolee("Les données des personnes de ce relevé sont effacées : il ne reçoit plus de fichier.")
    if deja := pieces_du(releve).filter(empreinte=hashlib.sha256(lue.contenu).hexdigest()).first():
        return deja
    piece = joindre(releve, lue, categorie=RELEVE_SIGNE, par=par)
    journal.noter(releve, "Relevé signé joint", par=par, transition="joindre")
    return piece


@transaction.atomic
def retirer_la_piece(*, piece_id: int, releve_id: int, par: Utilisateur) -> None:
    """Take back a file attached by mistake. Raises ``Releve.DoesNotExist`` out of the person's perimeter,
    ``Piece.DoesNotExist`` when it is not one of the relevé's."""
    releve = verrouiller_le_releve(releve_id, par=par)
    piece = pieces_du(releve).get(pk=piece_id)
    transaction.on_commit(partial(piece.fichier.storage.delete, str(piece.fichier.name)))
    piece.delete()
    journal.noter(releve, "Relevé signé retiré", par=par, transition="retirer_la_piece")

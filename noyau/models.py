"""Django looks for models here; each lives in the module of what it serves."""

from noyau.boite import MessageRecu, PieceRecue
from noyau.courriers import Courrier, Document
from noyau.journal import LigneJournal
from noyau.numeros import Compteur
from noyau.pieces import LectureDeFil, Message, Piece
from noyau.preferences import PreferenceCourriel

__all__ = [
    "Compteur",
    "Courrier",
    "Document",
    "LectureDeFil",
    "LigneJournal",
    "Message",
    "MessageRecu",
    "Piece",
    "PieceRecue",
    "PreferenceCourriel",
]

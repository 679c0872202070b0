"""Django looks for models here; each lives in the module of what it serves."""

from noyau.boite import MessageRecu, PieceRecue
from noyau.courriers import Courrier
from noyau.journal import LigneJournal
from noyau.lettres import Document
from noyau.numeros import Compteur
from noyau.pieces import LectureDeFil, Message, Piece
from noyau.preferences import PreferenceCourriel
from noyau.scellement import ASceller, Maillon
from noyau.textos import Texto

__all__ = [
    "ASceller",
    "Compteur",
    "Courrier",
    "Document",
    "LectureDeFil",
    "LigneJournal",
    "Maillon",
    "Message",
    "MessageRecu",
    "Piece",
    "PieceRecue",
    "PreferenceCourriel",
    "Texto",
]

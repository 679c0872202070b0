"""Django looks for models here; each lives in the module of what it serves."""

from noyau.boite import MessageRecu, PieceRecue
from noyau.courriers import Courrier, Document
from noyau.journal import LigneJournal
from noyau.numeros import Compteur

__all__ = ["Compteur", "Courrier", "Document", "LigneJournal", "MessageRecu", "PieceRecue"]

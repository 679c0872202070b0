"""The papers of a committee, frozen in the transaction that settles or closes it."""

from django.utils.formats import date_format
from django.utils.timezone import localtime

from comites.models import Comite
from comites.queries.documents import contexte_document
from noyau.courriers import Document, deposer_document
from noyau.journal import LigneJournal

ORDRE_DU_JOUR, RELEVE = "comite_ordre_du_jour", "comite_releve"


def figer_ordre(comite: Comite, ligne: LigneJournal) -> Document:
    """Keep the agenda as it is settled (or moved to another day) by this line of the journal."""
    return _figer(comite, ligne, ORDRE_DU_JOUR, "Ordre du jour")


def figer_releve(comite: Comite, ligne: LigneJournal) -> Document:
    """Keep what was decided as it is when the committee is closed."""
    return _figer(comite, ligne, RELEVE, "Relevé de décisions")


def _figer(comite: Comite, ligne: LigneJournal, modele: str, titre: str) -> Document:
    return deposer_document(
        modele=modele,
        cle=f"{modele}:{ligne.pk}",
        objet=comite,
        titre=titre,
        reference=f"{comite.lieu_concerne}, {date_format(localtime(comite.debut), 'j F Y')}",
        contexte=contexte_document(comite, arrete_le=ligne.le.isoformat()),
    )

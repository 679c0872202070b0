"""Opinions of trainees, given as their link gives them, and read as an officer reads them."""

from insertion.actions.avis import Donne, donner_avis
from insertion.actions.moderer import Lu, moderer
from insertion.models import AvisStagiaire
from sessions_formation.models import Parcours

MOTS = "Les formateurs prennent le temps d’expliquer."


def avis_de(parcours: Parcours, *, note: int = 4, commentaire: str = MOTS, publie_par=None) -> AvisStagiaire:
    """The opinion of who left a session, the same mark everywhere; published when an officer is given."""
    avis = donner_avis(parcours_id=parcours.pk, donne=Donne(note, note, note, note, note, commentaire))
    return moderer(Lu(avis.pk, avis.le), acte="publier", par=publie_par) if publie_par else avis

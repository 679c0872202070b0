"""What is written about a person waits for its erasure, or is waited for: nothing is left behind."""

from noyau.erreurs import RegleViolee
from stagiaires.models import Stagiaire

EFFACEE = "Les données de cette personne sont effacées : on n’écrit plus rien sur elle."


def verrouiller_la_personne(stagiaire_id: int) -> Stagiaire:
    """Lock a person in the transaction that writes something of it, last of all that this transaction locks.

    Raises ``RegleViolee`` once its data is erased, be it at this very moment.
    """
    stagiaire = Stagiaire.objects.select_for_update(of=("self",), no_key=True).get(pk=stagiaire_id)
    if stagiaire.efface_le:
        raise RegleViolee(EFFACEE)
    return stagiaire

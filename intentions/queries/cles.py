"""Keys of the API, in words."""

from datetime import datetime

from intentions.enums import DroitApi
from intentions.models import CleApi
from noyau.templatetags.maison import jour


def etat_de_la_cle(cle: CleApi, *, maintenant: datetime) -> str:
    """Say in words whether a key still opens at this instant (aware)."""
    if cle.revoked:
        return "Révoquée"
    if cle.expiry_date and cle.expiry_date < maintenant:
        return f"Expirée le {jour(cle.expiry_date)}"
    return f"Active jusqu’au {jour(cle.expiry_date)}" if cle.expiry_date else "Active"


def droits_en_mots(cle: CleApi) -> str:
    """Give the rights of a key, in words and in the order of ``DroitApi``."""
    return ", ".join(droit.label for droit in DroitApi if cle.permet(droit)) or "Aucun"

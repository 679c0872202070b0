"""What the survey of labour needs says of the place a committee meets for."""

from comites.models import Comite
from referentiels.queries.besoins import Enquete, enquete_du_departement


def enquete_du_comite(comite: Comite) -> Enquete | None:
    """Give what the survey says of the committee's département (one query), that of its territory for a comité local.

    The survey's employment areas are not the territoires EFOP: nothing smaller can be said truly.
    """
    if comite.territoire:
        return enquete_du_departement(comite.territoire.departement_id)
    return enquete_du_departement(comite.departement_id)

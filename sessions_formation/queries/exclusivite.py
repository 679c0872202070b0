"""Which intentions the database would refuse: their employer is engaged for that job with another body (FAQ §6)."""

from collections.abc import Iterable

from intentions.enums import StatutIntention
from intentions.models import IntentionEmbauche

DEJA_ENGAGE = "L’employeur est déjà engagé pour ce métier avec un autre organisme"


def engages_ailleurs(intentions: Iterable[IntentionEmbauche], *, organisme_id: int) -> set[int]:
    """Give the ids of the intentions whose employer is engaged for their job with another body (1 query).

    What the exclusion ``un_seul_organisme_par_employeur_et_metier`` reads; a job not told excludes nobody.
    """
    cles = {i.pk: (i.employeur_id, i.metier_id) for i in intentions if i.employeur_id and i.metier_id}
    if not cles:
        return set()
    prises = set(
        IntentionEmbauche.objects.filter(
            statut=StatutIntention.ENGAGEE, employeur__in={employeur for employeur, _ in cles.values()}
        )
        .exclude(organisme_engage=organisme_id)
        .order_by()
        .values_list("employeur", "metier")
    )
    return {pk for pk, cle in cles.items() if cle in prises}

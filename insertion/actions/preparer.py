"""Writing the four follow-ups of who left: once, whoever runs it and however often."""

from datetime import date

from django.db import transaction

from insertion.models import Suivi
from insertion.queries.suivis import a_preparer
from insertion.regles.echeances import echeances
from noyau import horloge
from sessions_formation.models import Parcours

PAS = 200


def preparer_suivis(*, le: date) -> int:
    """Write the follow-ups (0, 1, 3 and 6 months) of those who left by ``le``; give how many were written.

    Of those whose day is past when the end is declared, only the last is asked: the others are written closed, so that
    nobody is asked twice at once. Where the day of leaving was corrected, they follow it. Safe to repeat, and by
    several processes: each parcours is locked, and the database holds one follow-up per date.
    """
    faits = 0
    while lot := list(a_preparer(le).order_by("pk").values_list("pk", flat=True)[:PAS]):
        with transaction.atomic():
            verrou = a_preparer(le).select_for_update(of=("self",), no_key=True).filter(pk__in=lot).order_by("pk")
            faits += sum(preparer_ceux_de(parcours, le=le) for parcours in verrou)
    return faits


def preparer_ceux_de(parcours: Parcours, *, le: date) -> int:
    """Write, or bring to their day, the follow-ups of one who left; give how many were new. The parcours is locked."""
    if parcours.sorti_le is None:
        raise ValueError("Ce parcours n’est pas fini.")
    prevus = echeances(parcours.sorti_le)
    dernier = max(jour for jour in prevus.values() if jour <= le)
    connus = {suivi.echeance: suivi for suivi in parcours.suivis.order_by("pk")}
    for mois, suivi in connus.items():
        suivi.prevu_le = prevus[mois]
        suivi.save(update_fields=["prevu_le"])
    nouveaux = [
        Suivi(
            parcours=parcours,
            echeance=mois,
            prevu_le=jour,
            clos_le=horloge.maintenant() if jour < dernier else None,
        )
        for mois, jour in prevus.items()
        if mois not in connus
    ]
    return len(Suivi.objects.bulk_create(nouveaux))

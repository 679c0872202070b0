"""Every periodic task, in one table: what, how often, and how long a late one is still worth running.

A name that is not that of a registered task fails tests/local/test_sante.py.
"""

from datetime import timedelta
from typing import Any, NamedTuple


class Tache(NamedTuple):
    nom: str
    toutes_les: timedelta
    perime_apres: timedelta


TACHES = (
    Tache("noyau.expedier_courriers", timedelta(seconds=10), timedelta(seconds=30)),
    # Nothing at all, not even a query, without a provider of text messages.
    Tache("noyau.expedier_textos", timedelta(minutes=1), timedelta(seconds=30)),
    Tache("intentions.expedier_envois", timedelta(seconds=10), timedelta(seconds=30)),
    Tache("intentions.importer_listes", timedelta(seconds=10), timedelta(seconds=30)),
    Tache("sessions_formation.decider_ensemble", timedelta(seconds=10), timedelta(seconds=30)),
    Tache("pilotage.etudier_impacts", timedelta(seconds=10), timedelta(seconds=30)),
    Tache("pilotage.rejouer", timedelta(seconds=10), timedelta(seconds=30)),
    Tache("noyau.dessiner_documents", timedelta(seconds=30), timedelta(seconds=60)),
    Tache("noyau.sceller", timedelta(seconds=10), timedelta(seconds=10)),
    # Safe to repeat: what was written is left out by the query itself.
    Tache("config.relancer", timedelta(hours=1), timedelta(hours=1)),
    # Nothing is due before seven, and each address has one a day: looking often costs one empty query.
    Tache("noyau.rediger_recapitulatifs", timedelta(minutes=10), timedelta(minutes=5)),
    # Nothing before the first working day; then drafts follow the hours declared late.
    Tache("factures.preparer", timedelta(hours=1), timedelta(hours=1)),
    Tache("insertion.agreger_resultats", timedelta(hours=1), timedelta(hours=1)),
    Tache("pilotage.compter_postes", timedelta(hours=1), timedelta(hours=1)),
    # One query once the month that is over is published.
    Tache("pilotage.publier_chiffres", timedelta(hours=1), timedelta(hours=1)),
    # What /formations/lheo.xml tells as changed: a partner that comes each hour misses nothing.
    Tache("sessions_formation.relever_diffusions", timedelta(hours=1), timedelta(hours=1)),
    # Nothing but one query outside the night, and once a night.
    Tache("pilotage.chasser_impossibles", timedelta(hours=1), timedelta(minutes=30)),
    Tache("config.purger", timedelta(days=1), timedelta(hours=12)),
)


def calendrier_celery() -> dict[str, dict[str, Any]]:
    """The table in the form Celery beat reads."""
    return {
        tache.nom: {
            "task": tache.nom,
            "schedule": tache.toutes_les,
            "options": {"expires": tache.perime_apres.total_seconds()},
        }
        for tache in TACHES
    }

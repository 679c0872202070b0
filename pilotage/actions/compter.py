"""Counting what dashboards show: one line per post, rewritten where it differs from what is there."""

from datetime import date, timedelta

from django.db import connection, transaction

from noyau.horloge import maintenant
from noyau.verrous import dans_nos_mains
from pilotage.models import CompteDesPostes, FaitPoste
from pilotage.queries.faits import CLES, FAITS, VALEURS, parametres
from referentiels.feries import FERIES
from referentiels.regles.jours_ouvres import est_ouvre

VERROU = 5_054
# Before the scheme began, and further than any delay that is shown.
PREMIER_JOUR = date(2018, 1, 1)
ANNEES_A_VENIR = 2

_TABLE = FaitPoste._meta.db_table
_COLONNES = ", ".join((*CLES, *VALEURS))
_LES_SIENNES = ", ".join(f"f.{nom}" for nom in VALEURS)
_CELLES_DU_COMPTE = ", ".join(f"c.{nom}" for nom in VALEURS)
_LE_MEME = "f.intention_id = c.intention_id and f.rang = c.rang"
# Only what differs is written: an hour changes a few lines out of hundreds of thousands.
_PREPARER = f"create temporary table compte_des_postes on commit drop as {FAITS}"
_EFFACER = f"""
delete from {_TABLE} f where not exists (select from compte_des_postes c where {_LE_MEME})
"""  # noqa: S608 - names of columns
_CORRIGER = f"""
update {_TABLE} f set {", ".join(f"{nom} = c.{nom}" for nom in VALEURS)} from compte_des_postes c
where {_LE_MEME} and ({_LES_SIENNES}) is distinct from ({_CELLES_DU_COMPTE})
"""  # noqa: S608 - names of columns
_AJOUTER = f"""
insert into {_TABLE} ({_COLONNES})
select {_COLONNES} from compte_des_postes c where not exists (select from {_TABLE} f where {_LE_MEME})
"""  # noqa: S608 - names of columns
_JOURS = """
insert into pilotage_jourouvre (jour, rang) select * from unnest(%s::date[], %s::int[])
on conflict (jour) do update set rang = excluded.rang where pilotage_jourouvre.rang <> excluded.rang
"""


def compter_postes(*, le: date) -> int:
    """Count every post anew, seen from the day ``le``; give how many lines were written, changed or taken away.

    0 when another worker is at it. Readers see the former counts until the new ones are whole.
    """
    with dans_nos_mains(VERROU, 0) as libre:
        if not libre:
            return 0
        with transaction.atomic():
            _compter_les_jours_ouvres(le)
            ecrites = _recompter(le)
            CompteDesPostes.objects.bulk_create(
                [CompteDesPostes(pk=CompteDesPostes.UNIQUE, compte_le=maintenant(), vu_du=le)],
                update_conflicts=True,
                unique_fields=["id"],
                update_fields=["compte_le", "vu_du"],
            )
        return ecrites


def _recompter(le: date) -> int:
    ecrites = 0
    with connection.cursor() as curseur:
        curseur.execute(_PREPARER, parametres(le))
        curseur.execute("analyze compte_des_postes")
        # Two whole tables are compared. While the facts are few, or the planner does not know yet that they no longer
        # are, it would read one of them whole for each line of the other: minutes instead of seconds.
        curseur.execute("set local enable_nestloop = off")
        for ecrire in (_EFFACER, _CORRIGER, _AJOUTER):
            curseur.execute(ecrire)
            ecrites += curseur.rowcount
        # Again in the same transaction (a test, a demonstration): the name is free.
        curseur.execute("drop table compte_des_postes")
        curseur.execute("set local enable_nestloop = on")
    return ecrites


def _compter_les_jours_ouvres(le: date) -> None:
    dernier = date(le.year + ANNEES_A_VENIR, 12, 31)
    jours = [PREMIER_JOUR + timedelta(days=rang) for rang in range((dernier - PREMIER_JOUR).days + 1)]
    rangs, ouvres = [], 0
    for jour in jours:
        ouvres += est_ouvre(jour, FERIES)
        rangs.append(ouvres)
    with connection.cursor() as curseur:
        curseur.execute(_JOURS, [jours, rangs])

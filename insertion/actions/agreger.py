"""Adding up what results are made of."""

from datetime import date

from django.db import connection, transaction

from insertion.models import ResultatAgrege
from insertion.queries.agregats import AGREGATS, CLES, parametres
from insertion.regles.resultats import COMPTES
from noyau.horloge import maintenant
from noyau.verrous import dans_nos_mains

VERROU = 5_039


def agreger_resultats(*, le: date) -> int:
    """Count everything anew, seen from the day ``le``; give the number of lines, 0 when another worker is at it.

    Readers see the former counts until the new ones are whole.
    """
    with dans_nos_mains(VERROU, 0) as libre:
        if not libre:
            return 0
        return _recompter(le)


def _recompter(le: date) -> int:
    colonnes = ", ".join((*CLES, *COMPTES, "calcule_le"))
    ecrire = f"insert into insertion_resultatagrege ({colonnes}) select compte.*, %(instant)s from ({AGREGATS}) compte"  # noqa: S608 - names of columns
    with transaction.atomic(), connection.cursor() as curseur:
        ResultatAgrege.objects.all().delete()
        curseur.execute(ecrire, {**parametres(le), "instant": maintenant()})
        return curseur.rowcount

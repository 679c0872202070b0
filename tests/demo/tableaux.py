"""The dashboards of the demonstration are what its files say: mixed into the class that loads it."""

from datetime import date

from pilotage.actions.compter import compter_postes
from pilotage.queries.chaine import chaine
from pilotage.regles.perimetre import Perimetre
from referentiels.queries.reglement import reglement_au
from tests.demo.constance import LE
from tests.pilotage.recompte import ETAPES, ecrits, recompte

TOUJOURS = Perimetre(date(2018, 1, 1), date(LE.year, LE.month, 1))


class MontreLesTableaux:
    """Read only: counting again writes nothing."""

    def test_demo_les_postes_sont_comptes_comme_on_les_compte_a_la_main(self):
        attendus = recompte(LE)

        assert ecrits() == attendus
        assert compter_postes(le=LE) == 0
        nombres = [sum(fait[etape] is not None for fait in attendus.values()) for etape in ETAPES]
        lues = [ligne.cases[0].valeur for ligne in chaine(TOUJOURS, loi=reglement_au(LE)).lignes]
        # Whoever entered is shown: more than ten people, all months together.
        assert lues[:4] == nombres[:4]
        assert lues[4:] == [nombre if nombre >= 10 or not nombre else None for nombre in nombres[4:]]
        assert {fait["arret"] for fait in attendus.values()} >= {"", "abandon", "desistee", "expiree", "refusee"}

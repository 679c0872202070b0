"""Posts filed month after month, and a survey of two years: what needs are told from."""

from datetime import date

from pilotage.models import FaitPoste
from pilotage.queries.previsions import mois_entre
from referentiels.models import Departement
from tests.factories.besoins import besoin_libre
from tests.factories.enquete import SOUDEURS, besoin, correspondance
from tests.factories.referentiels import DepartementFactory
from tests.factories.scenario import Monde

# Two years and seven months, more in spring; Loire-Atlantique has a third of Maine-et-Loire.
MOIS = list(mois_entre(date(2024, 4, 1), date(2026, 11, 1)))


def combien(mois: date) -> int:
    """Posts filed in a month in Maine-et-Loire."""
    return 9 if mois.month in {3, 4, 5} else 3


def deposer_le_passe(monde: Monde) -> Departement:
    """File posts every month, one of them under way (not whole: never read), and a survey; give Maine-et-Loire."""
    intention = besoin_libre(monde, nom="Tôlerie")
    ici, voisin = monde.commune.departement, DepartementFactory(code="44", dans_region=True)
    faits: list[FaitPoste] = []
    for mois in [*MOIS, date(2026, 11, 1)]:
        for departement, part in ((ici, 1), (voisin, 3)):
            faits += [
                FaitPoste(
                    intention=intention,
                    rang=len(faits) + rang,
                    mois=mois,
                    deposee_le=mois,
                    secteur=monde.lot.secteur,
                    departement=departement,
                    statut="recevable",
                )
                for rang in range(combien(mois) // part)
            ]
    FaitPoste.objects.bulk_create(faits)
    correspondance(monde.metier)
    monde.metier.secteurs.add(monde.lot.secteur)
    besoin(ici, annee=2025, projets=100, difficiles=10)
    besoin(ici, projets=110, difficiles=55, saisonniers=11)
    besoin(ici, bassin="CHOLET", projets=30)
    besoin(ici, SOUDEURS, annee=2025, projets=500)
    besoin(ici, SOUDEURS, projets=40)
    return ici

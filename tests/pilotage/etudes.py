"""What the tests of the studies of impact do again and again."""

from datetime import date
from decimal import Decimal

from django.utils import timezone

from intentions.models import IntentionEmbauche
from pilotage.actions.etudier_impact import demander_une_etude, mener_les_etudes
from pilotage.models import EtudeImpact
from referentiels.models import Parametre
from tests.factories.scenario import Monde, intention_deposee


def parametre(**champs) -> Parametre:
    """A value nobody has saved: nine months at least, from the new year on."""
    return Parametre(
        **{"code": "duree_min_mois", "valeur": Decimal(9), "depuis": date(2027, 1, 1), "texte": "Essai", **champs}
    )


def etudier(monde: Monde, **champs) -> EtudeImpact:
    """Ask for a study and let the worker make it."""
    etude = demander_une_etude(parametre(**champs), par=monde.agent, maintenant=timezone.now())
    mener_les_etudes(maintenant=timezone.now)
    etude.refresh_from_db()
    return etude


def cdd(monde: Monde, mois: int, **autres) -> IntentionEmbauche:
    return intention_deposee(monde, contrat_type="cdd", duree_mois=mois, **autres)


def changements(etude: EtudeImpact) -> list[tuple]:
    return [(c["groupe"], c["avant"], c["apres"], c["nombre"]) for c in etude.resultat["changements"]]

"""Committees of the scenario's place: a territory around Cholet, and the département it lies in."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from comites.actions.ordre import arreter_ordre, preparer_ordre
from comites.actions.tenir import Rencontre, ouvrir_seance, prevoir_comite
from comites.models import Comite
from referentiels.models import TerritoireEfop
from tests.factories.referentiels import TerritoireEfopFactory
from tests.factories.scenario import LE, Monde

PARIS = ZoneInfo("Europe/Paris")
DEBUT = datetime(2026, 12, 8, 9, 30, tzinfo=PARIS)


def rencontre(debut: datetime = DEBUT, **autres) -> Rencontre:
    """Two hours in a room of Cholet, unless said otherwise."""
    return Rencontre(debut, debut + timedelta(hours=2), autres.pop("lieu", "Salle 2, Cholet"), **autres)


def territoire(monde: Monde) -> TerritoireEfop:
    """The territory of the scenario's commune."""
    if not monde.commune.territoire_id:
        monde.commune.territoire = TerritoireEfopFactory(code="mauges", nom="Mauges")
        monde.commune.save()
    return monde.commune.territoire


def comite_local(monde: Monde, **autres) -> Comite:
    """A comité local to be prepared."""
    return prevoir_comite(
        par=monde.agent, nature="comite_local", ici=territoire(monde).pk, rencontre=rencontre(**autres)
    )


def groupe_technique(monde: Monde, **autres) -> Comite:
    """A groupe technique of Maine-et-Loire to be prepared."""
    return prevoir_comite(par=monde.agent, nature="groupe_technique", ici="49", rencontre=rencontre(**autres))


def prepare(comite: Comite, monde: Monde) -> Comite:
    """The same, its agenda prepared and settled."""
    preparer_ordre(comite_id=comite.pk, par=monde.agent, le=LE)
    return arreter_ordre(comite_id=comite.pk, par=monde.agent)


def en_seance(comite: Comite, monde: Monde) -> Comite:
    """The same, its meeting open."""
    prepare(comite, monde)
    return ouvrir_seance(comite_id=comite.pk, par=monde.agent)

"""Free needs of the scenario's territory, for the market of needs; and who says that it is interested."""

from datetime import UTC, date, datetime, timedelta

from comptes.models import Utilisateur
from intentions.models import IntentionEmbauche, Interet
from referentiels.models import Commune, Epci
from sessions_formation.actions.interets import declarer_interet
from tests.factories.intentions import IntentionFactory
from tests.factories.referentiels import CommuneFactory, EmployeurFactory, EpciFactory
from tests.factories.scenario import LE, Monde

EMBAUCHE = date(2027, 5, 3)


def epci(nom: str = "CA Mauges Communauté") -> Epci:
    return Epci.objects.filter(nom=nom).first() or EpciFactory(nom=nom)


def commune(monde: Monde, nom: str = "Chemillé-en-Anjou", **champs) -> Commune:
    """A commune of Maine-et-Loire, in the EPCI of the Mauges and the arrondissement of Cholet by default."""
    lieu = {"departement": monde.commune.departement, "epci": epci(), "arrondissement": "492", **champs}
    return Commune.objects.filter(nom=nom).first() or CommuneFactory(nom=nom, **lieu)


def besoin_libre(monde: Monde, *, nom: str, anciennete: int = 10, **champs) -> IntentionEmbauche:
    """An admissible intention that no training body has, filed ``anciennete`` days before ``LE``."""
    ici = champs.pop("commune", None) or commune(monde)
    return IntentionFactory(
        **{
            "recevable": True,
            "employeur": EmployeurFactory(nom=nom, departement=ici.departement),
            "secteur": monde.lot.secteur,
            "metier": monde.metier,
            "intitule": "",
            "commune": ici,
            "departement": ici.departement,
            "nombre_postes": 1,
            "contrat_type": "cdi",
            "duree_mois": None,
            "embauche_souhaitee": EMBAUCHE,
            "contact_telephone": "02 41 00 00 01",
            "deposee_le": datetime(LE.year, LE.month, LE.day, 8, tzinfo=UTC) - timedelta(days=anciennete),
            **champs,
        }
    )


def interet(intention: IntentionEmbauche, par: Utilisateur, *, message: str = "Nous formons à Cholet.") -> Interet:
    """The interest of the (only) training body of ``par``, said on ``LE``."""
    return declarer_interet(
        intention_id=intention.pk,
        organisme_id=par.rattachements.get().organisme_id,
        message=message,
        par=par,
        le=LE,
    )

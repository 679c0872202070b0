"""What the training body's pages need beside ``scenario``: a sous-traitant, a competitor, what a form posts."""

from comptes.models import Utilisateur
from referentiels.models import Secteur
from sessions_formation.models import Groupement, LieuLot, Lot, MembreGroupement, Session
from tests.factories import comptes
from tests.factories.referentiels import OrganismeFormationFactory
from tests.factories.scenario import Monde


def sous_traitant(monde: Monde, *, nom: str = "Atelier du Layon") -> Utilisateur:
    """Someone who acts for a sous-traitant of the scenario's groupement."""
    organisme = OrganismeFormationFactory(nom=nom, departement=monde.commune.departement)
    MembreGroupement.objects.create(groupement=monde.lot.groupement, organisme=organisme, role="sous_traitant")
    return comptes.organisme(organisme, prenom="Yann", nom="Meslet")


def autre_lot(monde: Monde, *, secteur: str, departements: tuple[str, ...] = ("49",), numero: str = "14") -> Lot:
    """A second lot, held by the same groupement."""
    lot = Lot.objects.create(
        numero=numero,
        marche=monde.lot.marche,
        intitule=f"Lot {secteur}",
        groupement=monde.lot.groupement,
        secteur=Secteur.objects.get(code=secteur),
        montant_max=monde.lot.montant_max,
        debut=monde.lot.debut,
        fin=monde.lot.fin,
    )
    lot.departements.set(departements)
    return lot


def concurrent(monde: Monde) -> Utilisateur:
    """Someone who acts for another groupement, whose lot has the same sector and départements."""
    organisme = OrganismeFormationFactory(nom="Formation Sèvre et Maine")
    groupement = Groupement.objects.create(nom="Groupement Sèvre et Maine")
    MembreGroupement.objects.create(groupement=groupement, organisme=organisme, role="mandataire")
    lot = Lot.objects.create(
        numero="31",
        marche=monde.lot.marche,
        intitule="Le lot d’à côté",
        groupement=groupement,
        secteur=monde.lot.secteur,
        montant_max=monde.lot.montant_max,
        debut=monde.lot.debut,
        fin=monde.lot.fin,
    )
    lot.departements.set(["49", "85"])
    return comptes.organisme(organisme, prenom="Lucie", nom="Baron")


def saisie(monde: Monde, session: Session, intentions, **autres) -> dict:
    """What a browser posts for a request that complies; a value of None leaves the field out."""
    champs = {
        "intentions": [intention.pk for intention in intentions],
        "intitule": "Soudeur assembleur industriel",
        "certification": "",
        "lieu": str(LieuLot.objects.get(lot=session.lot).pk),
        "debut": "11/01/2027",
        "fin": "30/04/2027",
        "effectif": "5",
        "heures": "420",
        "prix_heure": "9,50",
        "motif_derogation": "",
        "acte": "brouillon",
        **autres,
    }
    return {nom: valeur for nom, valeur in champs.items() if valeur is not None}

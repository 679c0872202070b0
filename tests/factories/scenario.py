"""A small world where the whole thread can be played: a groupement and its lot, employers, an officer.

Everything that has a history is reached through the actions, so that states, journals and letters are true.
"""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from comptes.models import Utilisateur
from intentions.actions.deposer import deposer_intention
from intentions.actions.redaction import ouvrir_brouillon
from intentions.models import IntentionEmbauche
from referentiels.models import Commune, Departement, Metier, OrganismeFormation, Secteur, StructureReseau
from sessions_formation.actions.decider import autoriser_session
from sessions_formation.actions.demander import demander_ouverture, enregistrer_demande, ouvrir_demande
from sessions_formation.models import Groupement, LieuLot, Lot, MembreGroupement, PrixLot, Session
from tests.factories import comptes
from tests.factories.referentiels import (
    CommuneFactory,
    EmployeurFactory,
    MetierFactory,
    OrganismeFormationFactory,
    StructureReseauFactory,
    loi_en_vigueur,
)

LE = date(2026, 11, 23)
DEBUT, FIN = date(2027, 1, 11), date(2027, 4, 30)


@dataclass
class Monde:
    """Who and what the scenario holds."""

    lot: Lot
    mandataire: OrganismeFormation
    cotraitant: OrganismeFormation
    commune: Commune
    metier: Metier
    reseau: StructureReseau
    au_mandataire: Utilisateur
    au_cotraitant: Utilisateur
    agent: Utilisateur


def monde(*, montant_max: str = "320000.00", prix: str = "9.50") -> Monde:
    """A lot of inter-industrie in Maine-et-Loire and Vendée, held by a mandataire and a cotraitant."""
    loi_en_vigueur()
    maine_et_loire = Departement.objects.get(code="49")
    commune = CommuneFactory(nom="Cholet", codes_postaux="49300", departement=maine_et_loire)
    mandataire = OrganismeFormationFactory(nom="Compétences Ouest", departement=maine_et_loire)
    cotraitant = OrganismeFormationFactory(nom="Formaloire Métiers", departement=maine_et_loire)
    groupement = Groupement.objects.create(nom="Groupement Ouest Métiers")
    for organisme, role in ((mandataire, "mandataire"), (cotraitant, "cotraitant")):
        MembreGroupement.objects.create(groupement=groupement, organisme=organisme, role=role)
    lot = Lot.objects.create(
        numero="12",
        marche="2023-FOR-031",
        intitule="Inter-industrie, Maine-et-Loire et Vendée",
        groupement=groupement,
        secteur=Secteur.objects.get(code="inter-industrie"),
        montant_min=Decimal("10000.00"),
        montant_max=Decimal(montant_max),
        debut=date(2023, 1, 1),
        fin=date(2027, 12, 31),
    )
    lot.departements.set(["49", "85"])
    PrixLot.objects.create(lot=lot, depuis=lot.debut, prix_heure=Decimal(prix), texte="Acte d’engagement")
    LieuLot.objects.create(lot=lot, nom="Plateau technique", commune=commune)
    return Monde(
        lot=lot,
        mandataire=mandataire,
        cotraitant=cotraitant,
        commune=commune,
        metier=MetierFactory(code_rome="H2913", libelle="Soudeur / Soudeuse", secteurs=[lot.secteur]),
        reseau=StructureReseauFactory(nom="France Travail Cholet", departements=[maine_et_loire]),
        au_mandataire=comptes.organisme(mandataire, prenom="Marc", nom="Bodin"),
        au_cotraitant=comptes.organisme(cotraitant, prenom="Odile", nom="Charrier"),
        agent=comptes.agent(prenom="Hélène", nom="Pasquier"),
    )


def reponses(monde: Monde, **autres) -> dict:
    """The answers of an employer whose intention is admissible."""
    return {
        "secteur": monde.lot.secteur,
        "metier": monde.metier,
        "commune": monde.commune,
        "departement": monde.commune.departement,
        "nombre_postes": 1,
        "contrat_type": "cdi",
        "heures_hebdo": Decimal(35),
        "engagement_recruter": True,
        "etapes": ["stage", "jury"],
        **autres,
    }


def intention_deposee(monde: Monde, *, nom: str = "Tôlerie d’essai", le: date = LE, **autres) -> IntentionEmbauche:
    """An intention filed by its employer; its state is the one its answers lead to."""
    employeur = autres.pop("employeur", None) or EmployeurFactory(nom=nom, departement=monde.commune.departement)
    par = autres.pop("par", None) or comptes.employeur(employeur)
    brouillon = ouvrir_brouillon(par=par, champs={"employeur": employeur, **reponses(monde, **autres)})
    return deposer_intention(intention_id=brouillon.pk, par=par, le=le)


def champs_session(monde: Monde, **autres) -> dict:
    """What a training body types for a request that complies."""
    return {
        "intitule": "Soudeur assembleur industriel",
        "lieu": LieuLot.objects.get(lot=monde.lot),
        "commune": monde.commune,
        "debut": DEBUT,
        "fin": FIN,
        "effectif": 5,
        "heures": 420,
        "prix_heure": Decimal("9.50"),
        **autres,
    }


def demande(monde: Monde, intentions, *, par: Utilisateur | None = None, **champs) -> Session:
    """A draft request of the cotraitant (or of ``par``'s training body) that holds ``intentions``."""
    par = par or monde.au_cotraitant
    organisme_id = par.rattachements.get().organisme_id
    choisies = [intention.pk for intention in intentions]
    session = ouvrir_demande(lot_id=monde.lot.pk, organisme_id=organisme_id, par=par, intentions=choisies, le=LE)
    return enregistrer_demande(
        session_id=session.pk, par=par, champs=champs_session(monde, **champs), intentions=choisies, le=LE
    )


def session_demandee(monde: Monde, *, postes: int = 5, **champs) -> Session:
    """A request sent to the Région, on one intention of as many posts as needed."""
    intentions = [intention_deposee(monde, nombre_postes=postes)]
    brouillon = demande(monde, intentions, **champs)
    return demander_ouverture(session_id=brouillon.pk, par=brouillon.demandeur, le=LE)


def autoriser(session: Session, par: Utilisateur, **autres) -> Session:
    """Authorise a request on the day of the scenario, for the reason most are."""
    arguments = {"motif": "besoin_avere", "precisions": "", "le": LE, **autres}
    return autoriser_session(session_id=session.pk, par=par, **arguments)

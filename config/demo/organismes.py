"""The public contract of the demonstration: training bodies, groupements, lots and what each may order."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from comptes.models import Role, Utilisateur
from config.demo.comptes import COLLEGUE, Compte, creer_compte, rattacher
from config.demo.sirets import siret_invente
from referentiels.models import Certification, Commune, Departement, OrganismeFormation, Secteur
from sessions_formation.models import Groupement, Habilitation, LieuLot, Lot, MembreGroupement, PrixLot

# Facts of the RNCP: number, title, level.
CERTIFICATIONS = (
    ("RNCP38311", "Certificat de spécialisation technicien en soudage", "4"),
    ("RNCP38337", "Bac pro technicien en chaudronnerie industrielle", "4"),
    ("RNCP36101", "Titre professionnel couvreur-zingueur", "3"),
    ("RNCP37701", "Titre professionnel étancheur toiture bâtiment", "3"),
    ("RNCP37859", "Commis de cuisine", "3"),
    ("RNCP37860", "Serveur en restauration", "3"),
    ("RNCP37872", "Titre professionnel agent de propreté et d’hygiène", "3"),
    ("RNCP37715", "Titre professionnel assistant de vie aux familles", "3"),
    ("RNCP37894", "CAP conducteur routier marchandises", "3"),
)

# key, name, whom letters are for, street, commune, département, the key of the account that acts for it
ORGANISMES = (
    (
        "competences",
        "Compétences Ouest",
        "Monsieur Marc Bodin, directeur",
        "8 boulevard de la Rontardière",
        "Cholet",
        "49",
        "mandataire",
    ),
    (
        "formaloire",
        "Formaloire Métiers",
        "Madame Odile Charrier, directrice",
        "14 rue de la Séguinière",
        "Cholet",
        "49",
        "cotraitant",
    ),
    (
        "mauges",
        "Atelier-école des Mauges",
        "Monsieur Yannick Réthoré, gérant",
        "3 rue du Four-à-Ban",
        "Beaupréau-en-Mauges",
        "49",
        "soustraitant",
    ),
    (
        "bocage",
        "Bocage Savoir-Bâtir",
        "Madame Lucie Tessier, directrice",
        "27 rue des Trois-Croix",
        "Laval",
        "53",
        "lucie.tessier",
    ),
    (
        "estuaire",
        "Estuaire Formation Services",
        "Madame Fanny Delaunay, directrice",
        "5 quai des Antilles",
        "Nantes",
        "44",
        "fanny.delaunay",
    ),
)
PERSONNES = (
    Compte("lucie.tessier", "Lucie", "Tessier", "02 61 91 00 34", ""),
    Compte("fanny.delaunay", "Fanny", "Delaunay", "02 61 91 00 35", ""),
)
GROUPEMENTS = {
    "Groupement Ouest Métiers": (
        ("competences", "mandataire"),
        ("formaloire", "cotraitant"),
        ("mauges", "sous_traitant"),
    ),
    "Groupement Bâtir en Maine": (("bocage", "mandataire"), ("formaloire", "cotraitant")),
    "Groupement Loire Services": (("estuaire", "mandataire"), ("formaloire", "cotraitant")),
}
HABILITATIONS = {
    "formaloire": ["RNCP38311", "RNCP38337"],
    "bocage": ["RNCP36101", "RNCP37701", "RNCP37894"],
    "estuaire": ["RNCP37859", "RNCP37860", "RNCP37872", "RNCP37715"],
}
# This one ends on the 30th of June of next year.
HABILITATION_DATEE = ("mauges", "RNCP38311")
# Accepted for these lots only; the other members hold all the lots of their groupement.
LIMITES = {"mauges": ["12"]}
# Who follows which lots: the others are the colleague's.
SUIVIS_PAR_L_AGENTE = {"12", "15", "24"}


@dataclass(frozen=True, slots=True)
class Marche:
    """One lot: what it covers, what it may cost, where it may be held."""

    numero: str
    intitule: str
    groupement: str
    secteur: str
    departements: tuple[str, ...]
    prix: str
    minimum: str
    maximum: str
    lieux: tuple[tuple[str, str, str], ...]
    certifications: tuple[str, ...] = field(default=())


LOTS = (
    Marche(
        "07",
        "Construction, Mayenne et Sarthe",
        "Groupement Bâtir en Maine",
        "construction",
        ("53", "72"),
        "10.20",
        "40000",
        "260000",
        (("Plateau des Trois-Croix", "Laval", "53"), ("Halle des compagnons", "Le Mans", "72")),
        ("RNCP36101", "RNCP37701"),
    ),
    Marche(
        "12",
        "Inter-industrie, Maine-et-Loire et Vendée",
        "Groupement Ouest Métiers",
        "inter-industrie",
        ("49", "85"),
        "9.50",
        "30000",
        "320000",
        (
            ("Plateau technique de la Séguinière", "Cholet", "49"),
            ("Atelier de soudage des Oudairies", "La Roche-sur-Yon", "85"),
        ),
        ("RNCP38311", "RNCP38337"),
    ),
    Marche(
        "15",
        "Agriculture et agroalimentaire, Vendée",
        "Groupement Ouest Métiers",
        "agriculture-agroalimentaire",
        ("85",),
        "8.90",
        "10000",
        "150000",
        (("Halle alimentaire du Bocage", "Les Herbiers", "85"),),
    ),
    Marche(
        "21",
        "Hôtellerie, restauration, tourisme, Loire-Atlantique",
        "Groupement Loire Services",
        "hotellerie-restauration-tourisme",
        ("44",),
        "9.10",
        "20000",
        "180000",
        (("Cuisine d’application du Quai", "Nantes", "44"), ("Hôtel-école de la Presqu’île", "Guérande", "44")),
        ("RNCP37859", "RNCP37860"),
    ),
    Marche(
        "22",
        "Métiers de bouche, Loire-Atlantique",
        "Groupement Loire Services",
        "metiers-de-bouche",
        ("44",),
        "9.80",
        "10000",
        "120000",
        (("Fournil d’application du Quai", "Nantes", "44"),),
    ),
    Marche(
        "24",
        "Propreté et services à la personne, Loire-Atlantique et Maine-et-Loire",
        "Groupement Loire Services",
        "proprete-hygiene-services",
        ("44", "49"),
        "8.60",
        "30000",
        "82000",
        (("Appartement-école de Trélazé", "Trélazé", "49"), ("Plateau propreté du Quai", "Nantes", "44")),
        ("RNCP37872", "RNCP37715"),
    ),
    Marche(
        "31",
        "Mobilités, Loire-Atlantique, Sarthe et Vendée",
        "Groupement Bâtir en Maine",
        "mobilites",
        ("44", "72", "85"),
        "11.40",
        "60000",
        "240000",
        (("Piste du Grand-Lieu", "Saint-Philbert-de-Grand-Lieu", "44"),),
        ("RNCP37894",),
    ),
)


def commune(nom: str, departement: str) -> Commune:
    """Give a commune of the reference table by its exact name."""
    return Commune.objects.get(nom=nom, departement=departement)


def creer_organismes(comptes: dict[str, Utilisateur]) -> dict[str, OrganismeFormation]:
    """Create the training bodies and who acts for them; ``comptes`` grows by those accounts."""
    comptes |= {personne.cle: creer_compte(personne) for personne in PERSONNES}
    organismes = {}
    for rang, (cle, nom, dirigeant, rue, ville, departement, compte) in enumerate(ORGANISMES, start=1):
        lieu = commune(ville, departement)
        organismes[cle] = OrganismeFormation.objects.create(
            siret=siret_invente(900 + rang),
            nom=nom,
            adresse=rue,
            code_postal=lieu.code_postal,
            ville=ville,
            departement=lieu.departement,
            commune=lieu,
            nda=f"52{departement}{rang:07d}",
            qualiopi=True,
            dirigeant=dirigeant,
            courriel=comptes[compte].email,
            telephone=comptes[compte].telephone,
        )
        rattacher(comptes[compte], Role.ORGANISME, organisme=organismes[cle])
    return organismes


def creer_marches(
    organismes: dict[str, OrganismeFormation], comptes: dict[str, Utilisateur], *, le: date
) -> dict[str, Lot]:
    """Create groupements, lots, prices, places and habilitations; the contract began two years ago. Lots by number."""
    for code, intitule, niveau in CERTIFICATIONS:
        Certification.objects.get_or_create(code=code, defaults={"intitule": intitule, "niveau": niveau})
    groupements = {nom: Groupement.objects.create(nom=nom) for nom in GROUPEMENTS}
    for nom, membres in GROUPEMENTS.items():
        for cle, role in membres:
            MembreGroupement.objects.create(groupement=groupements[nom], organisme=organismes[cle], role=role)
    _habiliter(organismes, fin=date(le.year + 1, 6, 30))
    lots = {}
    for marche in LOTS:
        agent = comptes["agent" if marche.numero in SUIVIS_PAR_L_AGENTE else COLLEGUE.cle]
        lots[marche.numero] = _creer_lot(marche, groupements[marche.groupement], le.year, agent)
    for cle, numeros in LIMITES.items():
        for place in MembreGroupement.objects.filter(organisme=organismes[cle]):
            place.lots.set(lots[numero] for numero in sorted(numeros))
    return lots


def _habiliter(organismes: dict[str, OrganismeFormation], *, fin: date) -> None:
    """Record who may prepare for what; one of them until ``fin`` only."""
    for cle, codes in HABILITATIONS.items():
        for code in codes:
            Habilitation.objects.create(organisme=organismes[cle], certification_id=code)
    cle, code = HABILITATION_DATEE
    Habilitation.objects.create(organisme=organismes[cle], certification_id=code, fin=fin)


def _creer_lot(marche: Marche, groupement: Groupement, annee: int, agent: Utilisateur) -> Lot:
    lot = Lot.objects.create(
        numero=marche.numero,
        marche=f"{annee - 2}-FOR-031",
        intitule=marche.intitule,
        groupement=groupement,
        secteur=Secteur.objects.get(code=marche.secteur),
        montant_min=Decimal(marche.minimum),
        montant_max=Decimal(marche.maximum),
        debut=date(annee - 2, 1, 1),
        fin=date(annee + 2, 12, 31),
        agent=agent,
    )
    lot.departements.set(Departement.objects.filter(code__in=marche.departements))
    lot.certifications.set(Certification.objects.filter(code__in=marche.certifications))
    PrixLot.objects.create(lot=lot, depuis=lot.debut, prix_heure=Decimal(marche.prix), texte="Acte d’engagement")
    for nom, ville, departement in marche.lieux:
        LieuLot.objects.create(lot=lot, nom=nom, commune=commune(ville, departement))
    return lot

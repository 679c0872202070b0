"""The employers of the demonstration: invented establishments in real communes, and who acts for them."""

from dataclasses import dataclass

from django.utils.text import slugify

from comptes.models import Role, Utilisateur
from config.demo.comptes import Compte, creer_compte, rattacher
from config.demo.sirets import siret_invente
from referentiels.models import Commune, Departement, Employeur

# key | name | street | commune | département | NAF | employees | who acts for it (a key of COMPTES, or a name)
TABLE = """
heulin | Tôlerie Heulin | 12 rue des Forges | Chemillé-en-Anjou | 49 | 25.11Z | 34 | employeur
toits-heulin | Toitures Heulin | 4 chemin de la Tuilerie | Sablé-sur-Sarthe | 72 | 43.91B | 9 | employeur
fournil | Le Fournil des Deux Rives | 31 place du Bourg | Saint-Herblain | 44 | 10.71C | 11 | boulanger
lathan | Ateliers du Lathan | 2 rue de l’Évre | Beaupréau-en-Mauges | 49 | 25.62B | 48 | Gildas Orhan
gaborit | Charpentes Gaborit | 18 route de Cholet | Mortagne-sur-Sèvre | 85 | 43.91A | 22 | Paul Gaborit
coteaux | Métallerie des Coteaux | 7 rue du Calvaire | Sèvremoine | 49 | 25.12Z | 15 | Inès Brochard
sevre | Sèvre Mécanique | 40 avenue des Chauvières | Les Herbiers | 85 | 25.62B | 63 | Benoît Chatry
soudure | Soudure du Haut Bocage | 9 rue des Cordiers | Pouzauges | 85 | 25.11Z | 17 | Awa Diallo
layon-meca | Mécanique du Layon | 5 rue de la Gare | Mauges-sur-Loire | 49 | 28.30Z | 41 | Thomas Rabouin
erve | Maçonnerie de l’Erve | 3 rue du Moulin | Évron | 53 | 43.99C | 14 | Sylvie Poupard
ernee | Toitures de l’Ernée | 21 rue de Bretagne | Ernée | 53 | 43.91B | 8 | Loïc Madelin
alpes | Étanchéité des Alpes Mancelles | 66 rue de Sargé | Le Mans | 72 | 43.99A | 26 | Nora Belkacem
flechois | Peintures du Pays Fléchois | 10 rue Grollier | La Flèche | 72 | 43.34Z | 7 | Jérôme Vétault
jouanne | Couverture de la Jouanne | 2 impasse du Lavoir | Laval | 53 | 43.91B | 12 | Anaïs Rocton
briere | Hôtel des Roselières | 1 route de Saint-Lyphard | Guérande | 44 | 55.10Z | 19 | Hugo Lefaucheur
quai | Brasserie du Quai Vert | 14 quai de la Fosse | Nantes | 44 | 56.10A | 23 | Camille Nguyen
remouleurs | La Table des Rémouleurs | 6 rue des Sables | Pornic | 44 | 56.10A | 9 | Rozenn Le Meur
erdre | Propreté de l’Erdre | 8 rue des Métairies | Carquefou | 44 | 81.21Z | 87 | Sofiane Amrani
layon | Aide à domicile du Layon | 20 rue Paul-Bert | Angers | 49 | 88.10A | 120 | Martine Cesbron
trelaze | Net’Services de l’Ardoise | 11 allée des Perreyeux | Trélazé | 49 | 81.21Z | 54 | Dylan Fouquet
vie | Biscuiterie de la Vie | 30 rue des Minotiers | Aizenay | 85 | 10.72Z | 76 | Élodie Grelier
salaisons | Salaisons du Haut Bocage | 4 zone du Bois Joly | Les Herbiers | 85 | 10.13A | 110 | Franck Merlet
payre | Maraîchers du Payré | Lieu-dit Les Huttes | Luçon | 85 | 01.13Z | 2 | Julie Baudry
lucas | Transports Lucas et Filles | 17 rue de la Fonderie | Châteaubriant | 44 | 49.41A | 58 | Aurore Lucas
retz | Garage du Pays de Retz | 2 rue de l’Hommeau | Saint-Philbert-de-Grand-Lieu | 44 | 45.20A | 6 | Kévin Batard
ravenel | Boucherie Ravenel | 9 rue des Halles | Clisson | 44 | 47.22Z | 5 | Denis Ravenel
vignoble | Traiteur du Vignoble | 33 route de Clisson | Vertou | 44 | 56.21Z | 16 | Mélanie Aubry
sablier | Compagnie du Sablier | 12 rue du Château | Nantes | 44 | 90.01Z | 4 | Ludivine Saunier
"""
# Across the region's border: its commune is in no table of ours.
HORS_REGION = ("thouet", "Menuiserie du Thouet", "79", "Bressuire", "79300", "Régis Talbot")


@dataclass(frozen=True, slots=True)
class Maison:
    """An employer, the person who acts for it, and where its jobs are."""

    employeur: Employeur
    personne: Utilisateur
    commune: Commune | None


def creer_employeurs(comptes: dict[str, Utilisateur]) -> dict[str, Maison]:
    """Create every employer of ``TABLE`` and the accounts it needs; give them by key."""
    maisons = {}
    for rang, ligne in enumerate(TABLE.strip().splitlines(), start=1):
        cle, nom, rue, ville, departement, naf, effectif, qui = (case.strip() for case in ligne.split("|"))
        lieu = Commune.objects.select_related("departement").get(nom=ville, departement=departement)
        employeur = Employeur.objects.create(
            siret=siret_invente(rang),
            nom=nom,
            adresse=rue,
            code_postal=lieu.code_postal,
            ville=ville,
            departement=lieu.departement,
            commune=lieu,
            naf=naf,
            effectif=int(effectif),
            siae=False,
            etti=False,
        )
        maisons[cle] = Maison(employeur, _personne(qui, rang, comptes, employeur), lieu)
    maisons[HORS_REGION[0]] = _hors_region(len(maisons) + 1, comptes)
    return maisons


def _hors_region(rang: int, comptes: dict[str, Utilisateur]) -> Maison:
    _, nom, departement, ville, code_postal, qui = HORS_REGION
    employeur = Employeur.objects.create(
        siret=siret_invente(rang),
        nom=nom,
        adresse="Zone de Rhéas",
        code_postal=code_postal,
        ville=ville,
        departement=Departement.objects.get(code=departement),
        naf="43.32A",
        effectif=13,
        siae=False,
        etti=False,
    )
    return Maison(employeur, _personne(qui, rang, comptes, employeur), None)


def _personne(qui: str, rang: int, comptes: dict[str, Utilisateur], employeur: Employeur) -> Utilisateur:
    personne = comptes.get(qui)
    if personne is None:
        prenom, _, nom = qui.partition(" ")
        cle = f"{slugify(prenom)}.{slugify(nom)}"
        personne = creer_compte(Compte(cle, prenom, nom, f"02 61 91 01 {rang:02d}", ""))
    rattacher(personne, Role.EMPLOYEUR, employeur=employeur)
    return personne

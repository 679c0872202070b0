"""The members of the Réseau pour l'emploi and who acts for them, and the Opco's adviser."""

from comptes.models import Role, Utilisateur
from config.demo.comptes import DOMAINE, Compte, creer_compte, rattacher
from referentiels.models import Departement, Opco, StructureReseau

STRUCTURES = (
    ("france_travail", "France Travail, agence de Cholet", ("49",), f"referente{DOMAINE}"),
    ("mission_locale", "Mission locale des Mauges", ("49",), f"mission-mauges{DOMAINE}"),
    ("mission_locale", "Mission locale du Pays d’Évron", ("53",), f"mission-locale{DOMAINE}"),
    ("cap_emploi", "Cap emploi de la Sarthe", ("72",), f"cap-emploi{DOMAINE}"),
    ("france_travail", "France Travail, agence de Nantes", ("44",), f"agence-nantes{DOMAINE}"),
    ("departement", "Département de la Vendée, service insertion", ("85",), f"insertion-vendee{DOMAINE}"),
)
# Who acts for a structure of the Réseau pour l'emploi, beside the account a visitor may try.
REFERENTS = (
    (Compte("bastien.morel", "Bastien", "Morel", "02 61 91 00 42", ""), f"referente{DOMAINE}"),
    (Compte("mathilde.rio", "Mathilde", "Rio", "02 61 91 00 43", ""), f"agence-nantes{DOMAINE}"),
    (Compte("yves.lair", "Yves", "Lair", "02 61 91 00 44", ""), f"mission-locale{DOMAINE}"),
)


def creer_reseau(comptes: dict[str, Utilisateur]) -> None:
    """Create the members of the Réseau pour l'emploi, their referent, and the Opco's adviser."""
    for nature, nom, departements, courriel in STRUCTURES:
        structure = StructureReseau.objects.create(nature=nature, nom=nom, courriel=courriel)
        structure.departements.set(Departement.objects.filter(code__in=departements))
        if courriel == comptes["referente"].email:
            rattacher(comptes["referente"], Role.REFERENT, structure=structure)
        for compte, adresse in REFERENTS:
            if adresse == courriel:
                comptes[compte.cle] = creer_compte(compte)
                rattacher(comptes[compte.cle], Role.REFERENT, structure=structure)
    rattacher(comptes["opco"], Role.OPCO, opco=Opco.objects.order_by("code")[0])

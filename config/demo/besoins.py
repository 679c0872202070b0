"""What the employers of the demonstration need: one intention d'embauche each line.

``TABLE``: key | employer | ROME job | sector | posts | contract | hours a week | chosen training body or nothing.
The contract is « cdi », or « cdd 8 » for a fixed term and its months.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from comptes.models import Utilisateur
from config.demo.employeurs import Maison
from intentions.actions.deposer import deposer_intention
from intentions.actions.redaction import ouvrir_brouillon
from intentions.models import IntentionEmbauche
from referentiels.models import Metier, OrganismeFormation, Secteur

TABLE = """
proprete-1 | erdre | K2204 | proprete-hygiene-services | 5 | cdi | 30 | estuaire
proprete-2 | trelaze | K2204 | proprete-hygiene-services | 3 | cdd 10 | 28 |
aide-1 | layon | K1302 | proprete-hygiene-services | 3 | cdi | 28 | estuaire
aide-2 | erdre | K1304 | proprete-hygiene-services | 2 | cdi | 24 |
usinage-1 | sevre | H2903 | inter-industrie | 3 | cdi | 35 |
usinage-2 | heulin | H2903 | inter-industrie | 2 | cdi | 39 | formaloire
chaudron-1 | heulin | H2902 | inter-industrie | 2 | cdi | 35 | formaloire
chaudron-2 | lathan | H2902 | inter-industrie | 2 | cdi | 39 |
chaudron-3 | coteaux | H2911 | inter-industrie | 1 | cdd 12 | 35 |
soudeur-1 | lathan | H2913 | inter-industrie | 2 | cdi | 39 |
soudeur-2 | gaborit | H2913 | inter-industrie | 1 | cdd 8 | 35 |
soudeur-3 | soudure | H2913 | inter-industrie | 2 | cdi | 35 | formaloire
monteur-1 | layon-meca | H2909 | inter-industrie | 3 | cdi | 35 |
monteur-2 | sevre | H2909 | inter-industrie | 2 | cdi | 35 | mauges
tuyauteur-1 | soudure | H2914 | inter-industrie | 2 | cdi | 35 |
tuyauteur-2 | coteaux | H2914 | inter-industrie | 1 | cdi | 35 |
soudeur-libre-1 | heulin | H2913 | inter-industrie | 2 | cdi | 35 | formaloire
soudeur-libre-2 | coteaux | H2913 | inter-industrie | 1 | cdi | 35 |
soudeur-libre-3 | sevre | H2913 | inter-industrie | 2 | cdi | 39 |
soudeur-libre-4 | layon-meca | H2913 | inter-industrie | 1 | cdd 9 | 35 |
maintenance-libre | vie | I1304 | inter-industrie | 1 | cdi | 35 |
couvreur-1 | ernee | F1619 | construction | 2 | cdi | 39 |
couvreur-2 | jouanne | F1619 | construction | 2 | cdi | 39 | bocage
couvreur-3 | toits-heulin | F1619 | construction | 1 | cdi | 35 |
etancheur-1 | alpes | F1613 | construction | 3 | cdi | 35 | bocage
etancheur-2 | ernee | F1613 | construction | 2 | cdd 7 | 39 |
macon-1 | erve | F1703 | construction | 3 | cdi | 39 |
macon-2 | alpes | F1703 | construction | 2 | cdi | 35 |
peintre-1 | flechois | F1606 | construction | 2 | cdi | 35 |
peintre-2 | jouanne | F1606 | construction | 3 | cdd 12 | 35 |
couvreur-libre-1 | toits-heulin | F1619 | construction | 2 | cdi | 39 |
couvreur-libre-2 | jouanne | F1619 | construction | 2 | cdi | 39 |
couvreur-libre-3 | ernee | F1619 | construction | 1 | cdd 10 | 35 |
service-1 | briere | G1803 | hotellerie-restauration-tourisme | 3 | cdi | 35 |
service-2 | quai | G1803 | hotellerie-restauration-tourisme | 3 | cdi | 35 | estuaire
cuisine-1 | quai | G1602 | hotellerie-restauration-tourisme | 3 | cdi | 39 |
cuisine-2 | remouleurs | G1602 | hotellerie-restauration-tourisme | 2 | cdd 8 | 39 |
etage-1 | briere | G1501 | hotellerie-restauration-tourisme | 3 | cdi | 30 |
etage-2 | quai | G1501 | hotellerie-restauration-tourisme | 2 | cdi | 28 |
cuisine-libre | briere | G1602 | hotellerie-restauration-tourisme | 2 | cdi | 39 |
boulanger-1 | fournil | D1102 | metiers-de-bouche | 2 | cdi | 35 | estuaire
boulanger-2 | vignoble | D1102 | metiers-de-bouche | 1 | cdi | 35 |
boucher-1 | ravenel | D1101 | metiers-de-bouche | 2 | cdi | 39 |
ligne-1 | vie | H2102 | agriculture-agroalimentaire | 4 | cdi | 35 |
ligne-2 | salaisons | H2102 | agriculture-agroalimentaire | 2 | cdi | 35 | formaloire
abattoir-1 | salaisons | H2101 | agriculture-agroalimentaire | 5 | cdd 12 | 35 |
legumes-libre | payre | A1402 | agriculture-agroalimentaire | 2 | cdd 8 | 35 |
routier-1 | lucas | N4101 | mobilites | 4 | cdi | 39 | bocage
mecanicien-1 | retz | I1604 | mobilites | 1 | cdi | 35 |
routier-2 | lucas | N4101 | mobilites | 5 | cdi | 39 |
livreur-libre | lucas | N4105 | mobilites | 2 | cdi | 35 |
chaudron-4 | coteaux | H2902 | inter-industrie | 1 | cdi | 35 |
service-3 | remouleurs | G1803 | hotellerie-restauration-tourisme | 2 | cdi | 35 | estuaire
plaquiste-1 | alpes | F1604 | construction | 3 | cdi | 35 | bocage
plaquiste-2 | erve | F1604 | construction | 2 | cdi | 39 |
vendeur-1 | fournil | D1106 | metiers-de-bouche | 3 | cdi | 30 | estuaire
vendeur-2 | vignoble | D1106 | metiers-de-bouche | 2 | cdi | 35 |
gestes-1 | layon | K1302 | proprete-hygiene-services | 3 | cdi | 28 |
gestes-2 | trelaze | K2204 | proprete-hygiene-services | 2 | cdi | 30 |
conditionnement-1 | vie | H3302 | inter-industrie | 3 | cdi | 35 |
conditionnement-2 | salaisons | H3302 | inter-industrie | 2 | cdi | 35 |
assemblage-1 | sevre | H2901 | inter-industrie | 5 | cdi | 35 |
assemblage-2 | layon-meca | H2901 | inter-industrie | 4 | cdi | 39 |
assemblage-3 | heulin | H2901 | inter-industrie | 3 | cdi | 35 |
accueil-1 | briere | G1703 | hotellerie-restauration-tourisme | 3 | cdi | 35 | estuaire
accueil-2 | quai | G1703 | hotellerie-restauration-tourisme | 2 | cdd 10 | 35 |
cablage-1 | lathan | H2602 | inter-industrie | 4 | cdi | 39 |
cablage-2 | coteaux | H2602 | inter-industrie | 3 | cdi | 35 |
fabrication-1 | sevre | H2906 | inter-industrie | 3 | cdi | 35 |
fabrication-2 | soudure | H2906 | inter-industrie | 3 | cdd 12 | 35 |
"""
ETAPES = (
    ["information_collective", "recrutement", "stage"],
    ["recrutement", "stage", "jury"],
    ["avis_parcours", "stage"],
    ["information_collective", "jury"],
)
PRECISIONS = (
    "Le poste s’apprend avec un tuteur, dès le premier jour.",
    "Un car dessert la zone d’activités matin et soir.",
    "",
    "Nous cherchons quelqu’un de soigneux, sans expérience exigée.",
)


# Those who agree that the public session says who recruits.
NOMMES = frozenset({"fournil", "gaborit", "heulin", "lathan", "thouet", "trelaze"})


@dataclass(slots=True)
class Besoins:
    """The intentions of the demonstration by key, as they are filed, and what is needed to file them."""

    maisons: dict[str, Maison]
    organismes: dict[str, OrganismeFormation]
    intentions: dict[str, IntentionEmbauche] = field(default_factory=dict)

    def deposer(self, cle: str, *, le: date, **autres: Any) -> IntentionEmbauche:
        """File the intention ``cle`` of the table, its answers changed by ``autres``."""
        brouillon = self.rediger(cle, le=le, **autres)
        self.intentions[cle] = deposer_intention(intention_id=brouillon.pk, par=auteur_de(brouillon), le=le)
        return self.intentions[cle]

    def rediger(self, cle: str, *, le: date, **autres: Any) -> IntentionEmbauche:
        """Write the same as a draft; ``employeur``, ``metier`` and ``secteur`` may be given by key or code."""
        employeur, champs = self._reponses(cle, le)
        maison = self.maisons[autres.pop("employeur", employeur)]
        if "metier" in autres:
            autres["metier"] = Metier.objects.get(code_rome=autres["metier"])
        if "secteur" in autres:
            autres["secteur"] = Secteur.objects.get(code=autres["secteur"])
        lieu = {"commune": maison.commune, "departement": maison.employeur.departement}
        self.intentions[cle] = ouvrir_brouillon(
            par=maison.personne, champs={"employeur": maison.employeur, **lieu, **champs, **autres}
        )
        return self.intentions[cle]

    def _reponses(self, cle: str, le: date) -> tuple[str, dict[str, Any]]:
        rang, (employeur, metier, secteur, postes, contrat, heures, choisi) = LIGNES.get(cle, AUTRE)
        genre, _, mois = contrat.partition(" ")
        return employeur, {
            "secteur": Secteur.objects.get(code=secteur),
            "metier": Metier.objects.get(code_rome=metier),
            "nombre_postes": int(postes),
            "contrat_type": genre,
            "duree_mois": int(mois) if mois else None,
            "heures_hebdo": Decimal(heures),
            "engagement_recruter": True,
            "etapes": ETAPES[rang % len(ETAPES)],
            "precisions": PRECISIONS[rang % len(PRECISIONS)],
            "embauche_souhaitee": (le + timedelta(days=190)).replace(day=1),
            "organisme_choisi": self.organismes[choisi] if choisi else None,
            "nom_public": employeur in NOMMES,
        }


def _lire() -> dict[str, tuple[int, list[str]]]:
    lignes = {}
    for rang, ligne in enumerate(TABLE.strip().splitlines()):
        cle, *cases = (case.strip() for case in ligne.split("|"))
        lignes[cle] = (rang, cases)
    return lignes


LIGNES = _lire()
# What the intentions that stand outside the table begin from, before their own answers.
AUTRE = (0, ["heulin", "H2913", "inter-industrie", "1", "cdi", "35", ""])


def auteur_de(intention: IntentionEmbauche) -> Utilisateur:
    """Give who wrote an intention of the demonstration: a person, always."""
    if intention.deposant is None:
        raise LookupError(f"{intention} n’a pas d’auteur.")
    return intention.deposant

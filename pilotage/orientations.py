"""The schemes that fit when « 1 emploi = 1 formation » does not: for whom, what, where to go.

From PRES (« Programme Région 2024 », « Après recrutement en emploi ») and FAQ §3, §5, §13. Which scheme answers which
finding is this project's own reading.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from intentions.regles.dossier import DossierIntention
from referentiels.regles.constats import Constat, Niveau
from referentiels.regles.contrats import TypeContrat
from referentiels.regles.reglement import Reglement
from referentiels.regles.typographie import composer, montant, nombre

ECOUTE = "Choisir mon métier à votre écoute"
ECOUTE_TELEPHONE = "0800 200 303"
CHOISIR_MON_METIER = "https://www.choisirmonmetier-paysdelaloire.fr/"
FRANCE_TRAVAIL = "https://www.francetravail.fr/"


@dataclass(frozen=True, slots=True)
class Dispositif:
    """A scheme: its name, whom it serves, what it gives, and where to go (``telephone`` may be empty)."""

    nom: str
    pour_qui: str
    quoi: str
    ou: str
    lien: str
    site: str
    telephone: str = ""


AVANT_EMBAUCHE = Dispositif(
    nom=composer("Formations avant embauche : Parcours TPME, POEI, AFPR"),
    pour_qui="Un employeur qui forme une personne à son poste avant de la recruter.",
    quoi="Une formation courte, préparée avec France Travail, quel que soit le secteur.",
    ou="Votre conseiller entreprise France Travail",
    lien=FRANCE_TRAVAIL,
    site="francetravail.fr",
    telephone="39 95",
)
SOCLE = Dispositif(
    nom="Sessions du socle",
    pour_qui="Un demandeur d’emploi qui se forme sans employeur désigné, ou qui veut s’installer à son compte.",
    quoi="Des formations commandées d’avance par la Région, sans intention d’embauche.",
    ou=composer("Recherche de formation, dispositif « 1 emploi = 1 formation »"),
    lien="https://www.choisirmonmetier-paysdelaloire.fr/formation/accueil",
    site="choisirmonmetier-paysdelaloire.fr",
    telephone=ECOUTE_TELEPHONE,
)
PARCOURS_ENTREPRENEUR = Dispositif(
    nom="Parcours entrepreneur",
    pour_qui="Une personne qui crée ou reprend une entreprise.",
    quoi="Une formation à la création et à la reprise d’entreprise.",
    ou=composer(f"Plateforme « {ECOUTE} »"),
    lien=CHOISIR_MON_METIER,
    site="choisirmonmetier-paysdelaloire.fr",
    telephone=ECOUTE_TELEPHONE,
)
FIN_DE_PARCOURS_SIAE = Dispositif(
    nom="Former vos salariés à la fin de leur contrat",
    pour_qui="Un salarié d’une structure d’insertion dont le contrat s’achève.",
    quoi=composer("De nouveau demandeur d’emploi, il peut entrer dans une session « 1 emploi = 1 formation »."),
    ou=composer("Son conseiller : France Travail, Mission locale ou Cap emploi"),
    lien=CHOISIR_MON_METIER,
    site="choisirmonmetier-paysdelaloire.fr",
    telephone=ECOUTE_TELEPHONE,
)
AUTRE_REGION = Dispositif(
    nom="Les formations de votre Région",
    pour_qui="Un employeur dont l’établissement est hors des Pays de la Loire.",
    quoi=composer(
        "Chaque Région achète des formations pour les demandeurs d’emploi ; France Travail en ouvre partout."
    ),
    ou="Votre Conseil régional, ou un conseiller entreprise France Travail",
    lien=FRANCE_TRAVAIL,
    site="francetravail.fr",
    telephone="39 95",
)
NOS_EMPLOIS = Dispositif(
    nom="Publier votre offre sur nosemplois.fr",
    pour_qui="Un employeur qui cherche d’abord des candidats.",
    quoi="Le site de l’emploi en Pays de la Loire, gratuit.",
    ou="Dépôt d’offre en ligne",
    lien="https://nosemplois.fr/",
    site="nosemplois.fr",
)

A_SON_COMPTE = frozenset({TypeContrat.CREATION_ENTREPRISE, TypeContrat.INDEPENDANT, TypeContrat.CESU})


def apres_embauche(reglement: Reglement) -> tuple[Dispositif, Dispositif]:
    """Give the aids of Parcours emploi, with the amounts in force."""
    formation = Dispositif(
        nom="Parcours emploi Formation",
        pour_qui=(
            f"Un établissement privé de moins de {nombre(reglement.aide_effectif_max)} salariés "
            "qui vient de recruter un demandeur d’emploi."
        ),
        quoi=(
            f"Jusqu’à {montant(reglement.pef_plafond)} pour le former avec un organisme certifié Qualiopi, "
            f"dans les {nombre(reglement.aide_delai_mois)} premiers mois du contrat."
        ),
        ou="Demande sur le site de la Région",
        lien="https://www.paysdelaloire.fr/les-aides/parcours-emploi-formation?sous_thematique=147",
        site="paysdelaloire.fr",
        telephone=ECOUTE_TELEPHONE,
    )
    tutorat = Dispositif(
        nom="Parcours emploi Tutorat",
        pour_qui="Le même établissement, quand il forme lui-même la personne recrutée.",
        quoi=(
            f"Jusqu’à {montant(reglement.tutorat_plafond)} pour un tutorat, "
            f"{montant(reglement.afest_plafond)} pour une formation en situation de travail (Afest)."
        ),
        ou="Demande sur le site de la Région",
        lien="https://www.paysdelaloire.fr/les-aides/parcours-emploi-tutorat",
        site="paysdelaloire.fr",
        telephone=ECOUTE_TELEPHONE,
    )
    return formation, tutorat


def orientations_pour(
    constats: Iterable[Constat], dossier: DossierIntention, reglement: Reglement
) -> list[Dispositif]:
    """Give the schemes that answer what is not conforme, each once, in the order of the findings.

    Outside the region, the Région's own schemes are left out: none of them would open either.
    """
    contraires = [constat.regle for constat in constats if constat.niveau == Niveau.NON_CONFORME]
    if "I-LIEU" in contraires:
        return [AUTRE_REGION]
    trouves = [dispositif for regle in contraires for dispositif in _pour(regle, dossier, reglement)]
    return list(dict.fromkeys(trouves))


def _pour(regle: str, dossier: DossierIntention, reglement: Reglement) -> tuple[Dispositif, ...]:
    if regle == "I-CONTRAT":
        return (SOCLE, PARCOURS_ENTREPRENEUR) if dossier.contrat.type in A_SON_COMPTE else (AVANT_EMBAUCHE,)
    return {
        "I-SIAE": (FIN_DE_PARCOURS_SIAE,),
        "I-HEURES": apres_embauche(reglement),
        "I-SECTEUR": (AVANT_EMBAUCHE, *apres_embauche(reglement)),
        "I-ENGAGEMENT": (NOS_EMPLOIS, SOCLE),
    }.get(regle, ())
